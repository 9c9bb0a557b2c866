// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.okhttp;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;
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

    /** @param readMillis the read timeout; 0 for no limit */
    public PacedSource(Source source, int readMillis) {
        this(source, readMillis, System::nanoTime);
    }

    PacedSource(Source source, int readMillis, LongSupplier nanoTime) {
        super(source);
        this.limitNanos = readMillis == 0 ? Long.MAX_VALUE : TimeUnit.MILLISECONDS.toNanos(readMillis);
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
                    + TimeUnit.NANOSECONDS.toMillis(waitedNanos) + " ms");
        }
        return read;
    }
}
