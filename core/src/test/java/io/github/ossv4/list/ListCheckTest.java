// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.list;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListCheckTest {
    private final ListCheck check = new ListCheck("examplebucket", "");

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

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<Name>examplebucket</Name><Prefix>a%2F</Prefix><KeyCount>2</KeyCount> |",
                "<Name>other</Name> | the list is of the bucket \"other\" instead of \"examplebucket\"",
                "<Prefix></Prefix> | the list has the prefix \"\" instead of \"a/\"",
                "<Prefix>a%2Fb</Prefix> | the list has the prefix \"a/b\" instead of \"a/\"",
                "<KeyCount>1</KeyCount> | the list has 2 entries, but its KeyCount is \"1\"",
                "<KeyCount>many</KeyCount> | the list has 2 entries, but its KeyCount is \"many\"",
            })
    void comparesAPageWithItsRequest(String elements, @Nullable String problem) {
        Page<ListedObject> page =
                document("<EncodingType>url</EncodingType><IsTruncated>false</IsTruncated>" + elements, "a/1", "a/2");

        assertEquals(problem, new ListCheck("examplebucket", "a/").problem(page));
    }

    @Test
    void findsAKeyWithoutThePrefix() {
        assertEquals(
                "the list has \"b\", which does not begin with \"a/\"",
                new ListCheck("examplebucket", "a/").problem(page("a/1", "b")));
    }

    @Test
    void findsAListWithoutIsTruncated() {
        assertEquals("the list has no element IsTruncated: it may be incomplete", check.problem(document("", "a")));
    }
}
