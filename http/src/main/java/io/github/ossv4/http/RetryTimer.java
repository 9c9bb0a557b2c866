// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One thread that waits for everything that is to be sent again; there is none while nothing waits. Thread-safe. */
final class RetryTimer {
    private static final long IDLE_SECONDS = 5;

    private final Set<Waiting> waiting = new HashSet<>();
    private @Nullable ScheduledThreadPoolExecutor executor;
    private boolean closed;

    /** Something to be done later. It waits for nothing until it is {@linkplain Waiting#begin begun}. */
    Waiting waiting(Runnable task) {
        return new Waiting(task);
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
            // Or the thread, and all that the task holds, would stay for as long as it was to wait.
            known.setRemoveOnCancelPolicy(true);
            executor = known;
        }
        return known;
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

    final class Waiting implements Runnable {
        private final Runnable task;
        private @Nullable ScheduledFuture<?> scheduled;
        private boolean over;

        private Waiting(Runnable task) {
            this.task = task;
        }

        /** Has the task done after a while, or at once when the timer is closed. */
        void begin(Duration delay) {
            boolean now;
            synchronized (RetryTimer.this) {
                now = closed;
                if (!over && !closed) {
                    waiting.add(this);
                    scheduled = executor().schedule(this, delay.toMillis(), TimeUnit.MILLISECONDS);
                }
            }
            if (now) {
                run();
            }
        }

        /**
         * Has the task not done any more, begun or not.
         *
         * @return false if it is too late for that
         */
        boolean forget() {
            synchronized (RetryTimer.this) {
                if (scheduled != null) {
                    scheduled.cancel(false);
                }
                return take();
            }
        }

        private boolean take() {
            synchronized (RetryTimer.this) {
                boolean first = !over;
                over = true;
                waiting.remove(this);
                return first;
            }
        }

        @Override
        public void run() {
            if (take()) {
                task.run();
            }
        }
    }
}
