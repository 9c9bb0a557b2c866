// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.directories.internal;

import io.github.ossv4.directories.Comparison;
import io.github.ossv4.directories.DirectoryOptions;
import org.jspecify.annotations.Nullable;

/** The treatment of the target by a transfer. */
public enum Mode {
    /** Adds files to it. They are compared only if the options say how. */
    TRANSFER,
    /** Makes it equal to the source. */
    SYNC;

    /** Returns how files are compared; null if they are not. */
    @Nullable
    Comparison comparison(DirectoryOptions options) {
        Comparison chosen = options.comparison();
        return chosen == null && this == SYNC ? Comparison.SIZE_AND_TIME : chosen;
    }
}
