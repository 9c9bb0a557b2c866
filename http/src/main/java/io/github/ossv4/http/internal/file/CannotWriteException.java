// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.file;

import io.github.ossv4.internal.text.PrintableText;
import java.io.IOException;
import java.nio.file.Path;

/** Thrown if a local file cannot be written: a retry would fail as well. */
public final class CannotWriteException extends IOException {
    private static final long serialVersionUID = 1;

    public CannotWriteException(Path file, Exception reason) {
        // Some exceptions have no message: the exception of a read-only file system has only its class.
        super(PrintableText.escape("cannot write " + file + " or its temporary file: " + reason), reason);
    }
}
