// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.internal.text;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Decodes percent-encoding, with digits of either case.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3986#section-2.1">RFC 3986</a>
 */
public final class PercentDecoding {
    private PercentDecoding() {}

    /**
     * Returns the bytes of an encoded text; null if a percent sign is not followed by two hexadecimal digits. Other
     * characters become their UTF-8 bytes: a plus stays a plus.
     */
    public static byte @Nullable [] decode(String text) {
        for (int i = text.indexOf('%'); i >= 0; i = text.indexOf('%', i + 1)) {
            if (escapedByte(text, i) < 0) {
                return null;
            }
        }
        return decodeEscapes(text);
    }

    /** Like {@link #decode}, but returns a text; also null if the bytes are not UTF-8. */
    public static @Nullable String decodeUtf8(String text) {
        byte[] bytes = decode(text);
        return bytes == null ? null : Utf8.decode(bytes);
    }

    /**
     * Decodes the valid escapes of a text and keeps other percent signs. A plus stays a plus; bytes that are not UTF-8
     * become U+FFFD.
     */
    public static String decodeLeniently(String text) {
        return text.indexOf('%') < 0 ? text : new String(decodeEscapes(text), StandardCharsets.UTF_8);
    }

    private static byte[] decodeEscapes(String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(text.length());
        int literal = 0;
        for (int i = text.indexOf('%'); i >= 0; i = text.indexOf('%', i + 1)) {
            int decoded = escapedByte(text, i);
            if (decoded >= 0) {
                appendUtf8(out, text, literal, i);
                out.write(decoded);
                literal = i + 3;
            }
        }
        appendUtf8(out, text, literal, text.length());
        return out.toByteArray();
    }

    private static void appendUtf8(ByteArrayOutputStream out, String text, int from, int to) {
        if (from < to) {
            byte[] bytes = text.substring(from, to).getBytes(StandardCharsets.UTF_8);
            out.write(bytes, 0, bytes.length);
        }
    }

    /**
     * Returns the byte of the escape whose percent sign is at {@code index} of {@code text}; -1 if two hexadecimal
     * digits do not follow.
     */
    public static int escapedByte(String text, int index) {
        if (index + 2 >= text.length()) {
            return -1;
        }
        int high = digit(text.charAt(index + 1));
        int low = digit(text.charAt(index + 2));
        return high < 0 || low < 0 ? -1 : high << 4 | low;
    }

    /** Returns the value of an ASCII digit; {@link Character#digit} accepts the digits of all scripts. */
    private static int digit(char c) {
        return c < 0x80 ? Character.digit(c, 16) : -1;
    }
}
