// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One thread that waits for everything that is to be sent again; there is none while nothing waits. Thread-safe. */
final class RetryTimer {
    private static final long IDLE_SECONDS = 5;

    private final Set<Waiting> waiting = new HashSet<>();
    private @Nullable ScheduledThreadPoolExecutor executor;
    private boolean closed;

    /**
     * Runs a task after a while, or at once when this is closed.
     *
     * @return what forgets it
     */
    @SuppressWarnings("FutureReturnValueIgnored")
    Runnable schedule(Duration delay, Runnable task) {
        Waiting later = new Waiting(task);
        synchronized (this) {
            if (!closed) {
                waiting.add(later);
                executor().schedule(later, delay.toMillis(), TimeUnit.MILLISECONDS);
                return () -> take(later);
            }
        }
        task.run();
        return () -> {};
    }

    private ScheduledThreadPoolExecutor executor() {
        ScheduledThreadPoolExecutor known = executor;
        if (known == null) {
            known = new ScheduledThreadPoolExecutor(1, runnable -> {
                Thread thread = new Thread(runnable, "ossv4-retry");
                thread.setDaemon(true);
                return thread;
            });
            known.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
            known.allowCoreThreadTimeOut(true);
            executor = known;
        }
        return known;
    }

    private synchronized boolean take(Waiting later) {
        return waiting.remove(later);
    }

    void close() {
        List<Waiting> left;
        synchronized (this) {
            closed = true;
            left = new ArrayList<>(waiting);
            if (executor != null) {
                executor.shutdownNow();
            }
        }
        left.forEach(Waiting::run);
    }

    private final class Waiting implements Runnable {
        private final Runnable task;

        Waiting(Runnable task) {
            this.task = task;
        }

        @Override
        public void run() {
            if (take(this)) {
                task.run();
            }
        }
    }
}
