// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.sign;

/** A word of a POSIX shell. */
final class ShellWord {
    private ShellWord() {}

    /** Returns a text as one word, in single quotes unless it needs none. */
    static String quote(String text) {
        boolean plain = !text.isEmpty();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean letterOrDigit = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            plain &= letterOrDigit || "@%+=:,./-_".indexOf(c) >= 0;
        }
        return plain ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
