// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.directories;

import org.jspecify.annotations.Nullable;

/** A limit of the files or objects that a sync deletes: a number, or a percentage of the target's. Immutable. */
public final class DeletionLimit {
    /** No limit. */
    public static final DeletionLimit NONE = new DeletionLimit(Long.MAX_VALUE, 100);

    private static final int ALL = 100;

    private final long files;
    private final int percent;

    private DeletionLimit(long files, int percent) {
        this.files = files;
        this.percent = percent;
    }

    /**
     * Returns a limit of a number of files or objects.
     *
     * @throws IllegalArgumentException if the number is negative
     */
    public static DeletionLimit files(long number) {
        if (number < 0) {
            throw new IllegalArgumentException("the limit of deletions must be at least 0, was " + number);
        }
        return new DeletionLimit(number, ALL);
    }

    /**
     * Returns a limit of a percentage of the files or objects that the target has, among the names that the filter
     * accepts.
     *
     * @throws IllegalArgumentException if it is not 0 to 100
     */
    public static DeletionLimit percent(int percent) {
        if (percent < 0 || percent > ALL) {
            throw new IllegalArgumentException("the limit of deletions must be 0 to 100 percent, was " + percent);
        }
        return new DeletionLimit(Long.MAX_VALUE, percent);
    }

    /** Returns whether the limit allows the deletion of {@code extra} of the {@code target} files or objects. */
    public boolean allows(long extra, long target) {
        return extra <= files && extra * (double) ALL <= (double) percent * target;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof DeletionLimit
                && ((DeletionLimit) other).files == files
                && ((DeletionLimit) other).percent == percent;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(files) + percent;
    }

    /** Returns the limit, such as {@code 10} or {@code 50%}, or {@code none}. */
    @Override
    public String toString() {
        return files < Long.MAX_VALUE ? Long.toString(files) : percent < ALL ? percent + "%" : "none";
    }
}
