// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.transfer;

import io.github.ossv4.http.DirectoryOptions;
import io.github.ossv4.http.DirectoryResult;
import io.github.ossv4.http.FileOutcome;
import io.github.ossv4.http.PutResult;
import io.github.ossv4.http.SavedObject;
import io.github.ossv4.http.TransferListener;
import io.github.ossv4.http.VerifyResult;
import io.github.ossv4.http.internal.call.CancellableFuture;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Transfers the files of a directory, several in parallel, and collects their outcomes. The calling thread waits. */
final class DirectoryRun {
    /** A file to transfer. Immutable. */
    static final class Entry {
        final Path file;
        final String key;
        final long size;

        Entry(Path file, String key, long size) {
            this.file = file;
            this.key = key;
            this.size = size;
        }
    }

    /** Starts the transfer of a file. */
    interface Start {
        CancellableFuture<?> start(Entry entry, TransferListener progress) throws IOException;
    }

    private final DirectoryOptions options;
    private final Start start;
    private final TransferMeter meter;
    private final Semaphore slots;
    private final List<FileOutcome> skipped = new ArrayList<>();
    private final List<FileOutcome> failed = new ArrayList<>();
    private final Set<CancellableFuture<?>> inProgress = new HashSet<>();
    private long transferred;
    private long bytes;

    DirectoryRun(DirectoryOptions options, Start start) {
        this.options = options;
        this.start = start;
        this.meter = new TransferMeter(options.progress(), System::nanoTime);
        this.slots = new Semaphore(options.files());
    }

    /** Returns the checkpoint of a file; null if there are none. */
    @Nullable
    Path checkpoint(Entry entry) {
        BiFunction<String, Path, Path> checkpoints = options.checkpoints();
        return checkpoints == null ? null : checkpoints.apply(entry.key, entry.file);
    }

    /** Adds the outcome of a file that is not transferred. */
    void add(FileOutcome outcome) {
        record(outcome, 0);
    }

    private synchronized void record(FileOutcome outcome, long size) {
        switch (outcome.status()) {
            case TRANSFERRED:
                transferred++;
                bytes += size;
                break;
            case SKIPPED:
                skipped.add(outcome);
                break;
            case FAILED:
                failed.add(outcome);
                break;
        }
        if (options.outcomes() != null) {
            try {
                options.outcomes().accept(outcome);
            } catch (Throwable t) {
                // The contract of the consumer: what it throws is ignored.
            }
        }
    }

    private synchronized boolean mustStop() {
        return options.stopsAtFailure() && !failed.isEmpty();
    }

    /** Transfers the files. An interrupt cancels those in progress. */
    DirectoryResult transfer(List<Entry> entries) throws IOException {
        meter.total(entries.stream().mapToLong(entry -> entry.size).sum(), entries.size());
        meter.report();
        try {
            int number = 0;
            for (Entry entry : entries) {
                slots.acquire();
                number++;
                if (mustStop()) {
                    slots.release();
                    break;
                }
                start(entry, number);
            }
            slots.acquire(options.files());
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        return result();
    }

    private synchronized DirectoryResult result() {
        return DirectoryResult.of(transferred, bytes, new ArrayList<>(skipped), new ArrayList<>(failed));
    }

    private InterruptedIOException interrupted(InterruptedException e) {
        List<CancellableFuture<?>> cancelled;
        synchronized (this) {
            cancelled = new ArrayList<>(inProgress);
        }
        cancelled.forEach(file -> file.cancel(true));
        // Each permit of a file in progress is released when the file is idle.
        slots.acquireUninterruptibly(options.files());
        Thread.currentThread().interrupt();
        InterruptedIOException interrupted =
                new InterruptedIOException("interrupted; the files in progress were cancelled: " + result());
        interrupted.initCause(e);
        return interrupted;
    }

    private void start(Entry entry, int number) {
        CancellableFuture<?> transfer;
        try {
            transfer = start.start(entry, progress -> meter.transferred(number, progress.bytes()));
        } catch (IOException | RuntimeException e) {
            finished(entry, number, null, e);
            return;
        }
        synchronized (this) {
            inProgress.add(transfer);
        }
        transfer.whenIdle((result, failure) -> {
            synchronized (this) {
                inProgress.remove(transfer);
            }
            finished(entry, number, result, failure);
        });
    }

    /** An object may have been replaced since it was listed. */
    private static long size(Entry entry, @Nullable Object result) {
        return result instanceof SavedObject ? ((SavedObject) result).metadata().size() : entry.size;
    }

    private static FileOutcome transferred(Entry entry, @Nullable Object result) {
        return result instanceof SavedObject
                ? FileOutcome.downloaded((SavedObject) result)
                : FileOutcome.uploaded(entry.file, (PutResult) Objects.requireNonNull(result));
    }

    private void finished(Entry entry, int number, @Nullable Object result, @Nullable Throwable failure) {
        if (result instanceof VerifyResult) {
            record(FileOutcome.same(entry.file, entry.key), 0);
            meter.found(entry.size);
            meter.report();
            slots.release();
            return;
        }
        long size = size(entry, result);
        record(failure == null ? transferred(entry, result) : FileOutcome.failed(entry.file, entry.key, failure), size);
        if (failure == null) {
            meter.done(number, size);
        } else {
            meter.transferred(number, 0);
        }
        slots.release();
    }
}
