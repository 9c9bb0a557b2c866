// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.github.ossv4.internal.text.PercentDecoding;
import io.github.ossv4.internal.text.PrintableText;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PercentEncodingTest {
    private static final String UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private static String oracle(String text, String kept) {
        StringBuilder out = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            if (b > 0 && kept.indexOf(b) >= 0) {
                out.append((char) b);
            } else {
                out.append('%').append(HEX.toHexDigits(b));
            }
        }
        return out.toString();
    }

    @Test
    void encodesEachCodePointAndDecodesIt() {
        for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
            if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
                continue;
            }
            String text = "a" + Character.toString(codePoint) + "b";
            if (!text.equals(PercentDecoding.decodeLeniently(PercentEncoding.encode(text)))) {
                fail(PrintableText.codePoint(codePoint));
            }
            if (!oracle(text, UNRESERVED).equals(PercentEncoding.encode(text))
                    || !oracle(text, UNRESERVED + "/").equals(PercentEncoding.encodePath(text))) {
                assertEquals(
                        oracle(text, UNRESERVED), PercentEncoding.encode(text), PrintableText.codePoint(codePoint));
                assertEquals(oracle(text, UNRESERVED + "/"), PercentEncoding.encodePath(text));
            }
        }
    }

    @Test
    void returnsTextThatNeedsNoEncodingItself() {
        String plain = "photos/2026/cat.jpg";
        assertSame(plain, PercentEncoding.encodePath(plain));
    }

    @Test
    void rejectsUnpairedSurrogates() {
        for (String text : new String[] {"a\ud83d", "\ude00a", "\ud83d\ud83d\ude00", "\ud83da"}) {
            String message = assertThrows(IllegalArgumentException.class, () -> PercentEncoding.encode(text))
                    .getMessage();
            assertTrue(message.contains("surrogate"), message);
        }
    }

    @Test
    void decodesEachByteWithDigitsOfEitherCase() {
        for (int b = 0; b < 256; b++) {
            byte[] expected = {(byte) b};
            String escape = "%" + HEX.toHexDigits((byte) b);
            assertArrayEquals(expected, PercentDecoding.decode(escape));
            assertArrayEquals(expected, PercentDecoding.decode(escape.toLowerCase(Locale.ROOT)));
            assertEquals(b, PercentDecoding.escapedByte("a" + escape, 1));
        }
    }

    @Test
    void acceptsHexadecimalDigitsOfAsciiAlone() {
        for (int c = 0; c <= Character.MAX_VALUE; c++) {
            boolean digit = "0123456789abcdefABCDEF".indexOf(c) >= 0;
            assertEquals(digit, PercentDecoding.escapedByte("%" + (char) c + "0", 0) >= 0);
            assertEquals(digit, PercentDecoding.escapedByte("%0" + (char) c, 0) >= 0);
        }
    }

    /** The examples of RFC 3986 sections 2.1 and 2.5, and of RFC 3629 section 7. */
    @ParameterizedTest
    @CsvSource({
        "'%20', ' '",
        "%7e, ~",
        "%7E, ~",
        "%C3%80, \u00c0",
        "%E3%82%A2, \u30a2",
        "A%E2%89%A2%CE%91., A\u2262\u0391.",
        "%ED%95%9C%EA%B5%AD%EC%96%B4, \ud55c\uad6d\uc5b4",
        "%E6%97%A5%E6%9C%AC%E8%AA%9E, \u65e5\u672c\u8a9e",
        "%EF%BB%BF%F0%A3%8E%B4, \ufeff\ud84c\udfb4",
    })
    void decodesExamplesOfTheStandards(String encoded, String text) {
        assertEquals(text, PercentDecoding.decodeUtf8(encoded));
        assertEquals(text, PercentDecoding.decodeLeniently(encoded));
    }

    @Test
    void decodesOnceAndKeepsOtherCharacters() {
        assertEquals("%25", PercentDecoding.decodeLeniently("%2525"));
        assertEquals("a+b/\u4e2d\ud83d\ude00%", PercentDecoding.decodeUtf8("a+b/\u4e2d\ud83d\ude00%25"));
        assertArrayEquals(new byte[0], PercentDecoding.decode(""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%",
                "%2",
                "a%",
                "a%4",
                "%zz",
                "%4g",
                "%g4",
                "%%41",
                "%+4",
                "% 4",
                "%-1",
                "%u0041",
                "%\uff14\uff11"
            })
    void rejectsPercentSignWithoutTwoDigits(String text) {
        assertNull(PercentDecoding.decode("%41" + text));
        assertNull(PercentDecoding.decode(text));
        assertNull(PercentDecoding.decodeUtf8(text));
    }

    /** Incomplete and overlong forms and surrogates, which RFC 3629 section 3 prohibits. */
    @ParameterizedTest
    @ValueSource(strings = {"%FF", "%C3", "%C0%AF", "%ED%A0%80", "a%80"})
    void rejectsBytesThatAreNotUtf8(String text) {
        assertNull(PercentDecoding.decodeUtf8(text));
    }

    @ParameterizedTest
    @CsvSource({"%, %", "%4, %4", "%zz%41, %zzA", "%%41, %A", "100%, 100%", "%FF, \ufffd", "%E4%B8, \ufffd"})
    void keepsInvalidEscapesIfLenient(String text, String decoded) {
        assertEquals(decoded, PercentDecoding.decodeLeniently(text));
    }

    @ParameterizedTest
    @CsvSource({"a/b c, a/b%20c", "./a, .%2Fa", "a/../b, a%2F..%2Fb", "a/., a%2F.", ".a/b.., .a/b..", "a/.../b, a/.../b"
    })
    void encodesSlashesBesideDotSegments(String key, String path) {
        assertEquals(path, PercentEncoding.encodeUrlPath(key));
    }
}
