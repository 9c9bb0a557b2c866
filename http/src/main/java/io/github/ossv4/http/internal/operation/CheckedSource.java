// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.operation;

import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.http.internal.call.Operation;
import io.github.ossv4.http.internal.call.OssResponse;
import io.github.ossv4.http.internal.call.Progress;
import io.github.ossv4.http.internal.file.Segments;
import io.github.ossv4.http.internal.okhttp.IoFailureInterceptor;
import io.github.ossv4.internal.text.PrintableText;
import java.io.IOException;
import okio.Buffer;
import okio.ForwardingSource;
import org.jspecify.annotations.Nullable;

/**
 * Forwards an object's bytes. Before it reports their end, it compares their CRC64 with the one that OSS reported, or
 * their number with the requested range.
 */
final class CheckedSource extends ForwardingSource {
    /** The bytes of one CRC64 update. Larger updates are faster while they fit into the cache of the CPU. */
    private static final int UPDATE_SIZE = 128 * 1024;

    private final Operation operation;
    private final OssResponse response;
    private final Crc64 crc = new Crc64();
    private final Buffer.UnsafeCursor cursor = new Buffer.UnsafeCursor();
    private final @Nullable Long crc64;
    private final @Nullable Long length;
    private final Progress progress;
    private long count;
    private boolean checked;

    /**
     * @param crc64 the CRC64 of the bytes; null if unknown
     * @param length the length of the bytes; null if unknown
     */
    CheckedSource(
            Operation operation, OssResponse response, @Nullable Long crc64, @Nullable Long length, Progress progress) {
        super(response.source());
        this.operation = operation;
        this.response = response;
        this.progress = progress;
        this.crc64 = crc64;
        this.length = length;
    }

    @Override
    public long read(Buffer sink, long byteCount) throws IOException {
        long read;
        try {
            read = super.read(sink, byteCount);
        } catch (IOException | RuntimeException e) {
            throw failure(e);
        }
        if (read > 0) {
            Segments.update(crc, sink, sink.size() - read, read, cursor);
        }
        add(read);
        return read;
    }

    /** Fills the array, or reads until the end; returns the number of bytes. */
    int read(byte[] bytes) throws IOException {
        int updated = 0;
        int filled = 0;
        int read = 0;
        while (filled < bytes.length && read >= 0) {
            try {
                read = response.source().read(bytes, filled, bytes.length - filled);
            } catch (IOException | RuntimeException e) {
                throw failure(e);
            }
            filled += Math.max(0, read);
            if (filled - updated >= UPDATE_SIZE || filled == bytes.length || read < 0) {
                crc.update(bytes, updated, filled - updated);
                updated = filled;
            }
            add(read);
        }
        return filled;
    }

    private void add(long read) throws IOException {
        if (read > 0) {
            count += read;
            response.attempt().received(read);
            if (length != null && count > length) {
                throw wrongLength("more than " + length);
            }
            progress.advance(read);
        } else if (read < 0) {
            progress.end();
            checkEnd();
        }
    }

    private void checkEnd() throws IOException {
        if (length != null && count != length) {
            throw wrongLength(count + " of " + length);
        }
        if (crc64 == null) {
            return;
        }
        if (crc.getValue() != crc64) {
            throw ChecksumMismatches.downloaded(operation, crc.getValue(), crc64);
        }
        if (!checked) {
            checked = true;
            response.attempt().crcChecked(crc64);
        }
    }

    private IOException wrongLength(String count) {
        return response.readFailure(
                operation, new IOException("the response has " + count + " bytes of its Content-Range"));
    }

    /** @param e if it is unchecked, OkHttp has detected a negative length */
    private IOException failure(Exception e) {
        return response.readFailure(
                operation,
                e instanceof IOException
                        ? IoFailureInterceptor.interruptedOr((IOException) e)
                        : new IOException("the response cannot be read: " + PrintableText.escape(e.toString()), e));
    }

    @Override
    public void close() {
        response.close();
    }

    /** Returns the number of bytes that were read. */
    long count() {
        return count;
    }

    /** Returns the CRC64 of the bytes that were read. */
    long crc64() {
        return crc.getValue();
    }

    boolean isChecked() {
        return checked;
    }
}
