// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.text.PrintableText;
import java.io.IOException;
import java.nio.file.Path;

/** A local file could not be written: sending a request again does not help. */
final class CannotWriteException extends IOException {
    private static final long serialVersionUID = 1;

    CannotWriteException(Path file, Exception reason) {
        // Not every reason has a text: that of a read-only file system is its name alone.
        super(PrintableText.escape("cannot write to " + file + ", or beside it: " + reason), reason);
    }
}
