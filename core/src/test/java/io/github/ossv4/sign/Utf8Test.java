// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.sign;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8Test {
    @Test
    void textsAndBytes() {
        String text = "a\u0000\u00e4\u4e2d\ud83d\ude00\uffff";
        byte[] bytes = {
            'a',
            0,
            (byte) 0xc3,
            (byte) 0xa4,
            (byte) 0xe4,
            (byte) 0xb8,
            (byte) 0xad,
            (byte) 0xf0,
            (byte) 0x9f,
            (byte) 0x98,
            (byte) 0x80,
            (byte) 0xef,
            (byte) 0xbf,
            (byte) 0xbf
        };
        assertArrayEquals(bytes, Utf8.encode("text", text));
        assertEquals(text, Utf8.decode(bytes));
        assertEquals("", Utf8.decode(Utf8.encode("text", "")));
    }

    /** Whatever Java's own encoder takes, and nothing else: every pair of characters around the surrogates. */
    @Test
    void halvesOfSurrogatePairs() {
        char[] edges = {'a', '\ud7ff', '\ud800', '\udbff', '\udc00', '\udfff', '\ue000'};
        for (char a : edges) {
            for (char b : edges) {
                for (char c : edges) {
                    String text = "" + a + b + c;
                    if (UTF_8.newEncoder().canEncode(text)) {
                        assertEquals(text, Utf8.decode(Utf8.encode("text", text)));
                    } else {
                        assertThrows(IllegalArgumentException.class, () -> Utf8.encode("text", text));
                    }
                }
            }
        }
        assertEquals(
                "key holds half of a surrogate pair, U+dead, at index 2: it has no UTF-8 form",
                assertThrows(IllegalArgumentException.class, () -> Utf8.encode("key", "ab\udead"))
                        .getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ff", "c0 80", "ed a0 80", "e4 b8", "f4 90 80 80"})
    void bytesThatAreNoText(String hex) {
        String[] digits = hex.split(" ");
        byte[] bytes = new byte[digits.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Integer.parseInt(digits[i], 16);
        }
        assertNull(Utf8.decode(bytes));
    }
}
