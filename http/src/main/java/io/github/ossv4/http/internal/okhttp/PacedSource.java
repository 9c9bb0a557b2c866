// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.okhttp;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import okio.Buffer;
import okio.BufferedSource;
import okio.ForwardingSource;

/**
 * Detects a response that drips: each KB must arrive within the read timeout. OkHttp's own limit starts anew with each
 * byte. The time between two reads does not count, and neither does a read after one of a KB: most reads need no clock.
 */
public class PacedSource extends ForwardingSource {
    private static final int BYTES = 1024;

    private final BufferedSource source;
    private final long limitNanos;
    private final LongSupplier nanoTime;
    private boolean isSlow;
    private long waitedNanos;
    private long bytes;

    /** @param readMillis the read timeout; 0 for no limit */
    public PacedSource(BufferedSource source, int readMillis) {
        this(source, readMillis, System::nanoTime);
    }

    PacedSource(BufferedSource source, int readMillis, LongSupplier nanoTime) {
        super(source);
        this.source = source;
        this.limitNanos = readMillis == 0 ? Long.MAX_VALUE : TimeUnit.MILLISECONDS.toNanos(readMillis);
        this.nanoTime = nanoTime;
    }

    @Override
    public final long read(Buffer sink, long byteCount) throws IOException {
        long started = isSlow ? nanoTime.getAsLong() : 0;
        long read;
        try {
            read = super.read(sink, byteCount);
        } catch (IOException e) {
            throw IoFailureInterceptor.interruptedOr(e);
        }
        check(started, read);
        return read;
    }

    /** Like {@link #read(Buffer, long)}, directly to an array. */
    public final int read(byte[] sink, int offset, int length) throws IOException {
        long started = isSlow ? nanoTime.getAsLong() : 0;
        int read;
        try {
            read = source.read(sink, offset, length);
        } catch (IOException e) {
            throw IoFailureInterceptor.interruptedOr(e);
        }
        check(started, read);
        return read;
    }

    private void check(long started, long read) throws SocketTimeoutException {
        if (isSlow) {
            waitedNanos += nanoTime.getAsLong() - started;
        }
        bytes += Math.max(0, read);
        isSlow = bytes < BYTES;
        if (!isSlow) {
            bytes = 0;
            waitedNanos = 0;
        } else if (waitedNanos > limitNanos && read >= 0) {
            throw new SocketTimeoutException("the response is too slow: " + bytes + " bytes in "
                    + TimeUnit.NANOSECONDS.toMillis(waitedNanos) + " ms");
        }
    }
}
