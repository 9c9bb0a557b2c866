// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.call;

import io.github.ossv4.http.internal.okhttp.FreeHeap;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A future with two phases: completed, and idle when all its work has stopped. Cancelling it, or completing it from
 * outside as a timeout does, completes it immediately and stops its work; it is idle when the threads that worked have
 * noticed. Thread-safe.
 */
public class CancellableFuture<T extends @Nullable Object> extends CompletableFuture<T> {
    private final CompletableFuture<@Nullable Void> idle = new CompletableFuture<>();
    private @Nullable Runnable stop;

    // The action cannot run before a subclass is initialized: a new future is not completed.
    @SuppressWarnings({"FutureReturnValueIgnored", "this-escape"})
    public CancellableFuture() {
        whenComplete((result, failure) -> {
            Runnable stopping = stop();
            if (stopping != null) {
                stopping.run();
            }
        });
    }

    /** Returns a future that is completed and idle. */
    public static <T extends @Nullable Object> CancellableFuture<T> completed(T result) {
        CancellableFuture<T> completed = new CancellableFuture<>();
        completed.succeed(result);
        return completed;
    }

    /** Starts asynchronous work, or creates it. */
    public interface Start<W> {
        W start() throws IOException;
    }

    /** A step of asynchronous work. */
    public interface Step {
        void run() throws IOException;
    }

    /** Starts asynchronous work. A future reports its failures, also those of the start; bad input is thrown. */
    public static <T extends @Nullable Object> CompletableFuture<T> start(Start<? extends CompletableFuture<T>> work) {
        try {
            return work.start();
        } catch (IOException | Error e) {
            CompletableFuture<T> failed = new CompletableFuture<>();
            failed.completeExceptionally(e);
            return failed;
        }
    }

    private synchronized @Nullable Runnable stop() {
        return stop;
    }

    /** Sets what stops the work now in progress. It is run immediately if this future is already completed. */
    public final void onCancel(Runnable newStop) {
        synchronized (this) {
            stop = newStop;
        }
        if (isDone()) {
            newStop.run();
        }
    }

    /** Sets another future as the work in progress: it is cancelled with this one. */
    public final void cancels(Future<?> step) {
        onCancel(() -> step.cancel(true));
    }

    /** Sets another future as the work in progress: this one has its outcome, and cancelling this one cancels it. */
    public final void completeWith(CancellableFuture<? extends T> work) {
        after(work, this::succeed, this::fail);
    }

    /** Handles the result of a step. */
    public interface Next<R extends @Nullable Object> {
        void then(R result) throws IOException;
    }

    /**
     * Sets a step as the work in progress, and runs {@code next} when it is idle. The step is cancelled with this
     * future.
     *
     * @param onFailure receives the exception of the step or of {@code next}
     */
    public final <R extends @Nullable Object> void after(
            CancellableFuture<R> step, Next<? super R> next, Consumer<Throwable> onFailure) {
        cancels(step);
        step.whenIdle(
                (result, failure) -> {
                    Throwable failed = failure;
                    if (failed == null) {
                        try {
                            next.then(result);
                            return;
                        } catch (Throwable t) {
                            failed = t;
                        }
                    }
                    onFailure.accept(failed);
                },
                this::fail);
    }

    /** Converts a result, or throws. */
    public interface Conversion<R extends @Nullable Object, S extends @Nullable Object> {
        S of(R result) throws IOException;
    }

    /**
     * Returns a future of the converted result. Cancelling that future cancels this one; the result is then not
     * converted.
     */
    public final <S extends @Nullable Object> CancellableFuture<S> convert(
            Conversion<? super T, ? extends S> conversion) {
        CancellableFuture<S> converted = new CancellableFuture<>();
        converted.after(
                this,
                result -> {
                    if (converted.isDone()) {
                        converted.markIdle();
                    } else {
                        converted.succeed(conversion.of(result));
                    }
                },
                converted::fail);
        return converted;
    }

    /** Completes this future, whose work has stopped. It is completed and idle before any dependent runs. */
    public final void succeed(T result) {
        Runnable last;
        synchronized (this) {
            last = stop;
            stop = null;
        }
        becomeIdle(null);
        boolean isCompleted = complete(result);
        idle.complete(null);
        if (!isCompleted && last != null) {
            // A cancellation came in between, and the result may hold a connection.
            last.run();
        }
    }

    /** Like {@link #succeed}, exceptionally. */
    public final void fail(Throwable failure) {
        becomeIdle(null);
        completeExceptionally(this, failure);
        idle.complete(null);
    }

    /** Like {@link #fail(Throwable)}, if something could not be removed: the idle phase fails with {@code left}. */
    public final void fail(Throwable failure, Throwable left) {
        becomeIdle(left);
        completeExceptionally(this, failure);
        completeExceptionally(idle, left);
    }

    /**
     * Completes a future exceptionally. If the heap is full, this is retried every 10 ms for at most two seconds: a
     * future that does not complete would block its callers forever.
     */
    private static void completeExceptionally(CompletableFuture<?> future, Throwable failure) {
        for (int attempt = 1; ; attempt++) {
            try {
                future.completeExceptionally(failure);
                return;
            } catch (OutOfMemoryError e) {
                FreeHeap.pause(attempt, e);
            }
        }
    }

    /**
     * Registers the idle phase as the first dependent of the completion that follows: dependents run in the reverse
     * order of their registration. So a dependent of either phase may wait for the other one.
     */
    @SuppressWarnings("FutureReturnValueIgnored")
    private void becomeIdle(@Nullable Throwable left) {
        try {
            whenComplete((result, failure) -> {
                if (left == null) {
                    idle.complete(null);
                } else {
                    idle.completeExceptionally(left);
                }
            });
        } catch (OutOfMemoryError e) {
            // The caller completes the idle phase last.
        }
    }

    /** Marks the work of this future, which is completed, as stopped. */
    public final void markIdle() {
        idle.complete(null);
    }

    /** Completes the idle phase of this future, which is completed, although a thread has not stopped. */
    public final void abandon(Throwable left) {
        idle.completeExceptionally(left);
    }

    /** Returns the idle phase as a new future: completing that one has no effect on this one. */
    public final CompletableFuture<@Nullable Void> idlePhase() {
        return idle.thenRun(() -> {});
    }

    /**
     * Runs an action when this future is completed and idle.
     *
     * @param action must not throw
     */
    public final void whenIdle(BiConsumer<? super T, ? super @Nullable Throwable> action) {
        whenIdle(action, thrown -> {});
    }

    /**
     * Runs an action when this future is completed and idle.
     *
     * @param onFailure receives what the action throws, for example an {@link OutOfMemoryError}
     */
    @SuppressWarnings("FutureReturnValueIgnored")
    public final void whenIdle(
            BiConsumer<? super T, ? super @Nullable Throwable> action, Consumer<? super Throwable> onFailure) {
        IdleAction<T> once = new IdleAction<>(action, onFailure);
        idle.whenComplete((nothing, left) -> run(once));
    }

    /** Runs an action after the completion. If the heap is too full for that, it is retried. */
    @SuppressWarnings("FutureReturnValueIgnored")
    private void run(IdleAction<T> action) {
        for (int attempt = 1; !action.isStarted; attempt++) {
            try {
                whenComplete(action);
                return;
            } catch (OutOfMemoryError e) {
                FreeHeap.pause(attempt, e);
            }
        }
    }

    /** An action, and whether it has started. */
    private static final class IdleAction<T extends @Nullable Object> implements BiConsumer<T, @Nullable Throwable> {
        private final BiConsumer<? super T, ? super @Nullable Throwable> action;
        private final Consumer<? super Throwable> onFailure;
        volatile boolean isStarted;

        IdleAction(BiConsumer<? super T, ? super @Nullable Throwable> action, Consumer<? super Throwable> onFailure) {
            this.action = action;
            this.onFailure = onFailure;
        }

        @Override
        public void accept(T result, @Nullable Throwable failure) {
            isStarted = true;
            try {
                action.accept(result, failure);
            } catch (Throwable t) {
                onFailure.accept(t);
            }
        }
    }
}
