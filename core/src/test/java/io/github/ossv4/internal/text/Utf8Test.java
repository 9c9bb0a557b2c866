// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.internal.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8Test {
    @Test
    void encodesAndDecodes() {
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

    /** Compares with Java's own encoder on all triples of characters at the edges of the surrogates. */
    @Test
    void rejectsUnpairedSurrogates() {
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
                "key has an unpaired surrogate, U+dead, at index 2",
                assertThrows(IllegalArgumentException.class, () -> Utf8.encode("key", "ab\udead"))
                        .getMessage());
    }

    /** The examples of RFC 3629 section 7. */
    @ParameterizedTest
    @CsvSource({
        "41 e2 89 a2 ce 91 2e, A\u2262\u0391.",
        "ed 95 9c ea b5 ad ec 96 b4, \ud55c\uad6d\uc5b4",
        "e6 97 a5 e6 9c ac e8 aa 9e, \u65e5\u672c\u8a9e",
        "ef bb bf f0 a3 8e b4, \ufeff\ud84c\udfb4",
    })
    void encodesExamplesOfTheStandard(String hex, String text) {
        assertArrayEquals(bytes(hex), Utf8.encode("text", text));
        assertEquals(text, Utf8.decode(bytes(hex)));
    }

    @Test
    void decodesSingleBytesOfAsciiAlone() {
        for (int b = 0; b < 256; b++) {
            assertEquals(b < 0x80 ? String.valueOf((char) b) : null, Utf8.decode(new byte[] {(byte) b}));
        }
    }

    /** Overlong, surrogate, truncated, over U+10FFFF. */
    @ParameterizedTest
    @ValueSource(strings = {"ff", "c0 80", "ed a0 80", "e4 b8", "f4 90 80 80"})
    void rejectsMalformedBytes(String hex) {
        assertNull(Utf8.decode(bytes(hex)));
    }

    private static byte[] bytes(String hex) {
        return HexFormat.ofDelimiter(" ").parseHex(hex);
    }
}
