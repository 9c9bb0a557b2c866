// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.call;

import io.github.ossv4.http.Transfer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A call or transfer on a thread of the client: it runs the method that a blocking caller would run. It waits in the
 * queue for a slot, if it needs one. The slot is free again before the future completes, since functions that depend on
 * the future may wait for another call. Cancelling the future, or completing it from outside as a timeout does, ends
 * the scope of the method. It is idle when the method has returned, or will not run. Thread-safe.
 *
 * <p>Two completions compete, that of the method and one from outside. The first one decides ({@link #decide}). If the
 * method decides, idle completes first. A completion that was decided becomes visible to the first thread that asks for
 * it, so functions that depend on either phase may wait for the other one, in any order ({@code AsyncCallTest}, {@code
 * AsyncCallSchedulesTest}).
 *
 * <p>Rule: A transfer completes after an {@code OutOfMemoryError}. The JVM may throw one
 * such object in several threads ({@code SharedErrorTest}, {@code FullHeapTest}).
 */
public final class AsyncCall<T extends @Nullable Object> extends DecidedFuture<T> {
    /** The method of a call. */
    public interface Work<T extends @Nullable Object> {
        /**
         * Returns the result.
         *
         * @param scope ends when the future is cancelled, or completed from outside
         */
        T run(Scope scope) throws IOException;
    }

    /** Starts a call. */
    public interface Start<F> {
        F start() throws IOException;
    }

    private enum State {
        /** In the queue, or submitted to threads that are all busy. */
        WAITING,
        RUNNING,
        /** The method has returned, or will not run. */
        RETURNED
    }

    private final Transport transport;
    private final Work<T> work;
    private final Scope scope;
    private final Slots.Slot slot;

    /** Null if the time in the queue is not limited. */
    private volatile ClientTimer.@Nullable Limit queueLimit;

    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);

    /** Completes when the method has returned, or will not run. No function of the user depends on it directly. */
    private final CompletableFuture<@Nullable Void> idle = new CompletableFuture<>();

    private final Object lock = new Object();
    private boolean isDecided;
    private @Nullable T result;
    private @Nullable Throwable failure;

    private AsyncCall(Transport transport, Slots.Kind kind, Work<T> work) {
        this.transport = transport;
        this.work = work;
        this.scope = Scope.ofClient(transport.parking());
        this.slot = transport.slot(kind, this::run, this::refused);
    }

    /**
     * Starts a call.
     *
     * @param deadline also limits the time in the queue
     * @param name for messages
     * @throws IllegalStateException if the client is closed
     */
    public static <T extends @Nullable Object> AsyncCall<T> start(
            Transport transport, Deadline deadline, String name, Work<T> work) {
        return start(
                transport,
                deadline,
                () -> new InterruptedIOException(name + ": the request was still in the queue at the call timeout"),
                work);
    }

    /**
     * Starts a call.
     *
     * @param tooLate returns the exception of a call that is in the queue at its deadline
     */
    public static <T extends @Nullable Object> AsyncCall<T> start(
            Transport transport, Deadline deadline, Supplier<IOException> tooLate, Work<T> work) {
        return start(transport, Slots.Kind.CALL, deadline, tooLate, work);
    }

    /** Starts a call that may wait for other calls of the client: it has no slot. */
    public static <T extends @Nullable Object> AsyncCall<T> startWithoutSlot(
            Transport transport, Deadline deadline, Supplier<IOException> tooLate, Work<T> work) {
        return start(transport, Slots.Kind.WITHOUT_SLOT, deadline, tooLate, work);
    }

    /** Starts a call without a slot. It fails if the executor has no free thread: its caller waits for it. */
    public static <T extends @Nullable Object> AsyncCall<T> startNow(
            Transport transport, Deadline deadline, Supplier<IOException> tooLate, Work<T> work) {
        return start(transport, Slots.Kind.NOW, deadline, tooLate, work);
    }

    private static <T extends @Nullable Object> AsyncCall<T> start(
            Transport transport, Slots.Kind kind, Deadline deadline, Supplier<IOException> tooLate, Work<T> work) {
        transport.checkOpen();
        AsyncCall<T> call = new AsyncCall<>(transport, kind, work);
        if (!call.slot.enter()) {
            call.refused(transport.closed());
        }
        call.limitQueue(deadline, tooLate);
        return call;
    }

    /** Limits the time until the method starts. Most calls have started already, and need no limit. */
    private void limitQueue(Deadline deadline, Supplier<IOException> tooLate) {
        Duration left = deadline.timeLeft();
        if (left != null && state.get() == State.WAITING) {
            queueLimit = transport.limit(left, () -> {
                // The timers of a simulation are early.
                if (deadline.hasPassed()) {
                    endInQueue(tooLate.get());
                }
            });
            if (state.get() != State.WAITING) {
                endQueueLimit();
            }
        }
    }

    /** Starts a call. A future reports its failures, also at the start; bad input is thrown. */
    public static <T extends @Nullable Object> CompletableFuture<T> orFailed(
            Start<? extends CompletableFuture<T>> call) {
        try {
            return call.start();
        } catch (IOException | Error e) {
            CompletableFuture<T> failed = new CompletableFuture<>();
            failed.completeExceptionally(e);
            return failed;
        }
    }

    /** Starts a transfer. Like {@link #orFailed}, its future reports all failures but bad input. */
    public static <T extends @Nullable Object> Transfer<T> transferOrFailed(
            Transport transport, Start<? extends AsyncCall<T>> transfer) {
        try {
            return transfer.start();
        } catch (IOException | Error e) {
            AsyncCall<T> failed = new AsyncCall<>(transport, Slots.Kind.CALL, scope -> {
                throw e;
            });
            failed.end(null, e);
            return failed;
        }
    }

    private void run() {
        T returned = null;
        Throwable thrown = null;
        boolean isNeeded = state.compareAndSet(State.WAITING, State.RUNNING);
        endQueueLimit();
        try {
            if (isNeeded) {
                scope.started(slot.queueTime());
                returned = work.run(scope);
            }
        } catch (Throwable t) {
            thrown = t;
        } finally {
            slot.leave();
        }
        if (isNeeded) {
            end(returned, thrown);
        }
    }

    /** Ends a call that never runs. Functions that depend on it must not run on this thread. */
    private void refused(Throwable refusal) {
        if (refusal instanceof RejectedExecutionException) {
            endInQueue(new IOException(
                    transport.isClosed()
                            ? "the client is closed"
                            : "the executor of the client is closed, or has no thread for the call",
                    refusal));
        } else {
            endInQueue(refusal);
        }
    }

    private void endInQueue(Throwable reason) {
        if (state.compareAndSet(State.WAITING, State.RETURNED)) {
            endQueueLimit();
            slot.cancel();
            Runnable ending = () -> end(null, reason);
            try {
                transport.completions().execute(ending);
            } catch (Throwable t) {
                // For example an OutOfMemoryError, as there is no other thread.
                ending.run();
            }
        }
    }

    private void endQueueLimit() {
        ClientTimer.Limit limit = queueLimit;
        if (limit != null) {
            limit.cancel();
        }
    }

    /** Completes: the method has returned, has thrown, or will not run. */
    private void end(@Nullable T returned, @Nullable Throwable thrown) {
        state.set(State.RETURNED);
        decide(returned, thrown);
        try {
            becomeIdle();
        } finally {
            publish();
        }
    }

    /** Decides how this call completes. Returns false if that was decided before. */
    private boolean decide(@Nullable T value, @Nullable Throwable thrown) {
        synchronized (lock) {
            boolean isFirst = !isDecided;
            if (isFirst) {
                isDecided = true;
                result = value;
                failure = thrown;
            }
            return isFirst;
        }
    }

    private boolean isDecided() {
        synchronized (lock) {
            return isDecided;
        }
    }

    @Override
    @SuppressWarnings("NullAway") // The result may be null if T is.
    void publish() {
        if (!isDecided()) {
            return;
        }
        if (failure == null) {
            super.complete(result);
        } else {
            super.completeExceptionally(failure);
        }
    }

    private void becomeIdle() {
        IOException left = scope.left();
        if (left == null) {
            idle.complete(null);
        } else {
            idle.completeExceptionally(left);
        }
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        return endFromOutside(null, new CancellationException()) || isCancelled();
    }

    @Override
    public boolean complete(T value) {
        return endFromOutside(value, null);
    }

    @Override
    public boolean completeExceptionally(Throwable thrown) {
        return endFromOutside(null, thrown);
    }

    private boolean endFromOutside(@Nullable T value, @Nullable Throwable thrown) {
        boolean isFirst = decide(value, thrown);
        try {
            if (isFirst) {
                scope.end();
                if (state.compareAndSet(State.WAITING, State.RETURNED)) {
                    endQueueLimit();
                    slot.cancel();
                    becomeIdle();
                }
            }
        } finally {
            publish();
        }
        return isFirst;
    }

    /**
     * Ends the scope of the method, whose result or failure completes this call.
     *
     * @param reason why
     */
    public void endScope(Scope.End reason) {
        scope.end(reason);
    }

    @Override
    public CompletableFuture<@Nullable Void> idle() {
        return new IdlePhase(idle);
    }

    /** A copy: completing it has no effect on the call. */
    private static final class IdlePhase extends DecidedFuture<@Nullable Void> {
        private final CompletableFuture<@Nullable Void> phase;

        @SuppressWarnings({"FutureReturnValueIgnored", "this-escape"}) // All fields are set.
        IdlePhase(CompletableFuture<@Nullable Void> phase) {
            this.phase = phase;
            phase.whenComplete((nothing, left) -> publish());
        }

        @Override
        void publish() {
            if (phase.isCompletedExceptionally()) {
                phase.handle((nothing, left) -> completeExceptionally(left)).join();
            } else if (phase.isDone()) {
                complete(null);
            }
        }

        @Override
        public CompletableFuture<@Nullable Void> idle() {
            return this;
        }
    }
}
