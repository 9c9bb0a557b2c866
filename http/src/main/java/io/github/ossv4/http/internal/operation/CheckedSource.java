// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.operation;

import io.github.ossv4.http.internal.call.Operation;
import io.github.ossv4.http.internal.call.OssResponse;
import io.github.ossv4.http.internal.call.Progress;
import io.github.ossv4.http.internal.file.Crc64Source;
import io.github.ossv4.text.PrintableText;
import java.io.IOException;
import okio.Buffer;
import okio.ForwardingSource;
import org.jspecify.annotations.Nullable;

/**
 * Forwards an object's bytes. Before it reports their end, it compares their CRC64 with the one that OSS reported, or
 * their number with the requested range.
 */
final class CheckedSource extends ForwardingSource {
    private final Operation operation;
    private final OssResponse response;
    private final Crc64Source crc;
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
        this(operation, response, new Crc64Source(response.source()), crc64, length, progress);
    }

    private CheckedSource(
            Operation operation,
            OssResponse response,
            Crc64Source crc,
            @Nullable Long crc64,
            @Nullable Long length,
            Progress progress) {
        super(crc);
        this.operation = operation;
        this.response = response;
        this.crc = crc;
        this.progress = progress;
        this.crc64 = crc64;
        this.length = length;
    }

    @Override
    public long read(Buffer sink, long byteCount) throws IOException {
        long read = readBytes(sink, byteCount);
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
        return read;
    }

    private void checkEnd() throws IOException {
        if (length != null && count != length) {
            throw wrongLength(count + " of " + length);
        }
        if (crc64 == null) {
            return;
        }
        if (crc.crc64() != crc64) {
            throw ChecksumMismatches.downloaded(operation, crc.crc64(), crc64);
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

    private long readBytes(Buffer sink, long byteCount) throws IOException {
        try {
            return super.read(sink, byteCount);
        } catch (IOException e) {
            throw response.readFailure(operation, e);
        } catch (RuntimeException e) {
            // OkHttp detects a negative length here.
            throw response.readFailure(
                    operation,
                    new IOException("the response cannot be read: " + PrintableText.escape(e.toString()), e));
        }
    }

    /** Returns the CRC64 of the bytes that were read. */
    long crc64() {
        return crc.crc64();
    }

    boolean isChecked() {
        return checked;
    }
}
