// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * An upload or download in parts that is under way. Thread-safe.
 *
 * <p>Cancelling it, or completing it from outside as a time-out does, stops the traffic, and then removes what it has made:
 * {@link #ended} tells when that is done. With a checkpoint nothing is removed: begun again with the same checkpoint, the
 * transfer goes on where it was.
 *
 * @param <T> what comes of it
 */
public final class Transfer<T> extends CompletableFuture<T> {
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private @Nullable Runnable stop;

    @SuppressWarnings("FutureReturnValueIgnored")
    Transfer() {
        // However it is completed: by a cancellation, by somebody's time-out, or in the end, when this stops nothing.
        whenComplete((result, failure) -> {
            Runnable stopping;
            synchronized (this) {
                stopping = stop;
            }
            if (stopping != null) {
                stopping.run();
            }
        });
    }

    /** Says what stops that which is under way now. It is run at once if this has been completed already. */
    void onCancel(Runnable stop) {
        synchronized (this) {
            this.stop = stop;
        }
        if (isDone()) {
            stop.run();
        }
    }

    /** Says that nothing is under way any more; before it is completed, so that what depends on it may wait for this. */
    void end() {
        ended.complete(null);
    }

    /** As {@link #end()}, and that something is left that should not be. */
    void endLeaving(IOException left) {
        ended.completeExceptionally(left);
    }

    /**
     * Waits until nothing is under way any more. An interrupt cancels the transfer, and is waited for as well.
     *
     * @throws InterruptedIOException if the thread is interrupted before the transfer has come to its end; the thread then is
     *     interrupted still
     */
    T await() throws IOException {
        InterruptedException interrupt = null;
        Throwable left = null;
        try {
            ended.get();
        } catch (InterruptedException e) {
            interrupt = e;
            cancel(true);
            left = ended.handle((nothing, thrown) -> thrown).join();
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            left = e.getCause();
        }
        try {
            return join();
        } catch (CancellationException e) {
            InterruptedIOException interrupted = new InterruptedIOException("interrupted, and the transfer with it");
            interrupted.initCause(interrupt == null ? e : interrupt);
            if (left != null) {
                interrupted.addSuppressed(left);
            }
            throw interrupted;
        } catch (CompletionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof IOException) {
                throw (IOException) cause;
            }
            if (cause instanceof RuntimeException) {
                throw (RuntimeException) cause;
            }
            if (cause instanceof Error) {
                throw (Error) cause;
            }
            throw e;
        }
    }

    /**
     * Completes when nothing of this transfer is under way any more: all its connections are idle or closed, its files closed,
     * and what was to be removed is removed. After a success that is at once. It fails, with an {@link IOException} that says
     * what is left, if something could not be removed.
     */
    public CompletableFuture<Void> ended() {
        return ended.thenRun(() -> {});
    }
}
