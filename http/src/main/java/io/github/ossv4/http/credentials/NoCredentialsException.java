// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.credentials;

import io.github.ossv4.http.guard.PrintableLines;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A source has no valid credentials. */
final class NoCredentialsException extends IOException implements PrintableLines {
    private static final long serialVersionUID = 1;

    /** @param reason printable */
    NoCredentialsException(String reason, @Nullable Throwable cause) {
        super("no credentials: " + reason, cause);
    }
}
