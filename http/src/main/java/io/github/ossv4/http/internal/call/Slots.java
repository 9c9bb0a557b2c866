// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.call;

import io.github.ossv4.http.QueueFullException;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Limits how many asynchronous calls of a client are in progress. Each call uses a thread. A call that pauses before a
 * retry keeps its slot, so a busy server receives fewer requests. Other calls wait, and start in order. Thread-safe.
 *
 * <p>Rule: The queue is limited and starts calls in order; cancelled calls are removed ({@code SlotsTest}, {@code
 * RequestLimitsTest}).
 */
public final class Slots {
    public static final int DEFAULT_MAX_WAITING = 10_000;

    private final int maxWaiting;
    // Before JDK 24, a virtual thread that waits for a monitor pins its carrier.
    private final ReentrantLock lock = new ReentrantLock();
    private final Set<Slot> waiting = new LinkedHashSet<>();
    private int running;
    private boolean isClosed;

    /** @param maxWaiting the largest number of calls that wait, beyond which {@link #checkRoom} throws */
    public Slots(int maxWaiting) {
        this.maxWaiting = maxWaiting;
    }

    /** @throws QueueFullException if too many calls wait */
    void checkRoom() throws QueueFullException {
        int number = waiting();
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

    int waiting() {
        return locked(waiting::size);
    }

    int running() {
        return locked(() -> running);
    }

    private enum State {
        NEW,
        WAITING,
        RUNNING,
        ENDED
    }

    /** The slot of one call. */
    final class Slot {
        private final IntSupplier maxRunning;
        private final Runnable starter;
        private long queuedNanos;
        private long startedNanos;
        private State state = State.NEW;

        /**
         * @param maxRunning the largest number of calls in progress, which may change
         * @param starter starts the call on another thread, or frees the slot. It should not throw
         */
        Slot(IntSupplier maxRunning, Runnable starter) {
            this.maxRunning = maxRunning;
            this.starter = starter;
        }

        /** Returns how long the call has waited. */
        Duration queueTime() {
            return Duration.ofNanos(startedNanos - queuedNanos);
        }

        /** Starts the call now, or when a slot is free; returns whether it waits. */
        boolean enter() {
            lock.lock();
            try {
                if (state != State.NEW) {
                    return false;
                }
                state = State.WAITING;
                queuedNanos = System.nanoTime();
                waiting.add(this);
            } finally {
                lock.unlock();
            }
            startNext();
            return isWaiting();
        }

        private boolean isWaiting() {
            lock.lock();
            try {
                return state == State.WAITING;
            } finally {
                lock.unlock();
            }
        }

        /** Removes a call that has not started. Returns false if it has started or ended. */
        boolean cancel() {
            lock.lock();
            try {
                boolean cancelled = state == State.NEW || state == State.WAITING;
                if (cancelled) {
                    state = State.ENDED;
                    waiting.remove(this);
                }
                return cancelled;
            } finally {
                lock.unlock();
            }
        }

        /** Frees the slot, and starts the calls that wait for it. */
        void leave() {
            free();
            startNext();
        }

        /** Frees the slot, once. The caller starts the calls that wait for it. */
        void free() {
            lock.lock();
            try {
                if (state == State.RUNNING) {
                    state = State.ENDED;
                    running--;
                }
            } finally {
                lock.unlock();
            }
        }
    }

    /** Takes a slot that is free, if no call waits. It must be given back by {@link #giveBack}. */
    boolean tryTake(int maxRunning) {
        lock.lock();
        try {
            boolean isFree = !isClosed && waiting.isEmpty() && running < maxRunning;
            if (isFree) {
                running++;
            }
            return isFree;
        } finally {
            lock.unlock();
        }
    }

    /** Frees a slot that was taken, and starts the calls that wait for it. */
    void giveBack() {
        lock.lock();
        try {
            running--;
        } finally {
            lock.unlock();
        }
        startNext();
    }

    /** Starts all waiting calls: they fail, because the client is closed. */
    void close() {
        lock.lock();
        try {
            isClosed = true;
        } finally {
            lock.unlock();
        }
        startNext();
    }

    /** Starts the calls that have a slot now. A loop, since thousands may fail one after the other. */
    private void startNext() {
        for (Slot next = next(); next != null; next = next()) {
            try {
                next.starter.run();
            } catch (Throwable t) {
                // For example a StackOverflowError if functions complete each other's futures.
                next.free();
            }
        }
    }

    private @Nullable Slot next() {
        lock.lock();
        try {
            Iterator<Slot> first = waiting.iterator();
            Slot next = first.hasNext() ? first.next() : null;
            if (next == null || (!isClosed && running >= next.maxRunning.getAsInt())) {
                return null;
            }
            first.remove();
            next.startedNanos = System.nanoTime();
            next.state = State.RUNNING;
            running++;
            return next;
        } finally {
            lock.unlock();
        }
    }
}
