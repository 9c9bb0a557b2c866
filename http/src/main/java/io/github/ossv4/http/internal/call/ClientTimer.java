// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.call;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The timer of a client, for time limits. Its one thread ends some seconds after the last task. Thread-safe. */
public final class ClientTimer {
    private static final long IDLE_SECONDS = 5;

    private final Set<Waiting> waiting = new HashSet<>();
    private final Supplier<ScheduledExecutorService> newExecutor;
    private @Nullable ScheduledExecutorService executor;
    private boolean closed;

    public ClientTimer() {
        this(ClientTimer::newThread);
    }

    /** @param newExecutor called when the first task waits */
    public ClientTimer(Supplier<ScheduledExecutorService> newExecutor) {
        this.newExecutor = newExecutor;
    }

    /** Creates a delayed task. Its delay starts with {@link Waiting#start}. */
    Waiting waiting(Runnable task) {
        return new Waiting(task);
    }

    private static ScheduledExecutorService newThread() {
        ScheduledThreadPoolExecutor created = new ScheduledThreadPoolExecutor(1, runnable -> {
            Thread thread = new Thread(runnable, "ossv4-timer");
            thread.setDaemon(true);
            return thread;
        });
        created.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
        created.allowCoreThreadTimeOut(true);
        // Otherwise a cancelled task would keep the thread, and everything that it refers to, until its delay ends.
        created.setRemoveOnCancelPolicy(true);
        return created;
    }

    private ScheduledExecutorService executor() {
        ScheduledExecutorService known = executor;
        if (known == null) {
            known = newExecutor.get();
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
        for (Waiting each : left) {
            each.run();
        }
    }

    public final class Waiting implements Runnable {
        private final Runnable task;
        private @Nullable ScheduledFuture<?> scheduled;
        private boolean taken;

        private Waiting(Runnable task) {
            this.task = task;
        }

        /** Runs the task after a delay, or immediately if the timer is closed. */
        public void start(Duration delay) {
            boolean now;
            synchronized (ClientTimer.this) {
                now = closed;
                if (!taken && !closed) {
                    waiting.add(this);
                    scheduled = executor().schedule(this, delay.toNanos(), TimeUnit.NANOSECONDS);
                }
            }
            if (now) {
                run();
            }
        }

        /** Runs the task when the timer is closed, or immediately if it is closed already. Needs no thread. */
        public void startWhenClosed() {
            boolean now;
            synchronized (ClientTimer.this) {
                now = closed;
                if (!taken && !closed) {
                    waiting.add(this);
                }
            }
            if (now) {
                run();
            }
        }

        /**
         * Cancels the task, whether its delay has started or not.
         *
         * @return false if the task runs or has run
         */
        public boolean cancel() {
            synchronized (ClientTimer.this) {
                if (scheduled != null) {
                    scheduled.cancel(false);
                }
                return take();
            }
        }

        private boolean take() {
            synchronized (ClientTimer.this) {
                boolean first = !taken;
                taken = true;
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
