// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import okio.BufferedSource;
import okio.Okio;

/**
 * An object on its way down: metadata at once, the bytes as a stream that checks itself. Close it, read or not; it holds
 * a connection. Not thread-safe.
 */
public final class GetResult implements Closeable {
    private final ObjectMetadata metadata;
    private final CheckedSource checked;
    private final BufferedSource source;

    GetResult(ObjectMetadata metadata, CheckedSource checked) {
        this.metadata = metadata;
        this.checked = checked;
        this.source = Okio.buffer(checked);
    }

    /** What OSS tells of the object. */
    public ObjectMetadata metadata() {
        return metadata;
    }

    /**
     * The object's bytes. The read that finds the end throws {@link ChecksumMismatchException} if the bytes before it
     * are not those that OSS stored: trust them only once the stream has said that it is at its end.
     */
    public InputStream stream() {
        return source.inputStream();
    }

    /**
     * All bytes that were not read yet, checked.
     *
     * @throws ChecksumMismatchException if they are not those that OSS stored
     * @throws IOException if the connection breaks; if the object is larger than an array can be
     */
    public byte[] bytes() throws IOException {
        if (metadata.size() > Integer.MAX_VALUE - 8) {
            throw new IOException(
                    "an object of " + metadata.size() + " bytes does not fit into an array: " + metadata.key());
        }
        return source.readByteArray();
    }

    /**
     * Whether all bytes were read and their CRC64 is the one that OSS reported. False before the end; false at the end if
     * OSS reported none.
     */
    public boolean crcChecked() {
        return checked.isChecked();
    }

    @Override
    public void close() throws IOException {
        source.close();
    }

    @Override
    public String toString() {
        return "GetResult{" + metadata + (crcChecked() ? ", checked" : "") + "}";
    }
}
