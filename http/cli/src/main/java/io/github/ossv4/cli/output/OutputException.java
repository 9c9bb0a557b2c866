// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.output;

import java.io.IOException;

/** Standard output cannot be written, for example since the disk is full. */
public final class OutputException extends IOException {
    private static final long serialVersionUID = 1;

    /** Returns an exception with this message and cause. */
    public OutputException(String message, IOException cause) {
        super(message, cause);
    }
}
