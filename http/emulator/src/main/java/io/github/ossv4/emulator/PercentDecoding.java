// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import java.util.Arrays;
import java.util.HexFormat;

/** Undoes percent-encoding. A plus sign stays one: it stands for a blank in HTML forms alone. */
final class PercentDecoding {
    private PercentDecoding() {}

    /**
     * The bytes that a text off the wire stands for; it has one character for each byte.
     *
     * @throws IllegalArgumentException if a percent sign is not followed by two hex digits
     */
    static byte[] of(String text) {
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
