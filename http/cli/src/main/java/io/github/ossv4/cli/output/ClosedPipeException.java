// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.output;

import java.io.IOException;

/** The reader of standard output no longer reads, as {@code head} after its last line. Programs end silently then. */
public final class ClosedPipeException extends IOException {
    private static final long serialVersionUID = 1;

    /** Returns an exception with this cause. */
    public ClosedPipeException(IOException cause) {
        super("the reader of standard output closed the pipe", cause);
    }
}
