// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.credentials;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandWordsTest {
    private static String split(String line, boolean windows) {
        return String.join("|", CommandWords.split(line, windows));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            value = {
                "a b, a|b",
                "~ a \t b  ~, a|b",
                "'a b' c, a b|c",
                "\"a b\" c, a b|c",
                "a'b c'd, ab cd",
                "'a\"b' \"c'd\", a\"b|c'd",
                "'' \"\" a, ~||a~",
                "a\\ b, a b",
                "\"a\\\"b\\\\c\\d\", a\"b\\c\\d",
                "'a\\b', a\\b",
                "\\'a, 'a"
            })
    void splitsLikeAShell(String line, String words) {
        assertEquals(words, split(line, false));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            value = {
                "C:\\bin\\tool.exe -x, C:\\bin\\tool.exe|-x",
                "\"C:\\Program Files\\tool.exe\" a\\, C:\\Program Files\\tool.exe|a\\",
                "\"a\\\"b\", a\"b"
            })
    void keepsBackslashesOnWindows(String line, String words) {
        assertEquals(words, split(line, true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"'a", "\"a", "a 'b\"", "a\\", "\"a\\"})
    void rejectsUnfinishedLines(String line) {
        assertThrows(IllegalArgumentException.class, () -> CommandWords.split(line, false));
    }

    @Test
    void findsNoWordsInWhitespace() {
        assertEquals(List.of(), CommandWords.split(" \t\n", false));
    }
}
