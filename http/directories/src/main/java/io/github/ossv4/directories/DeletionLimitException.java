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
     * @param source the directory, or bucket and folder, for the message
     * @param target as {@code source}
     * @param extraCount the number of files or objects that would be deleted
     * @param targetCount the number of files or objects that the target has
     */
    public DeletionLimitException(
            String source, String target, long extraCount, long targetCount, DeletionLimit limit) {
        super(extraCount + " of the " + targetCount + " files of " + target + " would be deleted, because " + source
                + " does not have them; deletionLimit is " + limit);
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
