// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import io.github.ossv4.text.PrintableText;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A pattern of names, in one of two syntaxes. Both have {@code [a-f]} for one of these characters, {@code [!a-f]} for
 * another one, {@code {jpg,png}} for one of several patterns, and a backslash, which takes the special meaning of the
 * next character. Immutable.
 */
record NamePattern(Pattern regex) {
    /** The syntaxes. */
    enum Syntax {
        /** That of ossutil: {@code *} and {@code ?} match slashes too, and the whole name must match. */
        OSSUTIL,
        /**
         * That of rclone: {@code *} and {@code ?} match no slash, {@code **} does. A pattern that starts with a slash
         * matches a whole name, others also the end of a name after a slash. One that ends with a slash matches all
         * that is below a directory. <code>{{a|b}}</code> is a regular expression.
         *
         * @see <a href="https://rclone.org/filtering/">rclone filtering</a>
         */
        RCLONE
    }

    /**
     * Parses a pattern.
     *
     * @throws IllegalArgumentException if a bracket or brace is not closed, a range is reversed, or nothing follows a
     *     backslash
     */
    static NamePattern parse(String text, Syntax syntax) {
        boolean isRclone = syntax == Syntax.RCLONE;
        StringBuilder regex = new StringBuilder(isRclone && !text.startsWith("/") ? "(?:.*/)?" : "");
        int i = isRclone && text.startsWith("/") ? 1 : 0;
        int braces = 0;
        while (i < text.length()) {
            int c = text.codePointAt(i);
            int next = i + Character.charCount(c);
            switch (c) {
                case '*' -> {
                    boolean isDouble = text.startsWith("**", i);
                    if (isRclone && text.startsWith("***", i)) {
                        throw new IllegalArgumentException("must have one or two stars in a row");
                    }
                    regex.append(isRclone && !isDouble ? "[^/]*" : ".*");
                    next += isDouble ? 1 : 0;
                }
                case '?' -> regex.append(isRclone ? "[^/]" : ".");
                case '[' -> next = appendSet(text, next, regex);
                case ']' -> {
                    if (isRclone) {
                        throw new IllegalArgumentException("must open its bracket by [");
                    }
                    appendLiteral(c, regex);
                }
                case '{' -> {
                    if (isRclone && text.startsWith("{{", i)) {
                        next = appendRegex(text, i + 2, regex);
                    } else {
                        regex.append("(?:");
                        braces++;
                    }
                }
                case ',', '}' -> {
                    if (braces == 0 && isRclone && c == '}') {
                        throw new IllegalArgumentException("must open its brace by {");
                    }
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
        if (isRclone && text.endsWith("/")) {
            regex.append(".*");
        }
        try {
            return new NamePattern(Pattern.compile(regex.toString(), Pattern.DOTALL));
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("must not have a reversed range or a malformed expression", e);
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

    /** Appends the regular expression that starts after two braces; returns the index after its end. */
    private static int appendRegex(String text, int start, StringBuilder regex) {
        int end = text.indexOf("}}", start);
        if (end < 0) {
            throw new IllegalArgumentException("must close its expression by }}");
        }
        regex.append("(?:").append(text, start, end).append(')');
        return end + 2;
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
                return parse(text, Syntax.OSSUTIL);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage() + ", was " + PrintableText.escape(text));
            }
        }
    }
}
