// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

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
import org.jspecify.annotations.Nullable;

/**
 * An upload or download in parts, in progress or completed. Thread-safe. Cancel it, and wait until its files are closed:
 *
 * <pre>{@code
 * Transfer<SavedObject> download = bucket.async().download("films/cat.mp4", file);
 * download.cancel(true);
 * download.idle().join();
 * }</pre>
 *
 * <p>If it fails, it completes exceptionally with the exception of the blocking call, which is the cause of the {@link
 * ExecutionException} of {@link #get()}.
 *
 * <p>Cancelling it, or completing it from outside as a timeout does, stops the traffic and then removes what the transfer has
 * stored; {@link #idle} completes after that. With a checkpoint nothing is removed: a new transfer with the same checkpoint
 * resumes this one. An upload that is cancelled during its only or its last request may be stored nevertheless.
 *
 * @param <T> the result
 */
public final class Transfer<T> extends CancellableFuture<T> {
    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

    Transfer() {}

    /**
     * Waits until the transfer is idle. An interrupt cancels the transfer; this method still waits until it is idle.
     *
     * @throws InterruptedIOException if the thread is interrupted before the transfer completes; the thread's interrupt flag
     *     is then set
     */
    T await() throws IOException {
        CompletableFuture<@Nullable Void> idle = idle();
        InterruptedException interrupt = null;
        Throwable left = null;
        try {
            idle.get();
        } catch (InterruptedException e) {
            interrupt = e;
            cancel(true);
            left = idle.handle((nothing, thrown) -> thrown).join();
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            left = e.getCause();
        }
        try {
            return join();
        } catch (CancellationException e) {
            InterruptedIOException interrupted = new InterruptedIOException("interrupted; the transfer was cancelled");
            interrupted.initCause(interrupt == null ? e : interrupt);
            if (left != null) {
                interrupted.addSuppressed(left);
            }
            throw interrupted;
        } catch (CompletionException e) {
            Throwable cause = e.getCause();
            if (cause != null
                    && left != null
                    && !Arrays.asList(cause.getSuppressed()).contains(left)) {
                cause.addSuppressed(left);
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
            throw e;
        }
    }

    /** Handles a transfer that does not stop after its limit. */
    interface Abandonment {
        /** Makes the transfer idle with an exception that says what is left. */
        void abandon(IOException left);
    }

    /**
     * Limits the time until this transfer completes, and the time until it is idle after that.
     *
     * @param timeout null for no limit
     * @param name of the transfer, for the exception
     * @param abandonment is run if a thread has not stopped 10 seconds after the limit, as one that reads a file does not
     */
    void limit(Transport transport, @Nullable Duration timeout, String name, Abandonment abandonment) {
        limit(transport, timeout, STOP_LIMIT, name, abandonment);
    }

    void limit(
            Transport transport, @Nullable Duration timeout, Duration stopLimit, String name, Abandonment abandonment) {
        if (timeout == null) {
            return;
        }
        SocketTimeoutException tooLong = new SocketTimeoutException(name + " took longer than " + timeout);
        after(transport, timeout, () -> {
            timeOut(transport, tooLong);
            after(transport, stopLimit, () -> {
                IOException left = new IOException(name + " did not stop within " + seconds(stopLimit)
                        + " seconds after its time limit; a thread may still be reading or writing a file");
                tooLong.addSuppressed(left);
                abandonment.abandon(left);
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

    /**
     * Returns a future that completes when this transfer is completed and idle: its connections are idle or closed, its files
     * are closed, and what had to be removed is removed. After a success that is immediately. It completes with an {@link
     * IOException} that names what may be left if something could not be removed, or if a thread did not stop within 10
     * seconds after the time limit of the transfer.
     */
    public CompletableFuture<@Nullable Void> idle() {
        return idlePhase();
    }
}
