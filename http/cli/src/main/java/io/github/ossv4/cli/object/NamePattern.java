// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import io.github.ossv4.internal.text.PrintableText;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A pattern of names, as ossutil has it: {@code *} and {@code ?} match slashes too, {@code [a-f]} one of these
 * characters, {@code [!a-f]} another one, {@code {jpg,png}} one of several patterns. A backslash takes the special
 * meaning of the next character. The whole name must match. Immutable.
 */
record NamePattern(Pattern regex) {
    /**
     * Parses a pattern.
     *
     * @throws IllegalArgumentException if a bracket or brace is not closed, a range is reversed, or nothing follows a
     *     backslash
     */
    static NamePattern parse(String text) {
        StringBuilder regex = new StringBuilder();
        int i = 0;
        int braces = 0;
        while (i < text.length()) {
            int c = text.codePointAt(i);
            int next = i + Character.charCount(c);
            switch (c) {
                case '*' -> regex.append(".*");
                case '?' -> regex.append('.');
                case '[' -> next = appendSet(text, next, regex);
                case '{' -> {
                    regex.append("(?:");
                    braces++;
                }
                case ',', '}' -> {
                    if (braces == 0) {
                        appendLiteral(c, regex);
                    } else {
                        regex.append(c == ',' ? '|' : ')');
                        braces -= c == ',' ? 0 : 1;
                    }
                }
                case '\\' -> {
                    if (next == text.length()) {
                        throw new IllegalArgumentException("must not end with a backslash");
                    }
                    c = text.codePointAt(next);
                    appendLiteral(c, regex);
                    next += Character.charCount(c);
                }
                default -> appendLiteral(c, regex);
            }
            i = next;
        }
        if (braces > 0) {
            throw new IllegalArgumentException("must close its brace by }");
        }
        try {
            return new NamePattern(Pattern.compile(regex.toString(), Pattern.DOTALL));
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("must not have a reversed range", e);
        }
    }

    /** Appends the set that starts after a bracket; returns the index after its end. */
    private static int appendSet(String text, int start, StringBuilder regex) {
        boolean negated = text.startsWith("!", start) || text.startsWith("^", start);
        int first = negated ? start + 1 : start;
        // A bracket directly after the start is one of the characters.
        int end = text.indexOf(']', first + 1);
        if (end < 0) {
            throw new IllegalArgumentException("must close its bracket by ]");
        }
        regex.append(negated ? "[^" : "[");
        text.substring(first, end).codePoints().forEach(c -> {
            if (c == '-') {
                regex.append('-');
            } else {
                appendLiteral(c, regex);
            }
        });
        regex.append(']');
        return end + 1;
    }

    private static void appendLiteral(int c, StringBuilder regex) {
        if (c < 0x80 && !Character.isLetterOrDigit(c)) {
            regex.append('\\');
        }
        regex.appendCodePoint(c);
    }

    /** Returns whether a whole name matches. */
    boolean matches(String name) {
        return regex.matcher(name).matches();
    }

    /** Parses the patterns in arguments. */
    static final class Converter implements ITypeConverter<NamePattern> {
        @Override
        public NamePattern convert(String text) {
            try {
                return parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage() + ", was " + PrintableText.escape(text));
            }
        }
    }
}
