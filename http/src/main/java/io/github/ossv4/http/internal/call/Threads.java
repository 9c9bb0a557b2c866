// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.call;

import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import org.jspecify.annotations.Nullable;

/** How a client runs its asynchronous calls: on whose threads, how many, and how they wait. */
public final class Threads {
    final @Nullable Executor executor;
    final Slots slots;
    final ClientTimer timer;
    final Scope.Parking parking;

    /**
     * Fails calls that never run: their timer, the thread that closes the client, and that of another call must not run
     * the functions that depend on them.
     */
    final Executor completions;

    /**
     * @param executor null for the threads of OkHttp's dispatcher
     * @param maxWaiting the largest number of calls that wait for a thread
     */
    public Threads(@Nullable Executor executor, int maxWaiting) {
        this(executor, maxWaiting, new ClientTimer(), Scope.Parking.BY_JDK, task -> Completions.POOL.execute(task));
    }

    /** Creates the threads of a test. */
    public Threads(
            @Nullable Executor executor,
            int maxWaiting,
            ClientTimer timer,
            Scope.Parking parking,
            Executor completions) {
        this.executor = executor;
        this.slots = new Slots(maxWaiting);
        this.timer = timer;
        this.parking = parking;
        this.completions = completions;
    }

    /** Daemon threads, which exist while calls fail. One that joins a future is replaced by another one meanwhile. */
    private static final class Completions {
        static final ForkJoinPool POOL = new ForkJoinPool(4);
    }
}
