// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.directories;

import java.io.IOException;

/** Thrown if a sync would delete more than {@link DirectoryOptions#deletionLimit} allows. Nothing was changed. */
public final class DeletionLimitException extends IOException {
    private static final long serialVersionUID = 1;

    private final long extraCount;
    private final long targetCount;

    /**
     * Creates the exception, also for a test of your code.
     *
     * @param extraCount the number of files or objects that would be deleted
     * @param targetCount the number of files or objects that the target has
     */
    public DeletionLimitException(long extraCount, long targetCount, DeletionLimit limit) {
        super(extraCount + " of the " + targetCount + " files of the target would be deleted, the limit is " + limit);
        this.extraCount = extraCount;
        this.targetCount = targetCount;
    }

    /** Returns the number of files or objects that would be deleted. */
    public long extraCount() {
        return extraCount;
    }

    /** Returns the number of files or objects that the target has, among the names that the filter accepts. */
    public long targetCount() {
        return targetCount;
    }
}
