// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.directories;

import io.github.ossv4.internal.error.Suppressed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/** The result of the transfer or sync of a directory. Immutable. */
public final class DirectoryResult {
    private final long transferredCount;
    private final long bytes;
    private final List<FileOutcome> skipped;
    private final List<FileOutcome> failed;
    private final List<FileOutcome> deleted;
    private final List<FileOutcome> planned;

    private DirectoryResult(
            long transferredCount,
            long bytes,
            List<FileOutcome> skipped,
            List<FileOutcome> failed,
            List<FileOutcome> deleted,
            List<FileOutcome> planned) {
        this.transferredCount = transferredCount;
        this.bytes = bytes;
        this.skipped = Collections.unmodifiableList(skipped);
        this.failed = Collections.unmodifiableList(failed);
        this.deleted = Collections.unmodifiableList(deleted);
        this.planned = Collections.unmodifiableList(planned);
    }

    /**
     * Returns a result, also for a test of your code. The lists are not copied: do not change them.
     *
     * @param transferredCount the number of files that were transferred
     * @param bytes the total size of the files that were transferred
     */
    public static DirectoryResult of(
            long transferredCount, long bytes, List<FileOutcome> skipped, List<FileOutcome> failed) {
        return of(transferredCount, bytes, skipped, failed, Collections.emptyList(), Collections.emptyList());
    }

    /**
     * Returns the result of a sync, also for a test of your code. The lists are not copied: do not change them.
     *
     * @param transferredCount the number of files that were transferred
     * @param bytes the total size of the files that were transferred
     * @param deleted the files or objects that were deleted
     * @param planned the files that a dry run would transfer or delete
     */
    public static DirectoryResult of(
            long transferredCount,
            long bytes,
            List<FileOutcome> skipped,
            List<FileOutcome> failed,
            List<FileOutcome> deleted,
            List<FileOutcome> planned) {
        return new DirectoryResult(transferredCount, bytes, skipped, failed, deleted, planned);
    }

    /** Returns the number of files that were transferred. */
    public long transferredCount() {
        return transferredCount;
    }

    /** Returns the total size of the files that were transferred, in bytes. */
    public long bytes() {
        return bytes;
    }

    /** Returns the files that were skipped, each with its reason. */
    public List<FileOutcome> skipped() {
        return skipped;
    }

    /** Returns the files that failed, each with its exception. */
    public List<FileOutcome> failed() {
        return failed;
    }

    /** Returns the objects or files that were deleted because the source does not have them. */
    public List<FileOutcome> deleted() {
        return deleted;
    }

    /**
     * Returns what differs after a verification or a dry run, in the order of the keys: what would be transferred or
     * deleted, extra files and objects, and failures.
     */
    public List<FileOutcome> differences() {
        List<FileOutcome> differences = new ArrayList<>(planned);
        differences.addAll(failed);
        for (FileOutcome outcome : skipped) {
            if (outcome.difference() == FileOutcome.Difference.MISSING_ON_SOURCE) {
                differences.add(outcome);
            }
        }
        differences.sort(Comparator.comparing(FileOutcome::key));
        return differences;
    }

    /** Returns whether a verification or a dry run found no {@link #differences}. */
    public boolean isSame() {
        return differences().isEmpty();
    }

    /** Returns what a dry run would transfer or delete; empty without a dry run. */
    public List<FileOutcome> planned() {
        return planned;
    }

    /**
     * Throws if a file failed.
     *
     * @return this
     * @throws IOException with the number of failures in its message, the first failure as its cause, and the others
     *     suppressed
     */
    public DirectoryResult throwIfFailed() throws IOException {
        if (failed.isEmpty()) {
            return this;
        }
        IOException failure = new IOException(
                failed.size() + " of " + (failed.size() + transferredCount) + " files failed, the first is "
                        + failed.get(0),
                failed.get(0).failure());
        for (FileOutcome other : failed.subList(1, failed.size())) {
            Throwable thrown = other.failure();
            if (thrown != null) {
                Suppressed.add(failure, thrown);
            }
        }
        throw failure;
    }

    @Override
    public String toString() {
        return "DirectoryResult{" + transferredCount + " files of " + bytes + " bytes transferred, " + skipped.size()
                + " skipped, " + failed.size() + " failed"
                + (deleted.isEmpty() ? "" : ", " + deleted.size() + " deleted")
                + (planned.isEmpty() ? "" : ", " + planned.size() + " planned") + "}";
    }
}
