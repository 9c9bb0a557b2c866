// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.okhttp;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import okio.AsyncTimeout;
import okio.Buffer;
import okio.Okio;
import okio.Source;
import org.junit.jupiter.api.Test;

class EarliestTimeoutTest {
    private static final int READS = 2000;

    /** A stream whose reads wait until Okio's watchdog waits, so that a limit that wakes it is not missed. */
    private static final class AwaitedStream extends InputStream {
        @Override
        public int read() {
            throw new UnsupportedOperationException();
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
            while (watchdog().getThreadState() == Thread.State.RUNNABLE) {
                Thread.onSpinWait();
            }
            return length;
        }
    }

    private static ThreadInfo watchdog() {
        return Arrays.stream(ManagementFactory.getThreadMXBean().dumpAllThreads(false, false, 0))
                .filter(thread -> thread.getThreadName().equals("Okio Watchdog"))
                .findFirst()
                .orElseThrow();
    }

    /** Each wake-up is two context switches. */
    @Test
    void letsTheWatchdogSleepDuringReads() throws Exception {
        EarliestTimeout.keep();
        AsyncTimeout limit = new AsyncTimeout();
        limit.timeout(1, TimeUnit.MINUTES);
        Source source = limit.source(Okio.source(new AwaitedStream()));
        Buffer buffer = new Buffer();
        long before = watchdog().getWaitedCount();
        for (int i = 0; i < READS; i++) {
            EarliestTimeout.keep();
            source.read(buffer, 100);
            buffer.clear();
        }
        long woken = watchdog().getWaitedCount() - before;
        assertTrue(woken < READS / 2, "woken " + woken + " times in " + READS + " reads");
    }

    /** A limit that is earlier than this one is kept. */
    @Test
    void doesNotDelayAnEarlierLimit() throws Exception {
        EarliestTimeout.keep();
        CountDownLatch timedOut = new CountDownLatch(1);
        AsyncTimeout limit = new AsyncTimeout() {
            @Override
            protected void timedOut() {
                timedOut.countDown();
            }
        };
        limit.timeout(1, TimeUnit.MILLISECONDS);
        limit.enter();
        timedOut.await();
        assertTrue(limit.exit());
    }

    @Test
    void startsAgainAfterAPause() {
        EarliestTimeout limit = new EarliestTimeout(1);
        limit.use();
        while (limit.isEntered()) {
            Thread.onSpinWait();
        }
        limit.timeout(1, TimeUnit.HOURS);
        limit.use();
        assertTrue(limit.isEntered());
        limit.exit();
    }
}
