// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.internal.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrintableTextTest {
    private static final Pattern ESCAPED =
            Pattern.compile("[\\p{Cc}\\x{061c}\\x{200e}\\x{200f}\\x{2028}-\\x{202e}\\x{2066}-\\x{2069}\\x{feff}]");

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "photos/cat.jpg", "~", "größe 中文 \uD83D\uDE00", "C:\\u000a", "\u00a0\u200d\u2065\u206a"
            })
    void returnsPrintableTextUnchanged(String text) {
        assertSame(text, PrintableText.escape(text));
    }

    @Test
    void escapesEachCharacterThatIsNotPrintable() {
        for (char c = 0; c < Character.MAX_VALUE; c++) {
            boolean escaped = Character.isSurrogate(c)
                    || ESCAPED.matcher(String.valueOf(c)).matches();
            String expected = escaped ? "a\\u%04xb".formatted((int) c) : "a" + c + "b";
            assertEquals(
                    expected, PrintableText.escape("a" + c + "b"), () -> PrintableText.codePoint(expected.charAt(1)));
        }
    }

    @Test
    void escapesUnpairedSurrogates() {
        assertEquals("\\ud83d", PrintableText.escape("\ud83d"));
        assertEquals("\\ude00", PrintableText.escape("\ude00"));
        assertEquals("\\ude00\\ud83d", PrintableText.escape("\ude00\ud83d"));
        assertEquals("\\ud83d\uD83D\uDE00\\ude00", PrintableText.escape("\ud83d\uD83D\uDE00\ude00"));
    }

    @Test
    void truncatesLongTexts() {
        assertEquals("abc", PrintableText.escape("abc", 3));
        assertEquals("ab\\u000a…", PrintableText.escape("ab\nd", 3));
        assertEquals("a\\ud83d…", PrintableText.escape("a\uD83D\uDE00", 2));
    }

    @Test
    void formatsCodePoints() {
        assertEquals("U+0000", PrintableText.codePoint(0));
        assertEquals("U+000a", PrintableText.codePoint('\n'));
        assertEquals("U+d800", PrintableText.codePoint('\ud800'));
        assertEquals("U+1f600", PrintableText.codePoint(0x1f600));
    }
}
