// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.internal.text;

/**
 * Makes texts of users and servers safe for logs and exception messages: one line, without characters that control a
 * terminal or reorder the text.
 *
 * <p>These characters are escaped as <code>&#92;u000a</code>: control characters (including line breaks, U+0085 and
 * DEL), U+2028 and U+2029, the controls of bidirectional text (U+061C, U+200E, U+200F, U+202A to U+202E, U+2066 to
 * U+2069), U+FEFF, and unpaired surrogates. All other characters stay, including backslashes: the result is
 * human-readable and cannot be decoded.
 *
 * @see <a href="https://www.unicode.org/reports/tr9/">Unicode Bidirectional Algorithm</a>
 */
public final class PrintableText {
    private PrintableText() {}

    /** Returns the text with escapes; the same text if it needs none. */
    public static String escape(String text) {
        int plain = 0;
        while (plain < text.length() && isPrintable(text, plain)) {
            plain++;
        }
        if (plain == text.length()) {
            return text;
        }
        StringBuilder escaped = new StringBuilder(text.length() + 16).append(text, 0, plain);
        for (int i = plain; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isPrintable(text, i)) {
                escaped.append(c);
            } else {
                escaped.append("\\u").append(hex(c));
            }
        }
        return escaped.toString();
    }

    /** Returns the first {@code most} characters with escapes, and an ellipsis if there are more. */
    public static String escape(String text, int most) {
        return escape(truncate(text, most));
    }

    /** Returns the first {@code most} characters without escapes, and an ellipsis if there are more. */
    public static String truncate(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most) + "…";
    }

    /** Returns the code of a character, such as {@code U+000a}. It can be shown even if the text is a secret. */
    public static String codePoint(int c) {
        return "U+" + hex(c);
    }

    private static String hex(int c) {
        String digits = Integer.toHexString(c);
        return digits.length() >= 4 ? digits : "0000".substring(digits.length()) + digits;
    }

    private static boolean isPrintable(String text, int index) {
        char c = text.charAt(index);
        if (c < 0x7f) {
            return c >= ' ';
        }
        if (Character.isHighSurrogate(c)) {
            return index + 1 < text.length() && Character.isLowSurrogate(text.charAt(index + 1));
        }
        if (Character.isLowSurrogate(c)) {
            return index > 0 && Character.isHighSurrogate(text.charAt(index - 1));
        }
        return !Character.isISOControl(c)
                && c != '\u061c'
                && c != '\u200e'
                && c != '\u200f'
                && !(c >= '\u2028' && c <= '\u202e')
                && !(c >= '\u2066' && c <= '\u2069')
                && c != '\ufeff';
    }
}
