// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.callback;

import org.jspecify.annotations.Nullable;

/** A callback that OSS would refuse. The message names the value and the rule, on one line. */
public final class InvalidCallbackException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final @Nullable String ec;

    InvalidCallbackException(@Nullable String ec, String message) {
        super(oneLine(message));
        this.ec = ec;
    }

    /** What could end a line, or drive a terminal, is shown as an escape: what was decoded may be a stranger's. */
    static String oneLine(String text) {
        StringBuilder line = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean breaks = Character.isISOControl(c) || c == '\u2028' || c == '\u2029';
            line.append(breaks ? "\\u" + Integer.toHexString(c | 0x10000).substring(1) : String.valueOf(c));
        }
        return line.toString();
    }

    /** The error code (EC) that OSS answers with for this mistake, or null where it documents none. */
    public @Nullable String ec() {
        return ec;
    }
}
