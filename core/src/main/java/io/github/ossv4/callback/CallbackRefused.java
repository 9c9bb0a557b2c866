// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.callback;

import io.github.ossv4.text.PrintableText;

/** A received callback has failed a check. Never leaves this package. */
final class CallbackRefused extends Exception {
    private static final long serialVersionUID = 1;

    private static final int LONGEST_SHOWN = 120;

    private final CallbackCheck check;
    private final String reason;

    CallbackRefused(CallbackCheck check, String reason) {
        // Anybody can send bad requests: no stack trace for them.
        super(reason, null, false, false);
        this.check = check;
        this.reason = reason;
    }

    CallbackCheck check() {
        return check;
    }

    String reason() {
        return reason;
    }

    /** Returns the beginning of a text that anybody may have sent, fit for a log. */
    static String shown(String text) {
        return PrintableText.escape(text, LONGEST_SHOWN);
    }
}
