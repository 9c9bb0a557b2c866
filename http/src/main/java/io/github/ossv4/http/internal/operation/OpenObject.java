// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.operation;

import io.github.ossv4.http.GetResult;
import io.github.ossv4.http.ObjectMetadata;
import io.github.ossv4.http.UnexpectedResponseException;
import io.github.ossv4.http.internal.call.Operation;
import io.github.ossv4.internal.text.PrintableText;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import okio.Buffer;
import okio.BufferedSink;
import okio.BufferedSource;
import okio.Okio;

/** An object that is being downloaded, with its connection. Not thread-safe. */
public final class OpenObject implements GetResult {
    private static final byte[] NONE = {};

    /** A server may report any length: the array of a larger object grows with the bytes that arrive. */
    private static final int LARGEST_DIRECT = 1 << 20;

    private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

    private final ObjectMetadata metadata;
    private final long length;
    private final CheckedSource checked;
    private final BufferedSource source;

    OpenObject(ObjectMetadata metadata, long length, CheckedSource checked) {
        this.metadata = metadata;
        this.length = length;
        this.checked = checked;
        this.source = Okio.buffer(checked);
    }

    @Override
    public ObjectMetadata metadata() {
        return metadata;
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public InputStream stream() {
        return source.inputStream();
    }

    @Override
    public byte[] bytes() throws IOException {
        if (!source.isOpen()) {
            throw new IOException("closed");
        }
        if (length > LARGEST_ARRAY) {
            throw new IOException(length + " bytes do not fit into an array: " + PrintableText.escape(metadata.key()));
        }
        return withRest(first());
    }

    /**
     * Like {@link #bytes()}, if there are at most {@code maxBytes}.
     *
     * @throws UnexpectedResponseException if there are more
     */
    byte[] bytes(Operation operation, int maxBytes) throws IOException {
        int limit = Math.min(maxBytes, LARGEST_ARRAY);
        byte[] first = length > limit ? NONE : first();
        if (length > limit || source.request(limit + 1L - first.length)) {
            throw new UnexpectedResponseException(
                    operation + ": the object has " + (length > limit ? length + " bytes, more than" : "more than")
                            + " the limit of " + limit + " bytes");
        }
        return withRest(first);
    }

    /**
     * Reads as many bytes as the response reports, if it is a small object and none was read yet. They go directly to
     * an array: okio would collect them in segments first.
     */
    private byte[] first() throws IOException {
        if (length < 0 || length > LARGEST_DIRECT || checked.count() > 0) {
            return NONE;
        }
        byte[] bytes = new byte[(int) length];
        int count = checked.read(bytes);
        return count == bytes.length ? bytes : Arrays.copyOf(bytes, count);
    }

    /** Returns {@code first} and all bytes after it. HTTP/2 can transfer more than the length. */
    private byte[] withRest(byte[] first) throws IOException {
        if (source.exhausted()) {
            return first;
        }
        Buffer all = new Buffer().write(first);
        all.writeAll(source);
        return all.readByteArray();
    }

    /** Writes the bytes that were not read yet, and returns their number. */
    public long writeTo(BufferedSink sink) throws IOException {
        return source.readAll(sink);
    }

    /** Returns the CRC64 of the bytes that were read. */
    public long crc64() {
        return checked.crc64();
    }

    @Override
    public boolean isCrcChecked() {
        return checked.isChecked();
    }

    @Override
    public void close() throws IOException {
        source.close();
    }

    @Override
    public String toString() {
        return "GetResult{" + metadata + (isCrcChecked() ? ", checked" : "") + "}";
    }
}
