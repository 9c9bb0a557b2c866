// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import java.util.Collections;
import java.util.List;

/** The comparison of a directory with the objects of a folder. Immutable. */
public final class DirectoryComparison {
    private final long sameCount;
    private final long sameBytes;
    private final List<FileComparison> differences;
    private final List<FileComparison> skipped;

    private DirectoryComparison(
            long sameCount, long sameBytes, List<FileComparison> differences, List<FileComparison> skipped) {
        this.sameCount = sameCount;
        this.sameBytes = sameBytes;
        this.differences = Collections.unmodifiableList(differences);
        this.skipped = Collections.unmodifiableList(skipped);
    }

    /**
     * Returns a comparison, also for a test of your code. The lists are not copied: do not change them.
     *
     * @param sameCount the number of files that equal their objects
     * @param sameBytes the total size of these files
     */
    public static DirectoryComparison of(
            long sameCount, long sameBytes, List<FileComparison> differences, List<FileComparison> skipped) {
        return new DirectoryComparison(sameCount, sameBytes, differences, skipped);
    }

    /** Returns the number of files that equal their objects. */
    public long sameCount() {
        return sameCount;
    }

    /** Returns the total size of the files that equal their objects, in bytes. */
    public long sameBytes() {
        return sameBytes;
    }

    /**
     * Returns the files and objects that differ, that lack their counterpart, or that could not be compared, in the order of
     * their keys.
     */
    public List<FileComparison> differences() {
        return differences;
    }

    /** Returns the symbolic links and special files, which are not compared, in the order of their keys. */
    public List<FileComparison> skipped() {
        return skipped;
    }

    /** Returns whether each file equals its object, and no file and no object lacks its counterpart. */
    public boolean isSame() {
        return differences.isEmpty();
    }

    @Override
    public String toString() {
        return "DirectoryComparison{" + sameCount + " files of " + sameBytes + " bytes are the same, "
                + differences.size() + " differences, " + skipped.size() + " skipped}";
    }
}
