// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.sign;

/** A word of a POSIX shell. */
final class ShellWord {
    private ShellWord() {}

    /** Returns a text as one word, in single quotes unless it needs none. */
    static String quote(String text) {
        return text.matches("[a-zA-Z0-9@%+=:,./_-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
