// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.text;

import io.github.ossv4.internal.text.PrintableText;
import java.util.Objects;

/**
 * Percent-encoding. Encodes as OSS signs: RFC 3986 section 2.3's unreserved characters ({@code A-Z a-z 0-9 - . _ ~})
 * stay, every other UTF-8 byte becomes {@code %XX} with upper-case digits. The canonical request and the URL on the
 * wire must both be encoded this way.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3986#section-2.1">RFC 3986</a>
 */
public final class PercentEncoding {
    private static final char[] HEX = "0123456789ABCDEF".toCharArray();
    private static final String UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    private static final boolean[] PLAIN = set(UNRESERVED);
    private static final boolean[] PLAIN_IN_PATH = set(UNRESERVED + '/');

    private PercentEncoding() {}

    private static boolean[] set(String ascii) {
        boolean[] set = new boolean[128];
        for (int i = 0; i < ascii.length(); i++) {
            set[ascii.charAt(i)] = true;
        }
        return set;
    }

    /**
     * Encodes a query name or value; a slash becomes {@code %2F}.
     *
     * @throws IllegalArgumentException if {@code text} contains an unpaired surrogate, which has no UTF-8 form
     */
    public static String encode(String text) {
        return encode(text, PLAIN);
    }

    /**
     * Encodes an object key as a path; slashes stay. Segments {@code .} and {@code ..} stay too: they are part of the
     * key.
     *
     * @throws IllegalArgumentException if {@code text} contains an unpaired surrogate, which has no UTF-8 form
     */
    public static String encodePath(String text) {
        return encode(text, PLAIN_IN_PATH);
    }

    /**
     * Encodes an object key as the path of a URL that clients send as it is. They would resolve a segment {@code .} or
     * {@code ..}, so the slashes of a key with such a segment become {@code %2F}. OSS decodes the same key.
     *
     * @throws IllegalArgumentException if {@code key} contains an unpaired surrogate, which has no UTF-8 form
     * @see <a href="https://www.rfc-editor.org/rfc/rfc3986#section-5.2.4">RFC 3986, removal of dot segments</a>
     */
    public static String encodeUrlPath(String key) {
        String path = "/" + key + "/";
        return path.contains("/./") || path.contains("/../") ? encode(key) : encodePath(key);
    }

    private static String encode(String text, boolean[] plain) {
        Objects.requireNonNull(text, "text");
        int prefix = 0;
        while (prefix < text.length() && isIn(plain, text.charAt(prefix))) {
            prefix++;
        }
        if (prefix == text.length()) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length() + 24);
        out.append(text, 0, prefix);
        for (int i = prefix; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isIn(plain, c)) {
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
                    throw new IllegalArgumentException(
                            "text has an unpaired surrogate, " + PrintableText.codePoint(c) + ", at index " + i);
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

    private static boolean isIn(boolean[] set, char c) {
        return c < set.length && set[c];
    }

    private static void appendByte(StringBuilder out, int b) {
        out.append('%').append(HEX[b >> 4]).append(HEX[b & 15]);
    }
}
