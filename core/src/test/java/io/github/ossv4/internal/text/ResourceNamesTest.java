// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.internal.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResourceNamesTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "ab", "-ab", "ab-", "Abc", "a_b", "a.b", "äbc"})
    void rejectsInvalidBuckets(String name) {
        assertThrows(IllegalArgumentException.class, () -> ResourceNames.checkBucket(name));
    }

    @Test
    void limitsLengthOfBucket() {
        assertEquals("a-0", ResourceNames.checkBucket("a-0"));
        ResourceNames.checkBucket("a".repeat(63));
        assertThrows(IllegalArgumentException.class, () -> ResourceNames.checkBucket("a".repeat(64)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/a", "\\a", "a\ud83d", "\ude00"})
    void rejectsInvalidKeys(String key) {
        assertThrows(IllegalArgumentException.class, () -> ResourceNames.checkKey(key));
    }

    @ParameterizedTest
    @ValueSource(strings = {".", ".."})
    void rejectsKeysThatClientsResolveAsPaths(String key) {
        String message = assertThrows(IllegalArgumentException.class, () -> ResourceNames.checkKey(key))
                .getMessage();
        assertEquals("key must not be . or .., which HTTP clients resolve as a path, was \"" + key + "\"", message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"...", ".a", "./a", "../a", "a/.", "a/..", "a/../b", ".profile", "%2e", "\u2024"})
    void acceptsKeysWithDotsAndDotSegments(String key) {
        assertEquals(key, ResourceNames.checkKey(key));
    }

    @Test
    void limitsKeysByBytes() {
        ResourceNames.checkKey("中".repeat(341));
        assertThrows(IllegalArgumentException.class, () -> ResourceNames.checkKey("中".repeat(341) + "a"));
        ResourceNames.checkKey("a//b/../ +%~😀\n");
    }

    @Test
    void ordersKeysByUtf8Bytes() {
        List<String> keys = Arrays.asList(
                "",
                "a",
                "a/",
                "aa",
                "\u007F",
                "\u0080",
                "\uD7FF",
                "\uE000",
                "\uFFFF",
                "\uD800\uDC00",
                "\uD83D\uDE00",
                "\uDBFF\uDFFF");
        for (int i = 0; i < keys.size(); i++) {
            for (int j = 0; j < keys.size(); j++) {
                assertEquals(
                        Integer.signum(Integer.compare(i, j)),
                        Integer.signum(ResourceNames.compareKeys(keys.get(i), keys.get(j))));
            }
        }
    }
}
