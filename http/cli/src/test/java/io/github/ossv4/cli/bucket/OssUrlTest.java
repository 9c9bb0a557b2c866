// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.bucket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.cli.output.UsageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OssUrlTest {
    @Test
    void parsesBucketAndKey() {
        OssUrl url = OssUrl.parse("oss://examplebucket/a/b%20c ü?");

        assertEquals("examplebucket", url.bucket());
        assertEquals("a/b%20c ü?", url.key());
        assertEquals("oss://examplebucket/a/b%20c ü?", url.toString());
        assertFalse(url.isDirectory());
        assertEquals("x", url.withKey("x").requireKey());
        assertEquals(url, OssUrl.parse("OSS://examplebucket/a/b%20c ü?"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"oss://examplebucket", "oss://examplebucket/"})
    void acceptsBucketAlone(String text) {
        OssUrl url = OssUrl.parse(text);

        assertEquals("", url.key());
        assertTrue(url.isDirectory());
        assertThrows(UsageException.class, url::requireKey);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "examplebucket/a",
                "https://examplebucket/a",
                "oss://",
                "oss:///a",
                "oss://Bucket/a",
                "oss:/examplebucket/a"
            })
    void rejectsOthersAndNamesThem(String text) {
        UsageException e = assertThrows(UsageException.class, () -> OssUrl.parse(text));

        assertTrue(e.getMessage().contains(text), e.getMessage());
    }

    @Test
    void escapesControlCharacters() {
        assertEquals(
                "oss://examplebucket/a\\u001bb",
                OssUrl.parse("oss://examplebucket/a\u001bb").toString());
    }
}
