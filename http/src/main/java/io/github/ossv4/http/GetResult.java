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
 * An object that is being downloaded: its metadata, and its bytes as a stream that compares their CRC64. Close it, even if it
 * is not read: it holds a connection. Not thread-safe.
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

    /** Returns the metadata of the object. */
    public ObjectMetadata metadata() {
        return metadata;
    }

    /**
     * Returns the number of bytes in this response, of the object or of the requested range; -1 if the response does not
     * report it.
     */
    public long length() {
        return length;
    }

    /**
     * Returns the bytes. The read at their end throws {@link ChecksumMismatchException} if they differ from those that OSS
     * stores: do not use them before you have read the end.
     */
    public InputStream stream() {
        return source.inputStream();
    }

    /**
     * Returns the bytes that were not read yet, after comparing their CRC64.
     *
     * @throws ChecksumMismatchException if they differ from those that OSS stores
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

    /**
     * As {@link #bytes()}, if there are at most {@code maxBytes}, within their time limit.
     *
     * @throws UnexpectedResponseException if there are more
     */
    byte[] bytes(Operation operation, int maxBytes) throws IOException {
        source.timeout().deadline(OkHttpCalls.longestMillis(maxBytes), TimeUnit.MILLISECONDS);
        if (length > maxBytes || source.request(maxBytes + 1L)) {
            throw new UnexpectedResponseException(
                    operation + ": the object has " + (length > maxBytes ? length + " bytes, more than" : "more than")
                            + " the limit of " + maxBytes + " bytes");
        }
        return bytes();
    }

    /** Writes the bytes that were not read yet, within their time limit, and returns their number. */
    long writeTo(BufferedSink sink) throws IOException {
        if (length >= 0) {
            source.timeout().deadline(OkHttpCalls.longestMillis(length), TimeUnit.MILLISECONDS);
        }
        return source.readAll(sink);
    }

    /** Returns the CRC64 of the bytes that were read. */
    long crc64() {
        return checked.crc64();
    }

    /**
     * Returns whether all bytes were read and their CRC64 equals the one that OSS reported. False before the end, and for a
     * range, a processed object, and an object without a CRC64.
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
