// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.transfer;

import io.github.ossv4.http.internal.call.CancellableFuture;
import io.github.ossv4.multipart.Part;
import io.github.ossv4.multipart.PartPlan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Transfers parts, at most n at a time, without a thread that waits for them. Thread-safe.
 *
 * @param <R> the result of the transfer of a part
 */
final class PartsRun<R> {
    /** Starts the transfer of a part. */
    interface Worker<R> {
        /**
         * Returns a future that fails if the part cannot be transferred, and stops its transfer when it is cancelled.
         */
        CancellableFuture<R> start(Part part) throws IOException;
    }

    private Iterator<Part> parts;
    private final int workers;
    private final Worker<R> worker;
    private final CancellableFuture<List<R>> future = new CancellableFuture<>();
    private final Set<CancellableFuture<R>> inProgress = new HashSet<>();
    private final SortedMap<Integer, R> results = new TreeMap<>();
    private @Nullable Throwable failure;

    /**
     * The number of parts that were taken from the iterator or added, and are not finished; some are not in progress
     * yet.
     */
    private int unfinished;

    /** Whether parts may still be added. */
    private boolean open;

    private boolean stopped;

    /**
     * @param parts read when the next part can start
     * @param workers the most parts in progress at a time
     */
    PartsRun(Iterator<Part> parts, int workers, Worker<R> worker) {
        this.parts = parts;
        this.workers = workers;
        this.worker = worker;
        future.onCancel(this::stop);
    }

    /** Creates a run of all parts of a plan. */
    PartsRun(PartPlan plan, int workers, Worker<R> worker) {
        this(IntStream.rangeClosed(1, plan.count()).mapToObj(plan::part).iterator(), workers, worker);
    }

    /** Creates a run of parts that are {@linkplain #add added}, until its {@link #end}. */
    PartsRun(Worker<R> worker) {
        this(Collections.emptyIterator(), 0, worker);
        this.open = true;
    }

    /** Returns a future that completes with the results in the order of the parts, or with the first failure. */
    CancellableFuture<List<R>> future() {
        return future;
    }

    /** Starts a part, unless the run has failed or was cancelled. */
    void add(Part part) {
        synchronized (this) {
            if (isOver()) {
                return;
            }
            unfinished++;
        }
        transfer(part);
        finishIfIdle();
    }

    /** Completes the run when the parts that were added are transferred. */
    void end() {
        synchronized (this) {
            open = false;
        }
        finishIfIdle();
    }

    /** Fails the run, unless it has failed or was cancelled, and stops the parts in progress. */
    void fail(Throwable thrown) {
        // finished() subtracts one; no part was started here.
        synchronized (this) {
            unfinished++;
        }
        finished(thrown);
        finishIfIdle();
    }

    /** Returns whether no other part will be transferred, since one failed or the run was cancelled. */
    synchronized boolean isOver() {
        return stopped || failure != null;
    }

    private void stop() {
        synchronized (this) {
            stopped = true;
        }
        cancelInProgress();
        finishIfIdle();
    }

    /** Starts parts, or the parts that follow those that are in progress. */
    void start(Iterator<Part> next) {
        synchronized (this) {
            parts = next;
        }
        start();
    }

    /** Starts the next parts, as many as may be in progress. */
    void start() {
        try {
            Part part;
            while ((part = nextPart()) != null) {
                transfer(part);
            }
        } catch (Throwable t) {
            fail(t);
        }
        finishIfIdle();
    }

    private synchronized @Nullable Part nextPart() {
        if (isOver() || unfinished == workers || !parts.hasNext()) {
            return null;
        }
        Part next = parts.next();
        unfinished++;
        return next;
    }

    private void transfer(Part part) {
        CancellableFuture<R> transfer;
        try {
            transfer = worker.start(part);
        } catch (Throwable t) {
            finished(t);
            return;
        }
        try {
            boolean late;
            synchronized (this) {
                inProgress.add(transfer);
                late = isOver();
            }
            if (late) {
                transfer.cancel(true);
            }
            transfer.whenIdle((result, thrown) -> {
                finished(thrown == null ? add(part, result) : thrown, transfer);
                start();
            });
        } catch (Throwable t) {
            // No memory: the run does not wait for this part.
            finished(t, transfer);
        }
    }

    /** Returns why a result cannot be kept; null if it is. */
    private synchronized @Nullable Throwable add(Part part, R result) {
        try {
            results.put(part.number(), result);
            return null;
        } catch (OutOfMemoryError e) {
            return e;
        }
    }

    private void finished(@Nullable Throwable thrown, CancellableFuture<R> transfer) {
        synchronized (this) {
            inProgress.remove(transfer);
        }
        finished(thrown);
    }

    private void finished(@Nullable Throwable thrown) {
        boolean isFirstFailure;
        synchronized (this) {
            unfinished--;
            isFirstFailure = thrown != null && !isOver();
            if (isFirstFailure) {
                failure = thrown;
            }
        }
        if (isFirstFailure) {
            cancelInProgress();
        }
    }

    private void cancelInProgress() {
        try {
            Set<CancellableFuture<R>> cancelled;
            synchronized (this) {
                cancelled = new HashSet<>(inProgress);
            }
            for (Future<?> part : cancelled) {
                part.cancel(true);
            }
        } catch (OutOfMemoryError e) {
            // The parts continue, and the run waits for them.
        }
    }

    private void finishIfIdle() {
        Throwable thrown;
        List<R> transferred = null;
        synchronized (this) {
            boolean more = !isOver() && (open || parts.hasNext());
            if (unfinished > 0 || more) {
                return;
            }
            thrown = failure;
            try {
                transferred = new ArrayList<>(results.values());
            } catch (OutOfMemoryError e) {
                thrown = thrown == null ? e : thrown;
            }
        }
        if (thrown == null && transferred != null) {
            future.succeed(transferred);
        } else if (thrown != null) {
            future.fail(thrown);
        }
    }
}
