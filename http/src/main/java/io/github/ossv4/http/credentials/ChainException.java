// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.credentials;

import io.github.ossv4.http.internal.redaction.EscapedMessage;
import io.github.ossv4.text.PrintableText;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Thrown if no source of the default chain has credentials. Its message has a line for each source that was tried. */
final class ChainException extends IOException implements EscapedMessage {
    private static final long serialVersionUID = 1;

    ChainException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** Returns a line of the message. */
    static String line(String source, Exception e) {
        String message = e.getMessage();
        return "\n  " + source + ": " + PrintableText.escape(message == null ? e.toString() : message);
    }
}
