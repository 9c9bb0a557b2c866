// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.credentials;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits the command line of an external command of the CLI into words: at whitespace, except in single or double
 * quotes. A backslash escapes the next character, except in single quotes and on Windows, where it separates the parts
 * of a path.
 */
final class CommandWords {
    private final List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();

    /** U+0000 outside of quotes. */
    private char quote;

    private CommandWords() {}

    /** @throws IllegalArgumentException if a quote is not closed, or the last character is a backslash */
    static List<String> split(String line, boolean windows) {
        return new CommandWords().words(line, windows);
    }

    private List<String> words(String line, boolean windows) {
        boolean started = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '\\' && quote != '\'' && isEscape(line, i, windows)) {
                i++;
                word.append(line.charAt(i));
                started = true;
            } else if (quote != 0 && c == quote) {
                quote = 0;
            } else if (quote == 0 && (c == '"' || c == '\'')) {
                quote = c;
                started = true;
            } else if (quote == 0 && Character.isWhitespace(c)) {
                end(started);
                started = false;
            } else {
                word.append(c);
                started = true;
            }
        }
        if (quote != 0) {
            throw new IllegalArgumentException("a quote of the command is not closed");
        }
        end(started);
        return words;
    }

    private boolean isEscape(String line, int backslash, boolean windows) {
        boolean last = backslash + 1 == line.length();
        if (windows) {
            return quote == '"' && !last && line.charAt(backslash + 1) == '"';
        }
        if (last) {
            throw new IllegalArgumentException("the command must not end with a backslash");
        }
        return quote == 0 || "\"\\$`".indexOf(line.charAt(backslash + 1)) >= 0;
    }

    private void end(boolean started) {
        if (started) {
            words.add(word.toString());
            word.setLength(0);
        }
    }
}
