// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import java.io.IOException;
import okhttp3.Request;
import okhttp3.Response;
import okio.Buffer;
import okio.ForwardingSource;
import org.jspecify.annotations.Nullable;

/** Hands an object's bytes on, and compares their CRC64 with the one that OSS reported before it says that they end. */
final class CheckedSource extends ForwardingSource {
    private final String key;
    private final Request request;
    private final Crc64Source crc;
    private final @Nullable Long expected;
    private final Progress progress;
    private boolean checked;

    CheckedSource(String key, Response response, @Nullable Long expected, Progress progress) {
        this(key, response.request(), new Crc64Source(response.body().source()), expected, progress);
    }

    private CheckedSource(String key, Request request, Crc64Source crc, @Nullable Long expected, Progress progress) {
        super(crc);
        this.key = key;
        this.request = request;
        this.crc = crc;
        this.progress = progress;
        this.expected = expected;
    }

    @Override
    public long read(Buffer sink, long byteCount) throws IOException {
        long read = readBytes(sink, byteCount);
        if (read > 0) {
            progress.advance(read);
        }
        if (read < 0) {
            progress.end();
            if (expected != null) {
                if (crc.crc64() != expected) {
                    throw ChecksumMismatchException.downloaded(key, crc.crc64(), expected);
                }
                if (!checked) {
                    checked = true;
                    CallAttempt.tell(request, attempt -> attempt.crcChecked(expected));
                }
            }
        }
        return read;
    }

    private long readBytes(Buffer sink, long byteCount) throws IOException {
        try {
            return super.read(sink, byteCount);
        } catch (IOException e) {
            throw Redaction.of(request, e);
        }
    }

    boolean isChecked() {
        return checked;
    }
}
