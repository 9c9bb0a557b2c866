// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.okhttp;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The pauses in which other threads can release memory after an {@link OutOfMemoryError}. Without some bytes the error
 * cannot be reported, and the caller would wait forever.
 */
public final class FreeHeap {
    /** With pauses of 10 ms: two seconds. */
    private static final int ATTEMPTS = 200;

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    /** More than an exception with its stack trace and message. */
    private static final int BYTES = 16 * 1024;

    private FreeHeap() {}

    /** Waits until an exception can be created, at most two seconds. */
    public static void await() {
        for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
            try {
                // The hash code, which is not negative, keeps the compiler from removing the allocation.
                if (System.identityHashCode(new byte[BYTES]) >= 0) {
                    return;
                }
            } catch (OutOfMemoryError e) {
                pause();
            }
        }
    }

    /** Pauses for 10 ms before the next attempt; throws {@code error} after the 200th. */
    public static void pause(int attempt, OutOfMemoryError error) {
        if (attempt >= ATTEMPTS) {
            throw error;
        }
        pause();
    }

    /** An interrupt does not shorten it. */
    private static void pause() {
        boolean interrupted = Thread.interrupted();
        LockSupport.parkNanos(PAUSE_NANOS);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
