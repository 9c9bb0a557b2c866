// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.call;

import io.github.ossv4.http.QueueFullException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Limits the requests of a client. At most {@code maxConnections} are in progress, and at most {@code maxRequests} of
 * them are asynchronous. Waiting requests start in order; if the next asynchronous request has no place, a blocking
 * request may start before it. Thread-safe.
 */
public final class RequestQueue {
    public static final int DEFAULT_MAX_WAITING = 10_000;

    private static final Start BLOCKING = () -> true;

    private final int maxConnections;
    private final int maxWaiting;
    // Before JDK 24, a virtual thread that waits for a monitor pins its carrier.
    private final ReentrantLock lock = new ReentrantLock();
    private final Set<Place> waitingBlocking = new LinkedHashSet<>();
    private final Set<Place> waitingAsync = new LinkedHashSet<>();
    private int limitedRunning;
    private int runningAsync;
    private boolean isClosed;

    /** The blocking requests in progress if connections are not limited: they need no lock. */
    private final LongAdder unlimited = new LongAdder();

    /**
     * @param maxConnections the largest number of requests in progress, {@link Integer#MAX_VALUE} for no limit
     * @param maxWaiting the largest number of requests that wait, beyond which {@link #checkRoom} throws
     */
    public RequestQueue(int maxConnections, int maxWaiting) {
        this.maxConnections = maxConnections;
        this.maxWaiting = maxWaiting;
    }

    /** @throws QueueFullException if too many asynchronous requests wait */
    void checkRoom() throws QueueFullException {
        int number = waitingAsync();
        if (number >= maxWaiting) {
            throw new QueueFullException(number, maxWaiting);
        }
    }

    private int locked(IntSupplier value) {
        lock.lock();
        try {
            return value.getAsInt();
        } finally {
            lock.unlock();
        }
    }

    private int waitingAsync() {
        return locked(waitingAsync::size);
    }

    /** Returns the number of requests that wait for a place. */
    int waiting() {
        return locked(() -> waitingBlocking.size() + waitingAsync.size());
    }

    /** Returns the number of requests in progress, and of responses that the caller still reads. */
    int running() {
        return locked(() -> limitedRunning) + unlimited.intValue();
    }

    /** Starts a request that has waited, on the thread that freed its place. Must not throw. */
    interface Start {
        /** Returns false if the request could not be sent, so that its place is free again. */
        boolean start();
    }

    /** Creates a place for a blocking request, which calls {@link Place#enter}, then {@link Place#await}. */
    Place place() {
        return new Place(null, BLOCKING);
    }

    /** Creates a place for an asynchronous request, of which {@code maxRequests} may be in progress. */
    Place place(IntSupplier maxRequests, Start start) {
        return new Place(maxRequests, start);
    }

    private enum State {
        NEW,
        WAITING,
        RUNNING,
        ENDED
    }

    /** The place of one request. */
    final class Place {
        private final @Nullable IntSupplier maxRequests;
        private final Start starter;
        private long queuedNanos;
        private long startedNanos;
        private State state = State.NEW;
        private @Nullable Condition free;

        private Place(@Nullable IntSupplier maxRequests, Start starter) {
            this.maxRequests = maxRequests;
            this.starter = starter;
        }

        /** Returns how long the request has waited. */
        Duration queueTime() {
            return queuedNanos == startedNanos ? Duration.ZERO : Duration.ofNanos(startedNanos - queuedNanos);
        }

        private Set<Place> queue() {
            return maxRequests == null ? waitingBlocking : waitingAsync;
        }

        private boolean isFree() {
            return isClosed
                    || (limitedRunning < maxConnections
                            && (maxRequests == null || runningAsync < maxRequests.getAsInt()));
        }

        /** Returns whether the request may be sent now. Otherwise it waits and is started later, or was cancelled. */
        boolean enter() {
            if (isUnlimited()) {
                state = State.RUNNING;
                unlimited.increment();
                return true;
            }
            lock.lock();
            try {
                if (state == State.NEW && queue().isEmpty() && isFree()) {
                    take();
                    return true;
                }
                if (state == State.NEW) {
                    state = State.WAITING;
                    queuedNanos = System.nanoTime();
                    queue().add(this);
                }
                return false;
            } finally {
                lock.unlock();
            }
        }

        /**
         * Waits until the request may be sent, after {@link #enter} has returned false.
         *
         * @param limit zero for no limit
         * @param call for messages
         * @throws SocketTimeoutException if no place is free within the limit
         * @throws InterruptedIOException if the thread is interrupted
         */
        void await(Duration limit, String call) throws SocketTimeoutException, InterruptedIOException {
            lock.lock();
            try {
                Condition isFree = lock.newCondition();
                free = isFree;
                long left = limit.isZero() ? Long.MAX_VALUE : limit.toNanos();
                while (state == State.WAITING && left > 0) {
                    left = isFree.awaitNanos(left);
                }
                if (cancel()) {
                    throw new SocketTimeoutException(call + ": no connection became free within " + limit.toMillis()
                            + " ms: maxConnections is " + maxConnections);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                if (cancel()) {
                    throw (InterruptedIOException)
                            new InterruptedIOException(call + ": interrupted before a connection became free")
                                    .initCause(e);
                }
            } finally {
                lock.unlock();
            }
        }

        private void take() {
            if (free != null) {
                free.signal();
            }
            if (state == State.WAITING) {
                startedNanos = System.nanoTime();
            }
            state = State.RUNNING;
            limitedRunning++;
            runningAsync += maxRequests == null ? 0 : 1;
        }

        private void free() {
            state = State.ENDED;
            limitedRunning--;
            runningAsync -= maxRequests == null ? 0 : 1;
        }

        /** Removes a request that has not started. Returns false if it has started or ended. */
        boolean cancel() {
            lock.lock();
            try {
                boolean cancelled = state == State.NEW || state == State.WAITING;
                if (cancelled) {
                    state = State.ENDED;
                    queue().remove(this);
                }
                return cancelled;
            } finally {
                lock.unlock();
            }
        }

        private boolean isUnlimited() {
            return maxRequests == null && maxConnections == Integer.MAX_VALUE;
        }

        /** Frees the place, once, and starts the requests that wait for it. */
        void leave() {
            end();
            startNext();
        }

        /** Frees the place, once. {@link #startNext} must follow. */
        void end() {
            if (isUnlimited()) {
                if (state == State.RUNNING) {
                    state = State.ENDED;
                    unlimited.decrement();
                }
                return;
            }
            lock.lock();
            try {
                if (state == State.RUNNING) {
                    free();
                }
            } finally {
                lock.unlock();
            }
        }

        void startNext() {
            if (!isUnlimited()) {
                RequestQueue.this.startNext();
            }
        }
    }

    /** Starts all that wait: they fail, since their client is closed. */
    void close() {
        lock.lock();
        try {
            isClosed = true;
        } finally {
            lock.unlock();
        }
        startNext();
    }

    /** Starts the requests that have a place now. A loop, since thousands may fail one after the other. */
    private void startNext() {
        while (true) {
            Place next;
            lock.lock();
            try {
                next = next();
                if (next == null) {
                    return;
                }
                next.queue().remove(next);
                next.take();
            } finally {
                lock.unlock();
            }
            boolean isStarted = false;
            try {
                isStarted = next.starter.start();
            } catch (Throwable t) {
                // For example a StackOverflowError of functions that complete each other's futures.
            }
            if (!isStarted) {
                next.end();
            }
        }
    }

    private @Nullable Place next() {
        Place blocking = first(waitingBlocking);
        Place async = first(waitingAsync);
        return blocking == null || (async != null && async.queuedNanos - blocking.queuedNanos < 0) ? async : blocking;
    }

    private static @Nullable Place first(Set<Place> queue) {
        Iterator<Place> places = queue.iterator();
        Place first = places.hasNext() ? places.next() : null;
        return first != null && first.isFree() ? first : null;
    }
}
