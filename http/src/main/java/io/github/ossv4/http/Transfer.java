// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A future of an upload, a download or a copy, in parts if it is large. Thread-safe. Cancel it, and wait until its
 * files are closed:
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
     * Returns a future that completes when this transfer is completed and idle: its connections are idle or closed, its
     * files are closed, and what had to be removed is removed. After a success this is immediate. It completes with an
     * {@link IOException} that names what may be left if something could not be removed.
     *
     * <p>Functions that depend on it run before those that depend on the result. They may wait for this transfer, but
     * not for another future that is derived from it.
     */
    public abstract CompletableFuture<@Nullable Void> idle();
}
