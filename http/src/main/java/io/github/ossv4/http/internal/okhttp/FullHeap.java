// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.okhttp;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Waits for memory. After an {@link OutOfMemoryError}, the code that reports it needs some bytes. If it does not get them, the
 * error is lost, and whoever waits for the outcome waits forever.
 */
public final class FullHeap {
    /** Together with the pauses two seconds. */
    private static final int ATTEMPTS = 200;

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    /** More than an exception with its stack trace and message. */
    private static final int BYTES = 16 * 1024;

    private FullHeap() {}

    /** Waits until an exception can be created, at most two seconds. */
    public static void await() {
        for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
            try {
                // The hash code, which is not negative, keeps the compiler from removing the allocation.
                if (System.identityHashCode(new byte[BYTES]) >= 0) {
                    return;
                }
            } catch (OutOfMemoryError e) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    /** Pauses before another attempt; throws the error of the last attempt. */
    public static void pause(int attempt, OutOfMemoryError error) {
        if (attempt >= ATTEMPTS) {
            throw error;
        }
        LockSupport.parkNanos(PAUSE_NANOS);
    }
}
