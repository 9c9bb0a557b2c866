// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.directories.internal;

import io.github.ossv4.http.BucketClient;
import io.github.ossv4.http.CopyOptions;
import io.github.ossv4.http.CopyResult;
import io.github.ossv4.http.CopySource;
import io.github.ossv4.http.GetOptions;
import io.github.ossv4.http.ObjectMetadata;
import io.github.ossv4.http.QueueFullException;
import io.github.ossv4.http.Transfer;
import io.github.ossv4.object.ObjectAcl;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/** The calls of a transfer that are in progress, which are cancelled together. Thread-safe. */
final class CallsInProgress {
    private final RunThreads threads;
    private final Set<Runnable> cancellations = new HashSet<>();
    private boolean isCancelled;

    CallsInProgress(RunThreads threads) {
        this.threads = threads;
    }

    /** Cancels the calls in progress, and those that follow. */
    void cancel() {
        List<Runnable> running;
        synchronized (this) {
            isCancelled = true;
            running = new ArrayList<>(cancellations);
        }
        running.forEach(Runnable::run);
    }

    synchronized boolean isCancelled() {
        return isCancelled;
    }

    /** @throws InterruptedIOException if the calls were cancelled */
    void check() throws InterruptedIOException {
        if (isCancelled()) {
            throw new InterruptedIOException("the transfer was cancelled");
        }
    }

    ObjectMetadata head(BucketClient client, String key, GetOptions options) throws IOException {
        try {
            return await(client.async().head(key, options));
        } catch (QueueFullException e) {
            // Other calls of the client wait. A blocking call is not refused.
            return client.head(key, options);
        }
    }

    ObjectAcl acl(BucketClient client, String key) throws IOException {
        try {
            return await(client.async().getAcl(key));
        } catch (QueueFullException e) {
            return client.getAcl(key);
        }
    }

    CopyResult copy(BucketClient client, CopySource source, String key, CopyOptions options) throws IOException {
        try {
            return await(client.async().copy(source, key, options));
        } catch (QueueFullException e) {
            return client.copy(source, key, options);
        }
    }

    /** Waits until a call is idle, and returns its result. */
    <T> T await(CompletableFuture<T> call) throws IOException {
        // A copy may have parts: then it is idle later.
        await(call, call instanceof Transfer ? ((Transfer<?>) call).idle() : call);
        try {
            return call.join();
        } catch (CancellationException e) {
            throw (IOException) new InterruptedIOException("the transfer was cancelled").initCause(e);
        } catch (CompletionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof IOException) {
                throw (IOException) cause;
            }
            if (cause instanceof Error) {
                throw (Error) cause;
            }
            throw cause instanceof RuntimeException ? (RuntimeException) cause : e;
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored")
    private void await(Future<?> call, CompletableFuture<?> idle) {
        Runnable cancellation = () -> call.cancel(true);
        add(cancellation);
        try {
            Thread waiting = Thread.currentThread();
            idle.whenComplete((nothing, left) -> LockSupport.unpark(waiting));
            while (!idle.isDone()) {
                threads.park(this);
            }
        } finally {
            remove(cancellation);
        }
    }

    private void add(Runnable cancellation) {
        boolean isLate;
        synchronized (this) {
            cancellations.add(cancellation);
            isLate = isCancelled;
        }
        if (isLate) {
            cancellation.run();
        }
    }

    private synchronized void remove(Runnable cancellation) {
        cancellations.remove(cancellation);
    }
}
