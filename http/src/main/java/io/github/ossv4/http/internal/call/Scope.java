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

    /** Why a scope has ended before its work. */
    public enum End {
        /** Its caller has cancelled it, another part has failed, or its future was completed from outside. */
        CANCELLED("the call was cancelled"),
        INTERRUPTED("the thread of the call was interrupted"),
        TIMED_OUT("the call reached its time limit"),
        CLIENT_CLOSED("the client was closed");

        private final String message;

        End(String message) {
            this.message = message;
        }
    }

    /** How a thread waits until it is unparked. It may return earlier. A simulation replaces it. */
    public interface Parking {
        Parking BY_JDK = LockSupport::parkNanos;

        void park(Object blocker, long nanos);
    }

    private final @Nullable Scope parent;
    private final Kind kind;
    private final Parking parking;
    private volatile @Nullable End end;
    private volatile @Nullable Thread waiting;
    private @Nullable Runnable stop;
    private @Nullable Set<Scope> children;
    private volatile @Nullable IOException left;

    /** How long the call has waited for its thread; null before it has started, and after its first request. */
    private @Nullable Duration queueTime;

    private Scope(@Nullable Scope parent, Kind kind, Parking parking) {
        this.parent = parent;
        this.kind = kind;
        this.parking = parking;
    }

    /** Returns the scope of a call on the thread of its caller. */
    public static Scope ofCaller() {
        return new Scope(null, Kind.CALLER, Parking.BY_JDK);
    }

    /** Returns the scope of a transfer on the thread of its caller, which waits for other threads of the client. */
    public static Scope ofTransfer(Transport transport) {
        return ofClient(transport.parking());
    }

    /** Returns the scope of a call on a thread of the client. */
    static Scope ofClient(Parking parking) {
        return new Scope(null, Kind.CLIENT, parking);
    }

    /**
     * Returns a scope of requests that remove what a failed transfer has stored. They are sent even if the transfer is
     * over or the client is closed, and do not wait for a connection.
     */
    public Scope cleanup() {
        return new Scope(null, Kind.CLEANUP, parking);
    }

    /** Returns a new scope that ends with this one. It must be {@linkplain #leave left}. */
    public Scope child() {
        Scope child = new Scope(this, kind, parking);
        synchronized (this) {
            if (children == null) {
                children = new HashSet<>();
            }
            children.add(child);
            child.end = end;
        }
        return child;
    }

    /** Removes a child whose work has returned. */
    public synchronized void leave(Scope child) {
        if (children != null) {
            children.remove(child);
        }
    }

    /** Returns whether this is a transfer or an asynchronous call: it may wait for a connection without a limit. */
    boolean waitsWithoutLimit() {
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
        return end != null;
    }

    /** Returns why the call must send no other request; null if it may. */
    public @Nullable End ending() {
        return end;
    }

    /**
     * Checks that the call is not over.
     *
     * @throws InterruptedIOException if it is
     */
    public void check() throws InterruptedIOException {
        End reason = end;
        if (reason != null) {
            throw new InterruptedIOException(reason.message);
        }
    }

    /** Equivalent to {@link #end(End)} with {@link End#CANCELLED}. */
    public void end() {
        end(End.CANCELLED);
    }

    /** Ends the call: stops its request in flight, and wakes its thread. Only the first reason counts. */
    public void end(End reason) {
        Runnable stopping;
        List<Scope> ending;
        synchronized (this) {
            if (end != null) {
                return;
            }
            end = reason;
            stopping = stop;
            ending = children == null ? Collections.emptyList() : new ArrayList<>(children);
        }
        if (stopping != null) {
            stopping.run();
        }
        ending.forEach(child -> child.end(reason));
        // Last: the thread may wait for the end of a child.
        wake();
    }

    /** Sets what stops the request in flight. It is run immediately if the call is over. */
    public void inFlight(Runnable newStop) {
        boolean now;
        synchronized (this) {
            stop = newStop;
            now = end != null;
        }
        if (now) {
            newStop.run();
        }
    }

    /** Marks that nothing is in flight. */
    public synchronized void landed() {
        stop = null;
    }

    /** Notes what could not be removed. */
    public void left(IOException what) {
        left = what;
    }

    /** Returns what could not be removed; null for nothing. */
    public @Nullable IOException left() {
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
                end(End.INTERRUPTED);
            }
            while (!condition.getAsBoolean()) {
                parking.park(this, Long.MAX_VALUE);
                if (Thread.interrupted()) {
                    interrupted = true;
                    end(End.INTERRUPTED);
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
        long until = System.nanoTime() + delay.toNanos();
        waiting = Thread.currentThread();
        try {
            for (long nanos = delay.toNanos();
                    nanos > 0 && end == null && !isClosed.getAsBoolean();
                    nanos = until - System.nanoTime()) {
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
