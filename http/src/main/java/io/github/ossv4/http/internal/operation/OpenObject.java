// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.operation;

import io.github.ossv4.http.GetResult;
import io.github.ossv4.http.ObjectMetadata;
import io.github.ossv4.http.internal.call.Operation;
import io.github.ossv4.http.internal.call.UnexpectedResponseException;
import io.github.ossv4.http.internal.okhttp.OkHttpCalls;
import io.github.ossv4.text.PrintableText;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import okio.Buffer;
import okio.BufferedSink;
import okio.BufferedSource;
import okio.Okio;

/** An object that is being downloaded, with its connection. Not thread-safe. */
public final class OpenObject implements GetResult {
    private static final byte[] NONE = {};

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
        return withRest(first());
    }

    /**
     * Like {@link #bytes()}, if there are at most {@code maxBytes}, within their time limit.
     *
     * @throws UnexpectedResponseException if there are more
     */
    byte[] bytes(Operation operation, int maxBytes) throws IOException {
        source.timeout().deadline(OkHttpCalls.longestMillis(maxBytes), TimeUnit.MILLISECONDS);
        byte[] first = length > maxBytes ? NONE : first();
        if (length > maxBytes || source.request(maxBytes + 1L - first.length)) {
            throw new UnexpectedResponseException(
                    operation + ": the object has " + (length > maxBytes ? length + " bytes, more than" : "more than")
                            + " the limit of " + maxBytes + " bytes");
        }
        return withRest(first);
    }

    /**
     * Reads as many bytes as the response reports, if none was read yet. They go directly to an array: okio would
     * collect them in segments first.
     */
    private byte[] first() throws IOException {
        if (length < 0 || checked.count() > 0) {
            return NONE;
        }
        if (length > Integer.MAX_VALUE - 8) {
            throw new IOException(length + " bytes do not fit into an array: " + PrintableText.escape(metadata.key()));
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

    /** Writes the bytes that were not read yet, within their time limit, and returns their number. */
    public long writeTo(BufferedSink sink) throws IOException {
        if (length >= 0) {
            source.timeout().deadline(OkHttpCalls.longestMillis(length), TimeUnit.MILLISECONDS);
        }
        return source.readAll(sink);
    }

    /** Returns the CRC64 of the bytes that were read. */
    public long crc64() {
        return checked.crc64();
    }

    @Override
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
