// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.sign;

import java.nio.charset.StandardCharsets;

/** Lower-case hex. */
final class Hex {
    private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private Hex() {}

    static String of(byte[] bytes) {
        byte[] text = new byte[bytes.length * 2];
        write(bytes, text, 0);
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    static void write(byte[] bytes, byte[] text, int offset) {
        for (int i = 0; i < bytes.length; i++) {
            text[offset + 2 * i] = DIGITS[bytes[i] >> 4 & 15];
            text[offset + 2 * i + 1] = DIGITS[bytes[i] & 15];
        }
    }
}
