// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.list;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Objects;
import org.junit.jupiter.api.Test;

class ListCheckTest {
    private final ListCheck check = new ListCheck();

    private static Page<ListedObject> document(String truncation, String... keys) {
        StringBuilder xml = new StringBuilder("<ListBucketResult>" + truncation);
        for (String key : keys) {
            xml.append("<Contents><Key>").append(key).append("</Key><Size>1</Size></Contents>");
        }
        return Objects.requireNonNull(ListedObject.parsePage((xml + "</ListBucketResult>").getBytes(UTF_8)));
    }

    private static Page<ListedObject> page(String... keys) {
        return document("<IsTruncated>true</IsTruncated><NextContinuationToken>t</NextContinuationToken>", keys);
    }

    @Test
    void acceptsPagesInOrder() {
        assertNull(check.problem(page("a", "a/b", "a0")));
        assertNull(check.problem(page()));
        assertNull(check.problem(page("\uFFE5", "\uD83D\uDE00")));
        assertNull(check.problem(document("<IsTruncated>false</IsTruncated>")));
    }

    @Test
    void findsAPageThatRepeats() {
        assertNull(check.problem(page("a", "b")));
        assertEquals("the list is not in order: \"a\" follows \"b\"", check.problem(page("a", "b")));
    }

    @Test
    void findsAKeyThatRepeats() {
        assertEquals("the list is not in order: \"a\" follows \"a\"", check.problem(page("a", "a")));
    }

    @Test
    void findsTheOrderOfUtf16() {
        assertEquals(
                "the list is not in order: \"\uFFE5\" follows \"\uD83D\uDE00\"",
                check.problem(page("\uD83D\uDE00", "\uFFE5")));
    }

    @Test
    void findsAListWithoutIsTruncated() {
        assertEquals("the list has no element IsTruncated: it may be incomplete", check.problem(document("", "a")));
    }
}
