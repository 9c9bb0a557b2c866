// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.call;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The state of a call or transfer that can end before its result: cancelled, or completed from outside. Its thread
 * waits here; any thread may end the scope, which stops the request in flight, ends a pause, and ends the scopes of its
 * parts.
 *
 * <p>Rule: A cancelled call stops its request, and sends no further request except aborts of its upload ({@code
 * SimulationTest}).
 */
public final class Scope {
    /** Who waits for the requests of a scope. */
    private enum Kind {
        CALLER,
        CLIENT,
        /** Nobody: they remove what a failed transfer has stored. */
        CLEANUP
    }

    /** How a thread waits until it is unparked. It may return earlier. A simulation replaces it. */
    public interface Parking {
        Parking BY_JDK = LockSupport::parkNanos;

        void park(Object blocker, long nanos);
    }

    private final @Nullable Scope parent;
    private final Kind kind;
    private final Parking parking;
    private volatile boolean isOver;
    private volatile @Nullable Thread waiting;
    private @Nullable Runnable stop;
    private @Nullable Set<Scope> children;
    private volatile @Nullable IOException left;

    /** Null for a call on the thread of its caller. */
    private final @Nullable AsyncCall<?> call;

    /** How long the call has waited for its thread; null before it has started, and after its first request. */
    private @Nullable Duration queueTime;

    private Scope(@Nullable Scope parent, Kind kind, Parking parking, @Nullable AsyncCall<?> call) {
        this.parent = parent;
        this.kind = kind;
        this.parking = parking;
        this.call = call;
    }

    /** Returns the scope of a call on the thread of its caller. */
    public static Scope ofCaller() {
        return new Scope(null, Kind.CALLER, Parking.BY_JDK, null);
    }

    /** Returns the scope of work on the thread of its caller, which waits for calls of a client. */
    public static Scope ofCaller(Transport transport) {
        return new Scope(null, Kind.CALLER, transport.parking(), null);
    }

    /** Returns the scope of a call on a thread of the client. */
    static Scope ofClient(Parking parking, AsyncCall<?> call) {
        return new Scope(null, Kind.CLIENT, parking, call);
    }

    /**
     * Returns a scope of requests that remove what a failed transfer has stored. They are sent even if the transfer is
     * over or the client is closed, and do not wait for a connection.
     */
    public Scope cleanup() {
        return new Scope(null, Kind.CLEANUP, parking, null);
    }

    /** Returns a new scope that ends with this one. It must be {@linkplain #leave left}. */
    public Scope child() {
        Scope child = new Scope(this, kind, parking, call);
        synchronized (this) {
            if (children == null) {
                children = new HashSet<>();
            }
            children.add(child);
            child.isOver = isOver;
        }
        return child;
    }

    /** Removes a child whose work has returned. */
    public synchronized void leave(Scope child) {
        if (children != null) {
            children.remove(child);
        }
    }

    /** Returns whether the call runs on a thread of the client: then it may wait for a connection without a limit. */
    boolean isAsync() {
        return kind != Kind.CALLER;
    }

    boolean isCleanup() {
        return kind == Kind.CLEANUP;
    }

    synchronized void started(Duration waited) {
        queueTime = waited;
    }

    /** Returns the time in the queue at the first call, for the first request of the call; then null. */
    @Nullable
    synchronized Duration takeQueueTime() {
        Duration taken = queueTime;
        queueTime = null;
        return taken != null || parent == null ? taken : parent.takeQueueTime();
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
            throw new InterruptedIOException(
                    Thread.currentThread().isInterrupted()
                            ? "the thread of the call was interrupted"
                            : "the call was cancelled");
        }
    }

    /** Ends the call: stops its request in flight, and wakes its thread. */
    public void end() {
        Runnable stopping;
        List<Scope> ending;
        synchronized (this) {
            if (isOver) {
                return;
            }
            isOver = true;
            stopping = stop;
            ending = children == null ? Collections.emptyList() : new ArrayList<>(children);
        }
        if (stopping != null) {
            stopping.run();
        }
        ending.forEach(Scope::end);
        // Last: the thread may wait for the end of a child.
        wake();
    }

    /** Sets what stops the request in flight. It is run immediately if the call is over. */
    public void inFlight(Runnable newStop) {
        boolean now;
        synchronized (this) {
            stop = newStop;
            now = isOver;
        }
        if (now) {
            newStop.run();
        }
    }

    /** Marks that no request is in flight. */
    synchronized void landed() {
        stop = null;
    }

    /** Marks that the work on this machine has ended. Only a request without files, or those that clean up, follow. */
    public void stopped() {
        if (call != null) {
            call.stopped();
        }
    }

    /** Notes what could not be removed. */
    public void left(IOException what) {
        left = what;
    }

    /** Returns what could not be removed; null for nothing. */
    @Nullable
    IOException left() {
        return left;
    }

    /** Lets the thread that waits look at its condition again. */
    public void wake() {
        LockSupport.unpark(waiting);
    }

    /**
     * Waits until a condition holds, which another thread changes before it {@linkplain #wake wakes} this one. An
     * interrupt ends the scope, not the wait.
     */
    public void await(BooleanSupplier condition) {
        boolean interrupted = Thread.interrupted();
        waiting = Thread.currentThread();
        try {
            if (interrupted) {
                end();
            }
            while (!condition.getAsBoolean()) {
                parking.park(this, Long.MAX_VALUE);
                if (Thread.interrupted()) {
                    interrupted = true;
                    end();
                }
            }
        } finally {
            waiting = null;
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Pauses. Returns early if the call is over, or the client is closed.
     *
     * @throws InterruptedException if the thread is interrupted
     */
    void pause(Duration delay, BooleanSupplier isClosed) throws InterruptedException {
        long end = System.nanoTime() + delay.toNanos();
        waiting = Thread.currentThread();
        try {
            for (long nanos = delay.toNanos();
                    nanos > 0 && !isOver && !isClosed.getAsBoolean();
                    nanos = end - System.nanoTime()) {
                LockSupport.parkNanos(this, nanos);
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
        } finally {
            waiting = null;
        }
    }
}
