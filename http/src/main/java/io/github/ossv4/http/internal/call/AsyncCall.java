// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.call;

import io.github.ossv4.http.Transfer;
import io.github.ossv4.internal.error.Suppressed;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.math.BigDecimal;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A call or transfer on a thread of the client: the method that a blocking caller runs. It waits for a slot, if it
 * needs one. The slot is free again before the future completes: functions that depend on the future may wait for
 * another call.
 *
 * <p>Cancelling the future, or completing it from outside as a timeout does, ends the scope of the method. The future
 * is idle when the method has returned. Thread-safe.
 *
 * <p>Rule: A transfer completes after an {@code OutOfMemoryError}, which the JVM may throw as the same object at many
 * places ({@code SharedErrorTest}, {@code FullHeapTest}).
 */
public final class AsyncCall<T extends @Nullable Object> extends Transfer<T> {
    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

    /** The method of a call. */
    public interface Work<T extends @Nullable Object> {
        /**
         * Returns the result.
         *
         * @param scope ends when the future is cancelled, or completed from outside
         */
        T run(Scope scope) throws IOException;
    }

    /** Removes what is on the server, although the thread of a transfer has not stopped. */
    public interface Abandonment {
        /** Removes it. What cannot be removed is added to {@code left}. */
        void abandon(IOException left, Scope scope);
    }

    /** Starts a call. */
    public interface Start<F> {
        F start() throws IOException;
    }

    private enum Progress {
        /** In the queue, or submitted to threads that are all busy. */
        WAITING,
        RUNNING,
        /** The method has returned, or will not run. */
        RETURNED
    }

    private final Transport transport;
    private final Work<T> work;
    private final Scope scope;

    /** Null if the call needs none. */
    private final Slots.@Nullable Slot slot;

    /** Null if the time in the queue is not limited. */
    private ClientTimer.@Nullable Waiting queueLimit;

    /** Completed when the method uses no file and sends no data any more, at the latest when the call is idle. */
    private final CompletableFuture<@Nullable Void> stopped = new CompletableFuture<>();

    private final CompletableFuture<@Nullable Void> idle = new CompletableFuture<>();
    private final AtomicReference<Progress> progress = new AtomicReference<>(Progress.WAITING);

    /** Null until the time limit. */
    private volatile @Nullable IOException timeout;

    // The actions cannot run before the constructor has ended.
    @SuppressWarnings("this-escape")
    private AsyncCall(Transport transport, boolean needsSlot, Work<T> work) {
        this.transport = transport;
        this.work = work;
        this.scope = Scope.ofClient(transport.parking(), this);
        this.slot = needsSlot ? transport.slot(this::submit) : null;
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
        transport.checkOpen();
        AsyncCall<T> call = new AsyncCall<>(transport, true, work);
        call.enter(Objects.requireNonNull(call.slot), deadline, name);
        return call;
    }

    /**
     * Starts a call that may wait for other threads of the user: it has no slot.
     *
     * @throws IllegalStateException if the client is closed
     */
    public static <T extends @Nullable Object> AsyncCall<T> startWithoutSlot(Transport transport, Work<T> work) {
        transport.checkOpen();
        AsyncCall<T> call = new AsyncCall<>(transport, false, work);
        try {
            transport.execute(call::run);
        } catch (Throwable t) {
            call.fail(t);
        }
        return call;
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

    /** Starts a transfer. Equivalent to {@link #orFailed}. */
    public static <T extends @Nullable Object> Transfer<T> transferOrFailed(
            Transport transport, Start<? extends AsyncCall<T>> transfer) {
        try {
            return transfer.start();
        } catch (IOException | Error e) {
            AsyncCall<T> failed = new AsyncCall<>(transport, false, scope -> {
                throw e;
            });
            failed.run();
            return failed;
        }
    }

    private void enter(Slots.Slot entered, Deadline deadline, String name) {
        Duration left = deadline.timeLeft();
        if (left == null) {
            entered.enter();
            return;
        }
        ClientTimer.Waiting limit = transport.waiting(() -> {
            // A client that is closed runs it early.
            if (deadline.hasPassed() && entered.cancel()) {
                fail(new InterruptedIOException(name + ": the request was still in the queue at the call timeout"));
            }
        });
        queueLimit = limit;
        if (entered.enter()) {
            limit.start(left);
        }
    }

    private void endQueueLimit() {
        if (queueLimit != null) {
            queueLimit.cancel();
        }
    }

    private void submit() {
        endQueueLimit();
        try {
            transport.checkOpen();
            transport.execute(this::run);
        } catch (Throwable t) {
            Objects.requireNonNull(slot).free();
            fail(t);
        }
    }

    @SuppressWarnings("NullAway") // The result may be null if T is.
    private void run() {
        T result = null;
        Throwable failure = null;
        boolean isNeeded = progress.compareAndSet(Progress.WAITING, Progress.RUNNING);
        try {
            if (isNeeded) {
                scope.check();
                if (slot != null) {
                    scope.started(slot.queueTime());
                }
                result = work.run(scope);
            }
        } catch (Throwable t) {
            failure = t;
        } finally {
            if (slot != null) {
                slot.leave();
            }
        }
        if (isNeeded) {
            end(result, failure);
        }
    }

    /** Marks that the method uses no file and sends no data any more. */
    void stopped() {
        stopped.complete(null);
    }

    /** Completes: the method has returned, has thrown, or will not run. */
    private void end(T result, @Nullable Throwable thrown) {
        Throwable failure = timeout == null ? thrown : timeout;
        try {
            returned();
        } finally {
            if (failure == null) {
                super.complete(result);
            } else {
                super.completeExceptionally(failure);
            }
            becomeIdle();
        }
    }

    @SuppressWarnings("NullAway") // There is no result.
    private void fail(Throwable failure) {
        end(null, failure);
    }

    /**
     * Registers the idle phase as the first dependent of the completion that follows: dependents run in the reverse
     * order of their registration. So a dependent of either phase may wait for the other one.
     */
    @SuppressWarnings("FutureReturnValueIgnored")
    private void returned() {
        progress.set(Progress.RETURNED);
        stopped();
        whenComplete((result, failure) -> becomeIdle());
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
        endScopeOnCompletion();
        return super.cancel(mayInterruptIfRunning);
    }

    @Override
    public boolean complete(T result) {
        endScopeOnCompletion();
        return super.complete(result);
    }

    @Override
    public boolean completeExceptionally(Throwable failure) {
        endScopeOnCompletion();
        return super.completeExceptionally(failure);
    }

    /** Ends the scope as the first dependent of a completion from outside, since other dependents may wait for idle. */
    @SuppressWarnings("FutureReturnValueIgnored")
    private void endScopeOnCompletion() {
        if (!isDone()) {
            whenComplete((result, failure) -> completed());
        }
    }

    /** Ends the method, if it did not complete this future itself. */
    private void completed() {
        if (progress.get() != Progress.RETURNED) {
            scope.end();
            endQueueLimit();
            skip();
        }
    }

    /** Lets the method never run, if it has not started. */
    private void skip() {
        if (progress.compareAndSet(Progress.WAITING, Progress.RETURNED)) {
            if (slot != null) {
                slot.cancel();
            }
            returned();
        }
    }

    /**
     * Limits the time until this call completes, and the time until it is idle after that.
     *
     * @param limit null for no limit
     * @param name for the exception
     * @param abandonment run if the thread has not stopped 10 seconds after the limit, for example because it reads a
     *     file; then this call is idle with an exception that names what is left
     */
    public void limit(@Nullable Duration limit, String name, Abandonment abandonment) {
        limit(limit, STOP_LIMIT, name, abandonment);
    }

    void limit(@Nullable Duration limit, Duration stopLimit, String name, Abandonment abandonment) {
        if (limit != null) {
            SocketTimeoutException tooLong = new SocketTimeoutException(name + " took longer than " + limit);
            after(limit, () -> {
                timeOut(tooLong);
                after(stopLimit, () -> {
                    IOException left = new IOException(name + " did not stop within " + seconds(stopLimit)
                            + " seconds after its time limit; a thread may still be reading or writing a file");
                    Suppressed.add(tooLong, left);
                    abandon(left, abandonment);
                });
            });
        }
    }

    private static String seconds(Duration duration) {
        return BigDecimal.valueOf(duration.toMillis(), 3).stripTrailingZeros().toPlainString();
    }

    /** Runs a task after a delay, unless this call is idle before. */
    @SuppressWarnings("FutureReturnValueIgnored")
    private void after(Duration delay, Runnable task) {
        Deadline deadline = Deadline.in(delay);
        ClientTimer.Waiting waiting = transport.waiting(() -> {
            // A client that is closed runs it early.
            if (deadline.hasPassed()) {
                task.run();
            }
        });
        idle.whenComplete((nothing, left) -> waiting.cancel());
        waiting.start(delay);
    }

    /**
     * Ends the method immediately. The future is completed on another thread, since dependents may block it. {@link
     * #await} returns without that thread.
     */
    private void timeOut(IOException tooLong) {
        timeout = tooLong;
        scope.end();
        skip();
        try {
            transport.execute(() -> completeExceptionally(tooLong));
        } catch (IOException closed) {
            completeExceptionally(tooLong);
        }
    }

    /** Makes this call idle, although its thread has not stopped. */
    private void abandon(IOException left, Abandonment abandonment) {
        try {
            transport.execute(() -> {
                try {
                    abandonment.abandon(left, scope);
                } finally {
                    abandon(left);
                }
            });
        } catch (IOException closed) {
            abandon(left);
        }
    }

    private void abandon(IOException left) {
        stopped.complete(null);
        idle.completeExceptionally(left);
    }

    @Override
    public T await() throws IOException {
        InterruptedException interrupt = null;
        try {
            awaitStopped();
        } catch (InterruptedException e) {
            interrupt = e;
            cancel(true);
            stopped.join();
            Thread.currentThread().interrupt();
        }
        IOException tooLong = timeout;
        if (tooLong != null) {
            completeExceptionally(tooLong);
        }
        IOException left = scope.left();
        try {
            return join();
        } catch (CancellationException e) {
            InterruptedIOException interrupted = new InterruptedIOException(
                    (interrupt == null ? "" : "interrupted; ") + "the transfer was cancelled");
            interrupted.initCause(interrupt == null ? e : interrupt);
            if (left != null) {
                Suppressed.add(interrupted, left);
            }
            throw interrupted;
        } catch (CompletionException e) {
            Throwable cause = e.getCause();
            if (cause != null
                    && left != null
                    && !Arrays.asList(cause.getSuppressed()).contains(left)) {
                Suppressed.add(cause, left);
            }
            if (cause instanceof IOException) {
                throw (IOException) cause;
            }
            if (cause instanceof RuntimeException) {
                throw (RuntimeException) cause;
            }
            if (cause instanceof Error) {
                throw (Error) cause;
            }
            throw new IOException("the transfer was completed from outside", cause);
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored")
    private void awaitStopped() throws InterruptedException {
        Thread caller = Thread.currentThread();
        stopped.whenComplete((nothing, failure) -> LockSupport.unpark(caller));
        while (!stopped.isDone()) {
            transport.parking().park(this, Long.MAX_VALUE);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }

    /** Runs an action when this future is completed and idle. */
    @SuppressWarnings("FutureReturnValueIgnored")
    public void whenIdle(BiConsumer<? super T, ? super @Nullable Throwable> action) {
        idle.whenComplete((nothing, left) -> whenComplete(action));
    }

    @Override
    public CompletableFuture<@Nullable Void> idle() {
        if (isDone()) {
            // A dependent that another thread registers during the completion runs before those that end the method.
            completed();
            if (progress.get() == Progress.RETURNED) {
                becomeIdle();
            }
        }
        return idle.thenRun(() -> {});
    }
}
