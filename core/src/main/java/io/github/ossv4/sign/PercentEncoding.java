// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.sign;

import io.github.ossv4.text.PrintableText;

/**
 * Percent-encoding as OSS signs it: RFC 3986 section 2.3's unreserved characters ({@code A-Z a-z 0-9 - . _ ~}) stay,
 * every other UTF-8 byte becomes {@code %XX} with upper-case digits. The canonical request and the URL on the wire must
 * both be spelled with it.
 */
public final class PercentEncoding {
    private static final char[] HEX = "0123456789ABCDEF".toCharArray();
    private static final boolean[] UNRESERVED = new boolean[128];

    static {
        for (char c : "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~".toCharArray()) {
            UNRESERVED[c] = true;
        }
    }

    private PercentEncoding() {}

    /**
     * Encodes a query name or value; a slash becomes {@code %2F}.
     *
     * @throws IllegalArgumentException if {@code text} holds half of a surrogate pair, which has no UTF-8 form
     */
    public static String encode(String text) {
        return encode(text, false);
    }

    /**
     * Encodes an object key as a path; slashes stay. Segments {@code .} and {@code ..} stay too: they are part of the
     * key's name.
     *
     * @throws IllegalArgumentException if {@code text} holds half of a surrogate pair, which has no UTF-8 form
     */
    public static String encodePath(String text) {
        return encode(text, true);
    }

    private static String encode(String text, boolean keepSlash) {
        int plain = plainPrefix(text, keepSlash);
        if (plain == text.length()) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length() + 24);
        out.append(text, 0, plain);
        for (int i = plain; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isPlain(c, keepSlash)) {
                out.append(c);
            } else if (c < 0x80) {
                appendByte(out, c);
            } else if (c < 0x800) {
                appendByte(out, 0xc0 | (c >> 6));
                appendByte(out, 0x80 | (c & 0x3f));
            } else if (!Character.isSurrogate(c)) {
                appendByte(out, 0xe0 | (c >> 12));
                appendByte(out, 0x80 | ((c >> 6) & 0x3f));
                appendByte(out, 0x80 | (c & 0x3f));
            } else {
                int codePoint = text.codePointAt(i);
                if (!Character.isSupplementaryCodePoint(codePoint)) {
                    throw new IllegalArgumentException("half of a surrogate pair, " + PrintableText.codePoint(c)
                            + ", at index " + i + ": it has no UTF-8 form");
                }
                appendByte(out, 0xf0 | (codePoint >> 18));
                appendByte(out, 0x80 | ((codePoint >> 12) & 0x3f));
                appendByte(out, 0x80 | ((codePoint >> 6) & 0x3f));
                appendByte(out, 0x80 | (codePoint & 0x3f));
                i++;
            }
        }
        return out.toString();
    }

    private static int plainPrefix(String text, boolean keepSlash) {
        int i = 0;
        while (i < text.length() && isPlain(text.charAt(i), keepSlash)) {
            i++;
        }
        return i;
    }

    private static boolean isPlain(char c, boolean keepSlash) {
        return c < 128 && (UNRESERVED[c] || (keepSlash && c == '/'));
    }

    private static void appendByte(StringBuilder out, int b) {
        out.append('%').append(HEX[b >> 4]).append(HEX[b & 15]);
    }
}
