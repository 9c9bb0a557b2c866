// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.sign;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CurlCommandTest {
    private static final String START = "curl --fail-with-body --globoff ";

    @Test
    void quotesWordsForTheShell() {
        assertEquals("''", CurlCommand.quote(""));
        assertEquals("a-Z_0.9/@%+=:,", CurlCommand.quote("a-Z_0.9/@%+=:,"));
        assertEquals("'a b'", CurlCommand.quote("a b"));
        assertEquals("'it'\\''s $HOME `x` \"y\" ~ \\ ä'", CurlCommand.quote("it's $HOME `x` \"y\" ~ \\ ä"));
    }

    @Test
    void putsFileWithHeaders() {
        assertEquals(
                START
                        + "--upload-file './it'\\''s' --header 'content-type: text/plain' --header 'x-oss-meta-a;' 'http://h/k?a&b'",
                CurlCommand.put(
                        "http://h/k?a&b",
                        new java.util.TreeMap<>(Map.of("content-type", "text/plain", "x-oss-meta-a", "")),
                        "it's"));
        assertEquals(START + "--upload-file /d/-f http://h/k", CurlCommand.put("http://h/k", Map.of(), "/d/-f"));
    }

    /** Otherwise curl would add the name of the file to the URL. */
    @Test
    void putsToKeyThatEndsWithASlash() {
        assertEquals(
                START + "--request PUT --data-binary @./f --header content-type: 'http://h/k/?a'",
                CurlCommand.put("http://h/k/?a", Map.of(), "f"));
        assertEquals(
                START + "--request PUT --data-binary @./f --header 'content-type: a/b' http://h/k/",
                CurlCommand.put("http://h/k/", Map.of("content-type", "a/b"), "f"));
    }

    @Test
    void savesObject() {
        assertEquals(START + "--output ./-f 'http://h/k?a'", CurlCommand.get("http://h/k?a", Map.of(), "-f"));
    }

    @ParameterizedTest
    @CsvSource({"a/b.txt, b.txt", "a/b/, b", "a, a", "a/.., object", "a/., object", "//, object", "'a\u0007', object"})
    void takesFileFromKey(String key, String file) {
        assertEquals(file, PresignCommand.fileOf(key));
    }
}
