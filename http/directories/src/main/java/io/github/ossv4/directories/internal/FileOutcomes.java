// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.directories.internal;

import io.github.ossv4.directories.DirectoryOptions;
import io.github.ossv4.directories.DirectoryResult;
import io.github.ossv4.directories.FileOutcome;
import io.github.ossv4.http.SavedObject;
import io.github.ossv4.http.VerifyResult;
import io.github.ossv4.http.internal.file.TransferMeter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The outcomes of the files of a transfer. Thread-safe. */
final class FileOutcomes {
    private final DirectoryOptions options;
    /** Add the results of comparisons to outcomes. */
    private final Map<DirectoryEntry, UnaryOperator<FileOutcome>> compared = new ConcurrentHashMap<>();

    private final Set<DirectoryEntry> heldEntries = new HashSet<>();

    /** The outcomes of files that are transferred, but not yet at their places. */
    private final Map<DirectoryEntry, FileOutcome> held = new ConcurrentHashMap<>();

    private final List<FileOutcome> skipped = new ArrayList<>();
    private final List<FileOutcome> failed = new ArrayList<>();
    private final List<FileOutcome> deleted = new ArrayList<>();
    private final List<FileOutcome> planned = new ArrayList<>();
    private long transferred;
    private long bytes;

    FileOutcomes(DirectoryOptions options) {
        this.options = options;
    }

    /** Adds the outcome of a file that is not transferred. */
    void add(FileOutcome outcome) {
        record(outcome, 0);
    }

    /** Adds the outcome of a file or object that is kept although the source does not have it. */
    void addKept(@Nullable Path file, String key, long size, String reason) {
        add(extra(FileOutcome.skipped(file, key, reason), size));
    }

    /** Adds the outcome of a file or object that the source does not have and that could not be deleted. */
    void addNotDeleted(@Nullable Path file, String key, long size, Throwable failure) {
        add(extra(FileOutcome.failed(file, key, failure), size));
    }

    private static FileOutcome extra(FileOutcome outcome, long size) {
        return outcome.file() == null
                ? outcome.withDifference(FileOutcome.Difference.MISSING_ON_SOURCE, null, size)
                : outcome.withDifference(FileOutcome.Difference.MISSING_ON_SOURCE, size, null);
    }

    /** Sets how a file and its object differ, for its outcome. */
    void differ(
            DirectoryEntry entry,
            FileOutcome.Difference difference,
            @Nullable Long fileSize,
            @Nullable Long objectSize) {
        compared.put(entry, outcome -> outcome.withDifference(difference, fileSize, objectSize));
    }

    /** Sets the result of a comparison by CRC64, for the outcome of the file. */
    void verified(DirectoryEntry entry, VerifyResult result) {
        compared.put(entry, outcome -> outcome.withVerification(result));
    }

    /** Holds the outcome of a file that is transferred, until it is released. */
    void hold(DirectoryEntry entry) {
        heldEntries.add(entry);
    }

    /** Returns whether the file is transferred, and its outcome held. */
    boolean isHeld(DirectoryEntry entry) {
        return held.containsKey(entry);
    }

    /**
     * Adds the outcome that was held.
     *
     * @param failure why the file could not get to its place; null if it did
     */
    void release(DirectoryEntry entry, @Nullable IOException failure) {
        FileOutcome outcome = Objects.requireNonNull(held.remove(entry));
        record(
                failure == null
                        ? outcome
                        : failed(entry, failure)
                                .withDifference(outcome.difference(), outcome.fileSize(), outcome.objectSize()),
                entry.size);
    }

    /** Returns the outcome of a file whose future has failed. */
    FileOutcome failed(DirectoryEntry entry, Throwable failure) {
        return FileOutcome.failed(entry.fileOrNull(), entry.key, failure);
    }

    /** Adds the outcome of a file, and updates the meter: in which this file is the part of that number. */
    void add(FileOutcome outcome, DirectoryEntry entry, int number, TransferMeter meter) {
        SavedObject saved = outcome.saved();
        // An object may have been replaced since it was listed.
        long size = saved == null ? entry.size : saved.metadata().size();
        UnaryOperator<FileOutcome> comparison = compared.remove(entry);
        FileOutcome known = comparison == null ? outcome : comparison.apply(outcome);
        if (heldEntries.contains(entry) && outcome.status() == FileOutcome.Status.TRANSFERRED) {
            held.put(entry, known);
        } else {
            record(known, size);
        }
        switch (outcome.status()) {
            case TRANSFERRED:
                meter.done(number, size);
                break;
            case FAILED:
                meter.transferred(number, 0);
                break;
            default:
                meter.found(size);
                meter.report();
                break;
        }
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
            case DELETED:
                deleted.add(outcome);
                break;
            case WOULD_TRANSFER:
            case WOULD_DELETE:
                planned.add(outcome);
                break;
        }
        notify(outcome);
    }

    private void notify(FileOutcome outcome) {
        if (options.outcomes() != null) {
            try {
                options.outcomes().accept(outcome);
            } catch (Exception e) {
                // The contract of the consumer: its exceptions are ignored.
            }
        }
    }

    /** Returns whether no further file may be started. */
    synchronized boolean mustStop() {
        return options.stopAtFailure() && !failed.isEmpty();
    }

    /** Returns the first failure; null if nothing failed. */
    synchronized @Nullable FileOutcome firstFailure() {
        return failed.isEmpty() ? null : failed.get(0);
    }

    synchronized DirectoryResult result() {
        return DirectoryResult.of(
                transferred,
                bytes,
                new ArrayList<>(skipped),
                new ArrayList<>(failed),
                new ArrayList<>(deleted),
                new ArrayList<>(planned));
    }

    @Override
    public String toString() {
        return result().toString();
    }
}
