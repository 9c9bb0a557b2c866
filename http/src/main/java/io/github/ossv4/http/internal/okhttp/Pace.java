// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.okhttp;

import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;

/**
 * Fails a response if 1 KB takes longer than the read timeout. OkHttp's own limit restarts with each byte. Only the
 * time in reads counts. A read is timed only if the read before did not complete 1 KB, so that fast reads need no
 * clock. Not thread-safe.
 */
final class Pace {
    private static final int BYTES = 1024;

    private boolean isTimed;
    private long waitedNanos;
    private long bytes;

    /** Returns whether the time of the next read is needed. */
    boolean isTimed() {
        return isTimed;
    }

    /** Forgets what arrived before: other bytes follow. */
    void restart() {
        isTimed = false;
        waitedNanos = 0;
        bytes = 0;
    }

    /** Notes a read; its time is 0 if it was not needed. */
    void received(long count, long nanos) {
        waitedNanos += nanos;
        bytes += count;
        if (bytes >= BYTES) {
            restart();
        } else {
            isTimed = true;
        }
    }

    /**
     * Checks the reads since the last KB.
     *
     * @param readMillis the read timeout; 0 for no limit
     * @throws SocketTimeoutException if they took longer
     */
    void check(int readMillis) throws SocketTimeoutException {
        long millis = TimeUnit.NANOSECONDS.toMillis(waitedNanos);
        if (readMillis > 0 && millis > readMillis) {
            throw new SocketTimeoutException("the response is too slow: " + bytes + " bytes in " + millis + " ms, "
                    + BYTES + " must arrive within " + readMillis + " ms");
        }
    }
}
