// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.directories.internal;

import io.github.ossv4.directories.FileOutcome;
import io.github.ossv4.http.TransferListener;
import io.github.ossv4.http.internal.call.CancellableFuture;
import io.github.ossv4.http.internal.transfer.TransferMeter;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Transfers the files of a directory, several in parallel. The calling thread waits.
 */
final class DirectoryRun {
    /** Starts the work for a file. */
    interface Work {
        CancellableFuture<FileOutcome> start(DirectoryEntry entry, TransferListener progress) throws IOException;
    }

    private final int files;
    private final Work work;
    private final FileOutcomes outcomes;
    private final TransferMeter meter;
    private final Semaphore slots;
    private final Set<CancellableFuture<?>> inProgress = new HashSet<>();
    private final AtomicReference<@Nullable Error> error = new AtomicReference<>();

    /** @param files how many files are in progress at a time */
    DirectoryRun(int files, @Nullable TransferListener progress, Work work, FileOutcomes outcomes) {
        this.files = files;
        this.work = work;
        this.outcomes = outcomes;
        this.meter = new TransferMeter(progress, System::nanoTime);
        this.slots = new Semaphore(files);
    }

    /**
     * Runs the work for all files. An interrupt cancels those in progress. An error of the consumer stops the others.
     */
    void run(List<DirectoryEntry> entries) throws InterruptedIOException {
        meter.total(entries.stream().mapToLong(entry -> entry.size).sum(), entries.size());
        meter.report();
        try {
            int number = 0;
            for (DirectoryEntry entry : entries) {
                slots.acquire();
                number++;
                if (outcomes.mustStop() || error.get() != null) {
                    slots.release();
                    break;
                }
                start(entry, number);
            }
            slots.acquire(files);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        Error thrown = error.get();
        if (thrown != null) {
            throw thrown;
        }
    }

    private InterruptedIOException interrupted(InterruptedException e) {
        List<CancellableFuture<?>> cancelled;
        synchronized (inProgress) {
            cancelled = new ArrayList<>(inProgress);
        }
        cancelled.forEach(file -> file.cancel(true));
        // Each permit of a file in progress is released when the file is idle.
        slots.acquireUninterruptibly(files);
        Thread.currentThread().interrupt();
        InterruptedIOException interrupted =
                new InterruptedIOException("interrupted; the files in progress were cancelled: " + outcomes);
        interrupted.initCause(e);
        return interrupted;
    }

    private void start(DirectoryEntry entry, int number) {
        CancellableFuture<FileOutcome> future;
        try {
            future = work.start(entry, progress -> meter.transferred(number, progress.bytes()));
        } catch (IOException | RuntimeException e) {
            finished(entry, number, outcomes.failed(entry, e));
            return;
        }
        synchronized (inProgress) {
            inProgress.add(future);
        }
        future.whenIdle((outcome, failure) -> {
            synchronized (inProgress) {
                inProgress.remove(future);
            }
            finished(
                    entry, number, failure == null ? Objects.requireNonNull(outcome) : outcomes.failed(entry, failure));
        });
    }

    private void finished(DirectoryEntry entry, int number, FileOutcome outcome) {
        try {
            outcomes.add(outcome, entry, number, meter);
        } catch (Error e) {
            error.compareAndSet(null, e);
        } finally {
            slots.release();
        }
    }
}
