// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.call;

import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Limits the requests of a client that are in progress, and so its connections. Requests that wait for a connection get
 * it in order. Thread-safe.
 *
 * <p>Rule: Connections are limited, and given in order ({@code ConnectionsTest}, {@code RequestLimitsTest}).
 */
public final class Connections {
    private final int max;
    // Before JDK 24, a virtual thread that waits for a monitor pins its carrier.
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Place> waiting = new ArrayDeque<>();
    private int used;
    private boolean isClosed;

    /** The requests in progress if connections are not limited: they need no lock. */
    private final LongAdder unlimited = new LongAdder();

    /** @param max {@link Integer#MAX_VALUE} for no limit */
    public Connections(int max) {
        this.max = max;
    }

    int max() {
        return max;
    }

    private boolean isUnlimited() {
        return max == Integer.MAX_VALUE;
    }

    int waiting() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    /** Returns the number of requests in progress, and of responses that the caller still reads. */
    int used() {
        lock.lock();
        try {
            return used + unlimited.intValue();
        } finally {
            lock.unlock();
        }
    }

    private enum State {
        WAITING,
        USED,
        FREE
    }

    /** The connection of a request. Used by one thread, except for {@link #leave}. */
    final class Place {
        private State state = State.WAITING;
        private long queuedNanos;
        private long usedNanos;

        /** Null if the connection was free. */
        private @Nullable Condition changed;

        /** Returns how long the request has waited. */
        Duration queueTime() {
            return changed == null ? Duration.ZERO : Duration.ofNanos(usedNanos - queuedNanos);
        }

        /** Frees the connection, once. */
        void leave() {
            if (isUnlimited()) {
                if (free()) {
                    unlimited.decrement();
                }
                return;
            }
            lock.lock();
            try {
                if (state == State.USED) {
                    state = State.FREE;
                    used--;
                    startNext();
                }
            } finally {
                lock.unlock();
            }
        }

        /** Frees a connection of a client without a limit. A response may be closed on two threads. */
        private synchronized boolean free() {
            boolean wasUsed = state == State.USED;
            state = State.FREE;
            return wasUsed;
        }

        private void signal() {
            if (changed != null) {
                changed.signal();
            }
        }

        /** Gives up a connection that was not obtained; returns false if it was. */
        private boolean giveUp() {
            boolean isWaiting = state == State.WAITING;
            if (isWaiting) {
                state = State.FREE;
                waiting.remove(this);
                startNext();
            }
            return isWaiting;
        }
    }

    /**
     * Waits for a connection.
     *
     * @param limit zero for no limit
     * @param call for messages
     * @param scope whose end ends the wait
     * @throws SocketTimeoutException if no connection is free within the limit
     * @throws InterruptedIOException if the thread is interrupted, or the scope ends
     */
    Place enter(Duration limit, Operation call, Scope scope) throws SocketTimeoutException, InterruptedIOException {
        Place place = new Place();
        if (isUnlimited()) {
            place.state = State.USED;
            unlimited.increment();
            return place;
        }
        lock.lock();
        try {
            waiting.add(place);
            if (scope.isCleanup()) {
                start(place);
            }
            startNext();
            if (place.state == State.WAITING) {
                place.changed = lock.newCondition();
                place.queuedNanos = System.nanoTime();
                scope.inFlight(() -> signal(place));
                await(place, limit.isZero() ? Long.MAX_VALUE : limit.toNanos(), call, scope);
            }
            return place;
        } finally {
            lock.unlock();
        }
    }

    private void await(Place place, long nanos, Operation call, Scope scope)
            throws SocketTimeoutException, InterruptedIOException {
        try {
            long left = nanos;
            Condition changed = Objects.requireNonNull(place.changed);
            while (place.state == State.WAITING && left > 0 && !scope.isOver()) {
                left = changed.awaitNanos(left);
            }
            if (place.giveUp()) {
                throw scope.isOver()
                        ? new InterruptedIOException(call + ": cancelled before a connection became free")
                        : new SocketTimeoutException(call + ": no connection became free within "
                                + Duration.ofNanos(nanos).toMillis() + " ms: maxConnections is " + max);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            if (place.giveUp()) {
                throw (InterruptedIOException)
                        new InterruptedIOException(call + ": interrupted before a connection became free").initCause(e);
            }
        }
    }

    private void signal(Place place) {
        lock.lock();
        try {
            place.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Lets all requests that wait go on: they fail, since their client is closed. */
    void close() {
        lock.lock();
        try {
            isClosed = true;
            startNext();
        } finally {
            lock.unlock();
        }
    }

    private void startNext() {
        while (!waiting.isEmpty() && (isClosed || used < max)) {
            start(waiting.getFirst());
        }
    }

    private void start(Place next) {
        waiting.remove(next);
        next.state = State.USED;
        next.usedNanos = System.nanoTime();
        used++;
        next.signal();
    }
}
