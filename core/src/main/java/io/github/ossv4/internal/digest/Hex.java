// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.internal.digest;

import java.nio.charset.StandardCharsets;

/** Lower-case hexadecimal encoding. */
public final class Hex {
    /** The high digit of each byte. */
    private static final byte[] HIGH = new byte[256];

    /** The low digit of each byte. */
    private static final byte[] LOW = new byte[256];

    static {
        byte[] digits = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
        for (int b = 0; b < 256; b++) {
            HIGH[b] = digits[b >> 4];
            LOW[b] = digits[b & 15];
        }
    }

    private Hex() {}

    /** Returns the digits of bytes. */
    public static String encode(byte[] bytes) {
        byte[] text = new byte[bytes.length * 2];
        write(bytes, text, 0);
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    /** Returns the digits of the SHA-256 of a text in UTF-8. */
    public static String sha256(String text) {
        return encode(HmacSha256.sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Writes the digits of bytes at {@code offset} of a text in ASCII. */
    public static void write(byte[] bytes, byte[] text, int offset) {
        for (int i = 0; i < bytes.length; i++) {
            int b = bytes[i] & 0xff;
            text[offset + 2 * i] = HIGH[b];
            text[offset + 2 * i + 1] = LOW[b];
        }
    }
}
