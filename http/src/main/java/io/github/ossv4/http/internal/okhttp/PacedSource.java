// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.okhttp;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.function.LongSupplier;
import okio.Buffer;
import okio.ForwardingSource;
import okio.Source;

/**
 * Detects a response that drips: each KB must arrive within the read timeout. OkHttp's own limit starts anew with each
 * byte. The time between two reads does not count.
 */
public class PacedSource extends ForwardingSource {
    private static final int BYTES = 1024;

    private final long limitNanos;
    private final LongSupplier nanoTime;
    private long waitedNanos;
    private long bytes;

    /** @param readTimeout zero for no limit */
    public PacedSource(Source source, Duration readTimeout) {
        this(source, readTimeout, System::nanoTime);
    }

    PacedSource(Source source, Duration readTimeout, LongSupplier nanoTime) {
        super(source);
        this.limitNanos = readTimeout.isZero() ? Long.MAX_VALUE : readTimeout.toNanos();
        this.nanoTime = nanoTime;
    }

    @Override
    public final long read(Buffer sink, long byteCount) throws IOException {
        long started = nanoTime.getAsLong();
        long read;
        try {
            read = super.read(sink, byteCount);
        } catch (IOException e) {
            throw IoFailureInterceptor.interruptedOr(e);
        }
        if (read > 0) {
            bytes += read;
            if (bytes >= BYTES) {
                bytes = 0;
                waitedNanos = 0;
                return read;
            }
        }
        waitedNanos += nanoTime.getAsLong() - started;
        if (waitedNanos > limitNanos && read >= 0) {
            throw new SocketTimeoutException("the response is too slow: " + bytes + " bytes in "
                    + Duration.ofNanos(waitedNanos).toMillis() + " ms");
        }
        return read;
    }
}
