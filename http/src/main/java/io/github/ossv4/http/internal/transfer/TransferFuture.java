// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.transfer;

import io.github.ossv4.http.Transfer;
import io.github.ossv4.http.internal.call.CancellableFuture;
import io.github.ossv4.http.internal.call.Deadline;
import io.github.ossv4.http.internal.call.RetryTimer;
import io.github.ossv4.http.internal.call.Transport;
import io.github.ossv4.http.internal.redaction.Suppressed;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.math.BigDecimal;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A transfer whose work can be stopped and limited in time. Thread-safe. */
public final class TransferFuture<T> extends CancellableFuture<T> implements Transfer<T> {
    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

    /** Completed when the transfer uses no file and sends no data any more, at the latest when it is idle. */
    private final CompletableFuture<@Nullable Void> stopped = new CompletableFuture<>();

    public TransferFuture() {
        whenIdle((result, failure) -> stopped.complete(null));
    }

    /**
     * Marks the local work of this transfer, which is completed, as stopped. Only its cleanup on the server continues.
     */
    void markStopped() {
        stopped.complete(null);
    }

    @Override
    public T await() throws IOException {
        InterruptedException interrupt = null;
        try {
            stopped.get();
        } catch (InterruptedException e) {
            interrupt = e;
            cancel(true);
            stopped.join();
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
        Throwable left = left();
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

    /** Returns what an idle transfer has left; null for nothing, or if it is not idle yet. */
    private @Nullable Throwable left() {
        CompletableFuture<@Nullable Void> idle = idle();
        if (idle.isCompletedExceptionally()) {
            try {
                idle.join();
            } catch (CompletionException e) {
                return e.getCause();
            }
        }
        return null;
    }

    /**
     * Limits the time until this transfer completes, and the time until it is idle after that.
     *
     * @param timeout null for no limit
     * @param name the name of the transfer, for the exception
     * @param abandonment run if a thread has not stopped 10 seconds after the limit, as one that reads a file does not;
     *     makes this transfer idle with an exception that names what is left
     */
    void limit(Transport transport, @Nullable Duration timeout, String name, Consumer<IOException> abandonment) {
        limit(transport, timeout, STOP_LIMIT, name, abandonment);
    }

    void limit(
            Transport transport,
            @Nullable Duration timeout,
            Duration stopLimit,
            String name,
            Consumer<IOException> abandonment) {
        if (timeout == null) {
            return;
        }
        try {
            startLimit(transport, timeout, stopLimit, name, abandonment);
        } catch (OutOfMemoryError e) {
            // Otherwise it would continue without a limit.
            completeExceptionally(e);
        }
    }

    private void startLimit(
            Transport transport, Duration timeout, Duration stopLimit, String name, Consumer<IOException> abandonment) {
        SocketTimeoutException tooLong = new SocketTimeoutException(name + " took longer than " + timeout);
        after(transport, timeout, () -> {
            timeOut(transport, tooLong);
            after(transport, stopLimit, () -> {
                IOException left = new IOException(name + " did not stop within " + seconds(stopLimit)
                        + " seconds after its time limit; a thread may still be reading or writing a file");
                Suppressed.add(tooLong, left);
                abandonment.accept(left);
            });
        });
    }

    private static String seconds(Duration duration) {
        return BigDecimal.valueOf(duration.toMillis(), 3).stripTrailingZeros().toPlainString();
    }

    /** Runs a task after a delay, unless this transfer is idle before. */
    private void after(Transport transport, Duration delay, Runnable task) {
        Deadline deadline = Deadline.in(delay);
        RetryTimer.Waiting waiting = transport.waiting(() -> {
            // A client that is closed runs it early.
            if (deadline.hasPassed()) {
                task.run();
            }
        });
        whenIdle((result, failure) -> waiting.cancel());
        waiting.start(delay);
    }

    /** Completes on a thread that dependents may block. */
    private void timeOut(Transport transport, IOException timeout) {
        try {
            transport.execute(() -> completeExceptionally(timeout));
        } catch (IOException closed) {
            completeExceptionally(timeout);
        }
    }

    @Override
    public CompletableFuture<@Nullable Void> idle() {
        return idlePhase();
    }
}
