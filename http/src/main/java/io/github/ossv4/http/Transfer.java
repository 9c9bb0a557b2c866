// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A future of an upload or download, in parts if it is large. Thread-safe. Cancel it, and wait until its files are
 * closed:
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
 * <p>Cancelling it, or completing it from outside as a timeout does, stops the traffic and then removes what the
 * transfer has stored; {@link #idle} completes after that. With a checkpoint nothing is removed: a new transfer with
 * the same checkpoint resumes this one. An upload that is cancelled during its only or its last request may be stored
 * nevertheless.
 *
 * @param <T> the result
 */
public abstract class Transfer<T extends @Nullable Object> extends CompletableFuture<T> {
    /** Creates a transfer in progress. In a test of your code, complete it with a result or an exception. */
    protected Transfer() {}

    /**
     * Waits until the transfer is completed and its files are closed, and returns its result. An interrupt cancels the
     * transfer. After an interrupt or at the time limit, the abort of an upload may still be in progress, for at most 5
     * seconds: {@link #idle} completes after it.
     *
     * @throws IOException the exception of the blocking call, if the transfer failed, or one whose cause is the
     *     checked exception with which it was completed from outside; an unchecked one is thrown as it is
     * @throws InterruptedIOException if the transfer was cancelled, or if the thread is interrupted before it
     *     completes; the thread's interrupt flag is then set
     */
    public abstract T await() throws IOException;

    /**
     * Returns a future that completes when this transfer is completed and idle: its connections are idle or closed, its
     * files are closed, and what had to be removed is removed. After a success this is immediate. It completes with an
     * {@link IOException} that names what may be left if something could not be removed, or if a thread did not stop
     * within 10 seconds after the time limit of the transfer.
     */
    public abstract CompletableFuture<@Nullable Void> idle();
}
