// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.call;

import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** How a client runs its asynchronous calls: on whose threads, how many, and how they wait. */
public final class Threads {
    final @Nullable Executor executor;
    final Slots slots;
    final ClientTimer timer;
    final Scope.Parking parking;

    /**
     * @param executor null for the threads of OkHttp's dispatcher
     * @param maxWaiting the largest number of calls that wait for a thread
     */
    public Threads(@Nullable Executor executor, int maxWaiting) {
        this(executor, maxWaiting, new ClientTimer(), Scope.Parking.BY_JDK);
    }

    /** Creates the threads of a test. */
    public Threads(@Nullable Executor executor, int maxWaiting, ClientTimer timer, Scope.Parking parking) {
        this.executor = executor;
        this.slots = new Slots(maxWaiting);
        this.timer = timer;
        this.parking = parking;
    }
}
