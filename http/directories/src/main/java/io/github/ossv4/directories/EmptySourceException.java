// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.directories;

import java.io.IOException;

/** Thrown if a sync would delete all files of its target, because its source has none. Nothing was changed. */
public final class EmptySourceException extends IOException {
    private static final long serialVersionUID = 1;

    private final long extraCount;

    /**
     * Creates the exception, also for a test of your code.
     *
     * @param extraCount the number of files or objects that would be deleted
     */
    public EmptySourceException(String source, long extraCount) {
        super("the source has no files: " + source + "; all files of the target would be deleted (" + extraCount
                + "), which requires allowEmptySource(true)");
        this.extraCount = extraCount;
    }

    /** Returns the number of files or objects that would be deleted. */
    public long extraCount() {
        return extraCount;
    }
}
