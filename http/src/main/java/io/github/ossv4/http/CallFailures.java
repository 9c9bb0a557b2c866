// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.http.guard.EscapedMessage;
import io.github.ossv4.http.guard.SameType;
import io.github.ossv4.text.PrintableText;
import java.io.IOException;

/** Exceptions whose messages also name their call. */
final class CallFailures {
    private CallFailures() {}

    /**
     * Returns an exception that names its call, of the same type as far as callers distinguish types.
     *
     * @param call operation, key and host
     * @param failure becomes the cause
     * @param outcome what is known about the outcome; empty for nothing
     */
    static IOException withCall(String call, IOException failure, String outcome) {
        String message = failure.getMessage();
        boolean printable = failure instanceof EscapedMessage;
        boolean own = printable || failure instanceof ChangedBytesException;
        String text = message != null && (own || SameType.isKept(failure)) ? message : failure.toString();
        IOException named =
                SameType.of(failure, call + ": " + (printable ? text : PrintableText.escape(text)) + outcome);
        named.initCause(failure);
        return named;
    }
}
