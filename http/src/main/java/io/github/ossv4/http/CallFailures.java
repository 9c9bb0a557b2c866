// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.http.guard.PrintableLines;
import io.github.ossv4.http.guard.SameType;
import io.github.ossv4.text.PrintableText;
import java.io.IOException;

/** An exception whose message also names its call. */
final class NamedFailure {
    private NamedFailure() {}

    /**
     * Returns an exception of the same type, as far as callers distinguish types.
     *
     * @param call operation, key and host
     * @param failure becomes the cause
     * @param outcome what is known about the outcome; empty for nothing
     */
    static IOException of(String call, IOException failure, String outcome) {
        String message = failure.getMessage();
        boolean printable = failure instanceof PrintableLines;
        boolean own = printable || failure instanceof ChangedBytesException;
        String text = message != null && (own || SameType.isKept(failure)) ? message : failure.toString();
        IOException named =
                SameType.of(failure, call + ": " + (printable ? text : PrintableText.escape(text)) + outcome);
        named.initCause(failure);
        return named;
    }
}
