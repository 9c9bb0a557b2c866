// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.directories.internal;

import io.github.ossv4.directories.Comparison;
import io.github.ossv4.directories.DirectoryOptions;
import io.github.ossv4.directories.DirectoryResult;
import io.github.ossv4.directories.FileOutcome;
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.http.GetOptions;
import io.github.ossv4.http.ObjectMetadata;
import io.github.ossv4.http.ServiceException;
import io.github.ossv4.http.TransferListener;
import io.github.ossv4.http.VerifyResult;
import io.github.ossv4.http.internal.file.FileChecksum;
import io.github.ossv4.http.internal.file.FileTransfers;
import io.github.ossv4.http.internal.file.UploadFile;
import java.io.IOException;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.List;

/**
 * A transfer of a directory, or between two folders: lists both sides, compares them, transfers what differs, and
 * deletes what only the target has. Single use.
 */
abstract class DirectoryRun {
    final BucketClient client;
    final FileTransfers transfers;
    final DirectoryOptions options;
    final FileOutcomes outcomes;
    final CallsInProgress calls;
    private final RunThreads threads;

    /** @throws IllegalStateException if the client is closed */
    DirectoryRun(BucketClient client, RunThreads threads, DirectoryOptions options) {
        this.client = client;
        this.transfers = FileTransfers.of(client);
        this.options = options;
        this.outcomes = new FileOutcomes(options);
        this.calls = new CallsInProgress(threads);
        this.threads = threads;
    }

    public final DirectoryResult execute() throws IOException {
        try {
            List<DirectoryEntry> entries = list();
            // A dry run that compares nothing names the files in their order.
            int files = options.dryRun() && !comparesFiles() ? 1 : options.parallel();
            new FilesInParallel(threads, calls, entries, options, this::transferIfDifferent, outcomes).run(files);
            deleteExtra();
        } finally {
            close();
        }
        return outcomes.result();
    }

    /**
     * Lists the sides, checks the limit of deletions, and adds the outcomes of what need not be transferred.
     *
     * @return the others, some of which may still be the same
     */
    abstract List<DirectoryEntry> list() throws IOException;

    /** Returns whether some of the files are compared before they are transferred. */
    abstract boolean comparesFiles();

    /** Returns the conditions that an object must meet to be compared. */
    GetOptions compared() {
        return GetOptions.NONE;
    }

    /** Transfers a file, unless it turns out to be the same. Called by several threads. */
    abstract FileOutcome transferIfDifferent(DirectoryEntry entry, TransferListener progress) throws IOException;

    /** Transfers a file that differs, unless it is a dry run. */
    abstract FileOutcome transfer(DirectoryEntry entry, TransferListener progress) throws IOException;

    /** Deletes what only the target has. */
    abstract void deleteExtra();

    /** Closes what is open. Called once, also after a failure. */
    void close() throws IOException {}

    /** Compares a file with its object, and transfers it if they differ or there is no object. */
    final FileOutcome transferIfDifferent(
            SameRule rule, UploadFile file, DirectoryEntry entry, TransferListener progress) throws IOException {
        BasicFileAttributes attributes = file.attributes();
        ObjectMetadata metadata;
        try {
            metadata = calls.head(client, entry.key, compared());
        } catch (ServiceException e) {
            if (!e.isNotFound()) {
                throw e;
            }
            outcomes.differ(
                    entry,
                    rule.isUpload()
                            ? FileOutcome.Difference.MISSING_ON_TARGET
                            : FileOutcome.Difference.MISSING_ON_SOURCE,
                    attributes.size(),
                    null);
            return transfer(entry, progress);
        }
        if (isSame(rule, entry, metadata, file, attributes)) {
            return FileOutcome.same(entry.file, entry.key, attributes.size());
        }
        calls.check();
        return transfer(entry, progress);
    }

    /** Compares, and sets the difference. */
    private boolean isSame(
            SameRule rule,
            DirectoryEntry entry,
            ObjectMetadata metadata,
            UploadFile file,
            BasicFileAttributes attributes)
            throws IOException {
        long size = attributes.size();
        Instant time = attributes.lastModifiedTime().toInstant();
        if (rule.needsChecksum(time, metadata, size)) {
            VerifyResult result = FileChecksum.compare(metadata, file, size);
            outcomes.verified(entry, result);
            return result.isSame();
        }
        boolean isSame =
                metadata.size() == size && (rule.comparison() == Comparison.SIZE || rule.isSame(time, metadata));
        if (!isSame) {
            outcomes.differ(entry, FileOutcome.Difference.DIFFERENT, size, metadata.size());
        }
        return isSame;
    }
}
