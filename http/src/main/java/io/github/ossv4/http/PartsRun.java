// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.multipart.Part;
import java.io.IOException;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Transfers parts, some at a time, without a thread that waits for them. Thread-safe. */
final class PartsRun {
    /** Begins to transfer a part. */
    interface Worker {
        /** The future fails if the part cannot be transferred; cancelling it ends it. */
        CancellableFuture<?> begin(Part part) throws IOException;
    }

    private final Iterator<Part> parts;
    private final int atOnce;
    private final Worker worker;
    private final CancellableFuture<Boolean> ended = new CancellableFuture<>();
    private final Set<CancellableFuture<?>> underWay = new HashSet<>();
    private @Nullable Throwable failure;
    private int begun;
    private boolean stopped;

    /**
     * @param parts asked for the next one when it can be begun
     * @param atOnce how many are under way at most
     */
    PartsRun(Iterator<Part> parts, int atOnce, Worker worker) {
        this.parts = parts;
        this.atOnce = atOnce;
        this.worker = worker;
    }

    /**
     * Begins.
     *
     * @return what completes when no part is under way any more: with true if all are done, with false if it was stopped,
     *     otherwise with the first failure
     */
    CancellableFuture<Boolean> start() {
        more();
        return ended;
    }

    /** Ends what is under way, and begins no more. */
    void stop() {
        Set<CancellableFuture<?>> cancelled;
        synchronized (this) {
            stopped = true;
            cancelled = new HashSet<>(underWay);
        }
        cancelled.forEach(part -> part.cancel(true));
        end();
    }

    private void more() {
        while (true) {
            Part part;
            synchronized (this) {
                if (stopped || failure != null || begun == atOnce || !parts.hasNext()) {
                    break;
                }
                part = parts.next();
                begun++;
            }
            begin(part);
        }
        end();
    }

    private void begin(Part part) {
        CancellableFuture<?> future;
        try {
            future = worker.begin(part);
        } catch (Throwable t) {
            ended(null, t);
            return;
        }
        boolean late;
        synchronized (this) {
            underWay.add(future);
            late = stopped || failure != null;
        }
        if (late) {
            future.cancel(true);
        }
        future.whenQuiet((result, thrown) -> {
            ended(future, thrown);
            more();
        });
    }

    private void ended(@Nullable CancellableFuture<?> part, @Nullable Throwable thrown) {
        Set<CancellableFuture<?>> cancelled = new HashSet<>();
        synchronized (this) {
            begun--;
            underWay.remove(part);
            if (thrown != null && failure == null && !stopped) {
                failure = thrown;
                cancelled.addAll(underWay);
            }
        }
        cancelled.forEach(other -> other.cancel(true));
    }

    private void end() {
        Throwable thrown;
        synchronized (this) {
            boolean more = !stopped && failure == null && parts.hasNext();
            if (begun > 0 || more) {
                return;
            }
            thrown = failure;
        }
        if (thrown != null) {
            ended.completeExceptionally(thrown);
        } else {
            ended.complete(!stopped);
        }
        ended.quiet();
    }
}
