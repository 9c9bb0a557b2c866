// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.call;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The timer of a client, for time limits. It is never closed: a limit holds until its call is idle, also after its
 * client is closed. Its one thread ends some seconds after the last limit. Thread-safe.
 */
public final class ClientTimer {
    private static final long IDLE_SECONDS = 5;

    private final Supplier<ScheduledExecutorService> newExecutor;
    private @Nullable ScheduledExecutorService executor;

    public ClientTimer() {
        this(ClientTimer::newThread);
    }

    /** @param newExecutor called for the first limit */
    public ClientTimer(Supplier<ScheduledExecutorService> newExecutor) {
        this.newExecutor = newExecutor;
    }

    private static ScheduledExecutorService newThread() {
        ScheduledThreadPoolExecutor created = new ScheduledThreadPoolExecutor(1, runnable -> {
            Thread thread = new Thread(runnable, "ossv4-timer");
            thread.setDaemon(true);
            return thread;
        });
        created.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
        created.allowCoreThreadTimeOut(true);
        // Otherwise a cancelled limit would keep the thread, and everything that it refers to, until its time.
        created.setRemoveOnCancelPolicy(true);
        return created;
    }

    private synchronized ScheduledExecutorService executor() {
        ScheduledExecutorService known = executor;
        if (known == null) {
            known = newExecutor.get();
            executor = known;
        }
        return known;
    }

    /**
     * Starts a limit.
     *
     * @param whenReached runs no function of the user
     */
    Limit limit(Duration delay, Runnable whenReached) {
        ScheduledFuture<?> scheduled = executor().schedule(whenReached, delay.toNanos(), TimeUnit.NANOSECONDS);
        return () -> scheduled.cancel(false);
    }

    /** A time limit in progress. */
    public interface Limit {
        /** Ends the limit, unless it was reached. */
        void cancel();
    }
}
