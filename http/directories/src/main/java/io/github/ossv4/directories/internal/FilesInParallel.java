// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.directories.internal;

import io.github.ossv4.directories.DirectoryOptions;
import io.github.ossv4.directories.FileOutcome;
import io.github.ossv4.http.TransferListener;
import io.github.ossv4.http.internal.file.TransferMeter;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Transfers files on several threads. The calling thread waits. */
final class FilesInParallel {
    /** The work for a file. */
    interface Work {
        /** Transfers a file, by calls that are cancelled if the thread that waits is interrupted. */
        FileOutcome run(DirectoryEntry entry, TransferListener progress) throws IOException;
    }

    private final RunThreads threads;
    private final CallsInProgress calls;
    private final List<DirectoryEntry> entries;
    private final Work work;
    private final FileOutcomes outcomes;
    private final TransferMeter meter;
    private final Thread caller = Thread.currentThread();
    private int started;
    private int running;
    private @Nullable Error error;

    /** @param calls the calls of {@code work} */
    FilesInParallel(
            RunThreads threads,
            CallsInProgress calls,
            List<DirectoryEntry> entries,
            DirectoryOptions options,
            Work work,
            FileOutcomes outcomes) {
        this.threads = threads;
        this.calls = calls;
        this.entries = entries;
        this.work = work;
        this.outcomes = outcomes;
        this.meter = new TransferMeter(options.progress(), System::nanoTime);
    }

    /**
     * Runs the work for all files. An interrupt cancels those in progress. An error of the consumer stops the others.
     *
     * @param files how many files are in progress at a time
     */
    void run(int files) throws InterruptedIOException {
        meter.total(entries.stream().mapToLong(entry -> entry.size).sum(), entries.size());
        meter.report();
        boolean interrupted = cancelIfInterrupted();
        try {
            for (int i = 0; i < Math.min(files, entries.size()) && error() == null; i++) {
                start();
            }
        } finally {
            while (isRunning()) {
                threads.park(this);
                interrupted |= cancelIfInterrupted();
            }
        }
        if (interrupted || cancelIfInterrupted()) {
            caller.interrupt();
            throw new InterruptedIOException("interrupted; the files in progress were cancelled: " + outcomes);
        }
        Error thrown = error();
        if (thrown != null) {
            throw thrown;
        }
    }

    private boolean cancelIfInterrupted() {
        boolean interrupted = Thread.interrupted();
        if (interrupted) {
            calls.cancel();
        }
        return interrupted;
    }

    private void start() {
        synchronized (this) {
            running++;
        }
        try {
            threads.start(this::work);
        } catch (Error e) {
            failed(e);
            ended();
        }
    }

    private void work() {
        try {
            for (int number = next(); number > 0; number = next()) {
                transfer(entries.get(number - 1), number);
            }
        } catch (Error e) {
            failed(e);
        } finally {
            ended();
        }
    }

    /** Returns the number of the next file, from 1; 0 if no other must be started. */
    private int next() {
        boolean isOver = calls.isCancelled() || outcomes.mustStop();
        synchronized (this) {
            if (isOver || error != null || started == entries.size()) {
                return 0;
            }
            started++;
            return started;
        }
    }

    private void transfer(DirectoryEntry entry, int number) {
        FileOutcome outcome;
        try {
            outcome = work.run(entry, progress -> meter.transferred(number, progress.bytes()));
        } catch (Throwable t) {
            outcome = outcomes.failed(entry, t);
        }
        outcomes.add(outcome, entry, number, meter);
    }

    private synchronized @Nullable Error error() {
        return error;
    }

    private synchronized void failed(Error thrown) {
        error = error == null ? thrown : error;
    }

    private synchronized boolean isRunning() {
        return running > 0;
    }

    private void ended() {
        synchronized (this) {
            running--;
        }
        LockSupport.unpark(caller);
    }
}
