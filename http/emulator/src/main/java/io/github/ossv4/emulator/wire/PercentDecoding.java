// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.wire;

import java.util.Arrays;
import java.util.HexFormat;

/** Percent-decoding. A plus sign is kept: it means a space in HTML forms only. */
public final class PercentDecoding {
    private PercentDecoding() {}

    /**
     * Decodes a text that has one character for each byte.
     *
     * @throws IllegalArgumentException if a percent sign is not followed by two hex digits
     */
    public static byte[] decode(String text) {
        byte[] bytes = new byte[text.length()];
        int length = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '%') {
                bytes[length++] = (byte) c;
                continue;
            }
            if (i + 2 >= text.length()
                    || !HexFormat.isHexDigit(text.charAt(i + 1))
                    || !HexFormat.isHexDigit(text.charAt(i + 2))) {
                throw new IllegalArgumentException("malformed escape at index " + i + " of " + text);
            }
            bytes[length++] = (byte) HexFormat.fromHexDigits(text, i + 1, i + 3);
            i += 2;
        }
        return Arrays.copyOf(bytes, length);
    }
}
