// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A future with two phases: completed, and idle when all its work has stopped. Cancelling it, or completing it from outside as
 * a timeout does, completes it immediately and stops its work; it is idle when the threads that worked have noticed.
 * Thread-safe.
 */
class CancellableFuture<T extends @Nullable Object> extends CompletableFuture<T> {
    private final CompletableFuture<@Nullable Void> idle = new CompletableFuture<>();
    private @Nullable Runnable stop;

    @SuppressWarnings("FutureReturnValueIgnored")
    CancellableFuture() {
        whenComplete((result, failure) -> {
            Runnable stopping = stop();
            if (stopping != null) {
                stopping.run();
            }
        });
    }

    /** Starts asynchronous work. */
    interface Start<T extends @Nullable Object> {
        CompletableFuture<T> start() throws IOException;
    }

    /** Starts asynchronous work. A future reports its failures, also those of the start; bad input is thrown. */
    static <T extends @Nullable Object> CompletableFuture<T> start(Start<T> work) {
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
    final void onCancel(Runnable newStop) {
        synchronized (this) {
            stop = newStop;
        }
        if (isDone()) {
            newStop.run();
        }
    }

    /** Makes another future the work now in progress: it is cancelled with this one. */
    final void cancels(Future<?> step) {
        onCancel(() -> step.cancel(true));
    }

    /** Makes another future the work in progress: its outcome is that of this one, and it is cancelled with this one. */
    final void completeWith(CancellableFuture<? extends T> work) {
        cancels(work);
        work.whenIdle((result, failure) -> {
            if (failure == null) {
                succeed(result);
            } else {
                fail(failure);
            }
        });
    }

    /** Completes this future, whose work has stopped. It is idle before any dependent runs, and completed when it is. */
    final void succeed(T result) {
        Runnable last;
        synchronized (this) {
            last = stop;
            stop = null;
        }
        becomeIdle(null);
        if (!complete(result) && last != null) {
            // A cancellation came in between, and the result may hold a connection.
            last.run();
        }
    }

    /** As {@link #succeed}, exceptionally. */
    final void fail(Throwable failure) {
        becomeIdle(null);
        completeExceptionally(failure);
    }

    /** As {@link #fail(Throwable)}, where something could not be removed: the idle phase fails with {@code left}. */
    final void fail(Throwable failure, Throwable left) {
        becomeIdle(left);
        completeExceptionally(failure);
    }

    /**
     * Makes idle the first dependent of the completion that follows: dependents run in the reverse order of their
     * registration. So a dependent of either phase may wait for the other one.
     */
    @SuppressWarnings("FutureReturnValueIgnored")
    private void becomeIdle(@Nullable Throwable left) {
        whenComplete((result, failure) -> {
            if (left == null) {
                idle.complete(null);
            } else {
                idle.completeExceptionally(left);
            }
        });
    }

    /** Marks the work of this future, which is completed, as stopped. */
    final void markIdle() {
        idle.complete(null);
    }

    /** Completes the idle phase of this future, which is completed, although a thread has not stopped. */
    final void abandon(Throwable left) {
        idle.completeExceptionally(left);
    }

    /** Returns the idle phase: a new future, which its holder may complete without an effect on this one. */
    final CompletableFuture<@Nullable Void> idlePhase() {
        return idle.thenRun(() -> {});
    }

    /** Runs an action when this future is completed and idle. */
    @SuppressWarnings("FutureReturnValueIgnored")
    final void whenIdle(BiConsumer<? super T, ? super @Nullable Throwable> action) {
        idle.whenComplete((nothing, left) -> whenComplete(action));
    }
}
