// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.transfer;

import io.github.ossv4.http.internal.call.CancellableFuture;
import io.github.ossv4.multipart.Part;
import java.io.IOException;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Transfers parts, at most n at a time, without a thread that waits for them. Thread-safe. */
final class PartsRun {
    /** Starts the transfer of a part. */
    interface Worker {
        /** Returns a future that fails if the part cannot be transferred, and stops its transfer when it is cancelled. */
        CancellableFuture<?> start(Part part) throws IOException;
    }

    private final Iterator<Part> parts;
    private final int workers;
    private final Worker worker;
    private final CancellableFuture<Boolean> future = new CancellableFuture<>();
    private final Set<CancellableFuture<?>> inProgress = new HashSet<>();
    private @Nullable Throwable failure;

    /** Parts that were taken from the iterator and are not finished; some may not be in {@link #inProgress} yet. */
    private int started;

    private boolean stopped;

    /**
     * @param parts read when the next part can start
     * @param workers the most parts in progress at a time
     */
    PartsRun(Iterator<Part> parts, int workers, Worker worker) {
        this.parts = parts;
        this.workers = workers;
        this.worker = worker;
        future.onCancel(this::stop);
    }

    /** Returns a future that completes with true when all parts are transferred, or with the first failure. */
    CancellableFuture<Boolean> future() {
        return future;
    }

    /** Starts the first parts. */
    void start() {
        startParts();
    }

    private void stop() {
        Set<CancellableFuture<?>> cancelled;
        synchronized (this) {
            stopped = true;
            cancelled = new HashSet<>(inProgress);
        }
        cancelled.forEach(part -> part.cancel(true));
        finishIfIdle();
    }

    private void startParts() {
        Part part;
        while ((part = nextPart()) != null) {
            start(part);
        }
        finishIfIdle();
    }

    private synchronized @Nullable Part nextPart() {
        if (stopped || failure != null || started == workers || !parts.hasNext()) {
            return null;
        }
        started++;
        return parts.next();
    }

    private void start(Part part) {
        CancellableFuture<?> transfer;
        try {
            transfer = worker.start(part);
        } catch (Throwable t) {
            finished(null, t);
            return;
        }
        boolean late;
        synchronized (this) {
            inProgress.add(transfer);
            late = stopped || failure != null;
        }
        if (late) {
            transfer.cancel(true);
        }
        transfer.whenIdle((result, thrown) -> {
            finished(transfer, thrown);
            startParts();
        });
    }

    private void finished(@Nullable CancellableFuture<?> part, @Nullable Throwable thrown) {
        Set<CancellableFuture<?>> cancelled = new HashSet<>();
        synchronized (this) {
            started--;
            inProgress.remove(part);
            if (thrown != null && failure == null && !stopped) {
                failure = thrown;
                cancelled.addAll(inProgress);
            }
        }
        cancelled.forEach(other -> other.cancel(true));
    }

    private void finishIfIdle() {
        Throwable thrown;
        synchronized (this) {
            boolean more = !stopped && failure == null && parts.hasNext();
            if (started > 0 || more) {
                return;
            }
            thrown = failure;
        }
        if (thrown != null) {
            future.fail(thrown);
        } else {
            future.succeed(true);
        }
    }
}
