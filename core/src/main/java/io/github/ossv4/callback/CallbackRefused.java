// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.callback;

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

    /** A stranger's text, fit for a log: short, and on one line. */
    static String shown(String text) {
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < Math.min(text.length(), LONGEST_SHOWN); i++) {
            char c = text.charAt(i);
            shown.append(c >= ' ' && c < 0x7f ? c : '?');
        }
        return text.length() > LONGEST_SHOWN ? shown + "…" : shown.toString();
    }
}
