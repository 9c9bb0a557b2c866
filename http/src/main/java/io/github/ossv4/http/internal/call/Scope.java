// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.call;

import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether a call is over before its result: cancelled, or completed from outside. The thread of the call pauses here;
 * any thread may end the scope, which stops the request in flight and ends a pause.
 */
public final class Scope {
    private final boolean isAsync;
    private volatile boolean isOver;
    private volatile @Nullable Thread pausing;
    private @Nullable Runnable stop;

    /** How long the call has waited for its thread; null before it has started, and after its first request. */
    private @Nullable Duration queueTime;

    private Scope(boolean isAsync) {
        this.isAsync = isAsync;
    }

    /** Returns the scope of a call on the thread of its caller. */
    public static Scope ofCaller() {
        return new Scope(false);
    }

    /** Returns the scope of a call on a thread of the client. */
    static Scope ofClient() {
        return new Scope(true);
    }

    /** Returns whether nobody waits for the call: then it may wait for a connection without a limit. */
    boolean isAsync() {
        return isAsync;
    }

    void started(Duration waited) {
        queueTime = waited;
    }

    /** Returns how long the call has waited for its thread, once: for its first request. Null for other requests. */
    @Nullable
    Duration takeQueueTime() {
        Duration taken = queueTime;
        queueTime = null;
        return taken;
    }

    /** Returns whether the call must send no other request. */
    public boolean isOver() {
        return isOver;
    }

    /**
     * Checks that the call is not over.
     *
     * @throws InterruptedIOException if it is
     */
    public void check() throws InterruptedIOException {
        if (isOver) {
            throw new InterruptedIOException("the call was cancelled");
        }
    }

    /** Ends the call: stops its request in flight, and wakes its thread. */
    public void end() {
        Runnable stopping;
        synchronized (this) {
            isOver = true;
            stopping = stop;
        }
        wake();
        if (stopping != null) {
            stopping.run();
        }
    }

    /** Sets what stops the request in flight. It is run immediately if the call is over. */
    void inFlight(Runnable newStop) {
        boolean now;
        synchronized (this) {
            stop = newStop;
            now = isOver;
        }
        if (now) {
            newStop.run();
        }
    }

    /** Lets a pause end early. */
    void wake() {
        LockSupport.unpark(pausing);
    }

    /**
     * Pauses. Returns early if the call is over, or the client is closed.
     *
     * @throws InterruptedException if the thread is interrupted
     */
    void pause(Duration delay, BooleanSupplier isClosed) throws InterruptedException {
        long end = System.nanoTime() + delay.toNanos();
        pausing = Thread.currentThread();
        try {
            for (long left = delay.toNanos();
                    left > 0 && !isOver && !isClosed.getAsBoolean();
                    left = end - System.nanoTime()) {
                LockSupport.parkNanos(this, left);
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
        } finally {
            pausing = null;
        }
    }
}
