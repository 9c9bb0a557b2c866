// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.okhttp;

import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;

/**
 * Detects bytes that drip: each KB must arrive within the read timeout. OkHttp's own limit starts anew with each byte.
 * The time between two reads does not count, and neither does a read after one of a KB: most reads need no clock. Not
 * thread-safe.
 */
final class Pace {
    private static final int BYTES = 1024;

    private boolean isSlow;
    private long waitedNanos;
    private long bytes;

    /** Returns whether the time of the next read is needed. */
    boolean isSlow() {
        return isSlow;
    }

    /** Forgets what arrived before: other bytes follow. */
    void restart() {
        isSlow = false;
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
            isSlow = true;
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
            throw new SocketTimeoutException("the response is too slow: " + bytes + " bytes in " + millis + " ms");
        }
    }
}
