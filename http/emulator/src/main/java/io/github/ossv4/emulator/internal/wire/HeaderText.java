// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.wire;

import io.github.ossv4.internal.text.Utf8;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Values of headers as texts. OSS signs and returns metadata as bytes. A value that is not valid UTF-8 is decoded byte
 * by byte: each byte from 0x80 becomes a low surrogate, from which {@link #encode} restores it (compare Python's
 * surrogateescape).
 */
public final class HeaderText {
    private static final char ESCAPE = '\uDC00';

    private HeaderText() {}

    /** Decodes a header from Netty, whose strings have one character for each byte. */
    static String decode(String bytes) {
        if (isAscii(bytes)) {
            return bytes;
        }
        String text = Utf8.decode(bytes.getBytes(StandardCharsets.ISO_8859_1));
        if (text != null) {
            return text;
        }
        StringBuilder escaped = new StringBuilder(bytes.length());
        bytes.chars().forEach(b -> escaped.append((char) (b < 0x80 ? b : ESCAPE + b)));
        return escaped.toString();
    }

    /** Returns the bytes of a text. */
    public static byte[] encode(String text) {
        if (isAscii(text) || text.chars().noneMatch(HeaderText::isEscape)) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        text.codePoints()
                .forEach(c -> bytes.writeBytes(
                        isEscape(c)
                                ? new byte[] {(byte) c}
                                : Character.toString(c).getBytes(StandardCharsets.UTF_8)));
        return bytes.toByteArray();
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    private static boolean isEscape(int c) {
        return c >= ESCAPE + 0x80 && c <= ESCAPE + 0xFF;
    }
}
