// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.text.PrintableText;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;
import okio.BufferedSink;
import okio.BufferedSource;
import okio.Okio;

/**
 * An object on its way down: metadata at once, the bytes as a stream that checks itself. Close it, read or not; it holds
 * a connection. Not thread-safe.
 */
public final class GetResult implements Closeable {
    private final ObjectMetadata metadata;
    private final long length;
    private final CheckedSource checked;
    private final BufferedSource source;

    GetResult(ObjectMetadata metadata, long length, CheckedSource checked) {
        this.metadata = metadata;
        this.length = length;
        this.checked = checked;
        this.source = Okio.buffer(checked);
    }

    /** What OSS tells of the object. */
    public ObjectMetadata metadata() {
        return metadata;
    }

    /** How many bytes this answer brings, of the object or the part that was asked for; -1 if it does not tell. */
    public long length() {
        return length;
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
     * @throws IOException if the connection breaks, the object is larger than an array can be, or this is closed
     */
    public byte[] bytes() throws IOException {
        if (!source.isOpen()) {
            throw new IOException("closed");
        }
        if (length > Integer.MAX_VALUE - 8) {
            throw new IOException(length + " bytes do not fit into an array: " + PrintableText.escape(metadata.key()));
        }
        return source.readByteArray();
    }

    /** Writes all bytes that were not read yet, within the time that they may take, and returns their number. */
    long writeTo(BufferedSink sink) throws IOException {
        if (length >= 0) {
            source.timeout().deadline(Transport.longestMillis(length), TimeUnit.MILLISECONDS);
        }
        return source.readAll(sink);
    }

    /**
     * Whether all bytes were read and their CRC64 is the one that OSS reported. False before the end; false at the end if
     * there was nothing to compare: a part of an object, a processed one, or one that OSS reported no CRC64 of.
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
