// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.directories.internal;

import io.github.ossv4.directories.FileOutcome;
import io.github.ossv4.http.TransferListener;
import io.github.ossv4.http.internal.call.AsyncCall;
import io.github.ossv4.http.internal.call.Deadline;
import io.github.ossv4.http.internal.call.Scope;
import io.github.ossv4.http.internal.call.Transport;
import io.github.ossv4.http.internal.transfer.TransferMeter;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Transfers the files of a directory, several in parallel. The calling thread waits. */
final class DirectoryRun {
    /** The work for a file. */
    interface Work {
        /**
         * Transfers a file.
         *
         * @param scope ends if the thread that waits is interrupted
         */
        FileOutcome run(DirectoryEntry entry, TransferListener progress, Scope scope) throws IOException;
    }

    private final Transport transport;
    private final int files;
    private final Work work;
    private final FileOutcomes outcomes;
    private final TransferMeter meter;
    private final Scope scope;
    private final Set<AsyncCall<?>> inProgress = new HashSet<>();
    private @Nullable Error error;

    /** @param files how many files are in progress at a time */
    DirectoryRun(
            Transport transport, int files, @Nullable TransferListener progress, Work work, FileOutcomes outcomes) {
        this.transport = transport;
        this.files = files;
        this.work = work;
        this.outcomes = outcomes;
        this.meter = new TransferMeter(progress, System::nanoTime);
        this.scope = Scope.ofCaller(transport);
    }

    /**
     * Runs the work for all files. An interrupt cancels those in progress. An error of the consumer stops the others.
     */
    void run(List<DirectoryEntry> entries) throws InterruptedIOException {
        meter.total(entries.stream().mapToLong(entry -> entry.size).sum(), entries.size());
        meter.report();
        scope.inFlight(this::cancel);
        try {
            int number = 0;
            for (DirectoryEntry entry : entries) {
                scope.await(() -> scope.isOver() || inProgress() < files);
                if (scope.isOver() || outcomes.mustStop() || error() != null) {
                    break;
                }
                number++;
                start(entry, number);
            }
        } finally {
            scope.await(() -> inProgress() == 0);
        }
        if (scope.isOver()) {
            throw new InterruptedIOException("interrupted; the files in progress were cancelled: " + outcomes);
        }
        Error thrown = error();
        if (thrown != null) {
            throw thrown;
        }
    }

    private synchronized int inProgress() {
        return inProgress.size();
    }

    private synchronized @Nullable Error error() {
        return error;
    }

    private void cancel() {
        List<AsyncCall<?>> cancelled;
        synchronized (this) {
            cancelled = new ArrayList<>(inProgress);
        }
        cancelled.forEach(file -> file.cancel(true));
    }

    private void start(DirectoryEntry entry, int number) {
        AsyncCall<FileOutcome> call;
        try {
            call = AsyncCall.start(
                    transport,
                    Deadline.NONE,
                    "the transfer of a file",
                    ofFile -> work.run(entry, progress -> meter.transferred(number, progress.bytes()), ofFile));
        } catch (RuntimeException e) {
            add(outcomes.failed(entry, e), entry, number);
            return;
        }
        synchronized (this) {
            inProgress.add(call);
        }
        call.whenIdle((outcome, failure) -> {
            try {
                add(failure == null ? outcome : outcomes.failed(entry, failure), entry, number);
            } finally {
                ended(call);
            }
        });
    }

    private void add(FileOutcome outcome, DirectoryEntry entry, int number) {
        try {
            outcomes.add(outcome, entry, number, meter);
        } catch (Error e) {
            failed(e);
        }
    }

    private synchronized void failed(Error thrown) {
        error = error == null ? thrown : error;
    }

    private void ended(AsyncCall<?> call) {
        synchronized (this) {
            inProgress.remove(call);
        }
        scope.wake();
    }
}
