// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.callback;

import io.github.ossv4.internal.text.PrintableText;

/** Thrown if a received callback fails a check. Not thrown outside this package. */
final class CallbackRejectedException extends Exception {
    private static final long serialVersionUID = 1;

    private static final int LONGEST_SHOWN = 120;

    private final CallbackCheck check;
    private final String reason;

    CallbackRejectedException(CallbackCheck check, String reason) {
        // Without stack trace: anyone can send invalid requests.
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

    /** Returns the beginning of an untrusted text, safe for a log. */
    static String shown(String text) {
        return PrintableText.escape(text, LONGEST_SHOWN);
    }
}
