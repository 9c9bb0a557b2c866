// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.object;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectHeadersTest {
    private static final class Headers extends ObjectHeaders.Builder<Headers> {
        Map<String, String> map() {
            return objectHeaders().asMap();
        }
    }

    @Test
    void setsAllHeaders() {
        assertEquals(
                Map.ofEntries(
                        Map.entry("Content-Type", "text/plain"),
                        Map.entry("Cache-Control", "no-cache"),
                        Map.entry("Content-Disposition", "inline"),
                        Map.entry("Content-Encoding", "gzip"),
                        Map.entry("Expires", "Tue, 01 Dec 2026 00:00:00 GMT"),
                        Map.entry("x-oss-meta-author", "Ada"),
                        Map.entry("x-oss-storage-class", "DeepColdArchive"),
                        Map.entry("x-oss-object-acl", "public-read-write"),
                        Map.entry("x-oss-server-side-encryption", "KMS"),
                        Map.entry("x-oss-server-side-encryption-key-id", "9468da86"),
                        Map.entry("x-oss-server-side-data-encryption", "SM4"),
                        Map.entry("x-oss-tagging", "a%20b%2F%3D=%E4%B8%AD&empty=")),
                new Headers()
                        .contentType("text/plain")
                        .cacheControl("no-cache")
                        .contentDisposition("inline")
                        .contentEncoding("gzip")
                        .expires(Instant.parse("2026-12-01T00:00:00.999Z"))
                        .metadata("AUTHOR", "Ada")
                        .storageClass(StorageClass.DEEP_COLD_ARCHIVE)
                        .acl(ObjectAcl.PUBLIC_READ_WRITE)
                        .serverSideEncryption(
                                ServerSideEncryption.kms("9468da86").withSm4Data())
                        .tag("a b/=", "中")
                        .tag("empty", "")
                        .map());
    }

    @Test
    void replacesEncryption() {
        assertEquals(
                Map.of("x-oss-server-side-encryption", "AES256"),
                new Headers()
                        .serverSideEncryption(ServerSideEncryption.kms("id").withSm4Data())
                        .serverSideEncryption(ServerSideEncryption.AES256)
                        .map());
        assertThrows(IllegalStateException.class, ServerSideEncryption.SM4::withSm4Data);
        assertThrows(IllegalArgumentException.class, () -> ServerSideEncryption.kms(""));
    }

    @Test
    void formatsDatesIndependentOfLocale() {
        Locale before = Locale.getDefault();
        try {
            for (String tag : new String[] {"ar-SA-u-nu-arab", "th-TH-u-ca-buddhist-nu-thai", "zh-CN"}) {
                Locale.setDefault(Locale.forLanguageTag(tag));
                assertEquals(
                        "Wed, 04 Mar 2026 05:06:07 GMT", ObjectHeaders.httpDate(Instant.parse("2026-03-04T05:06:07Z")));
            }
        } finally {
            Locale.setDefault(before);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a_b", "a b", "a.b", "ä", "a:b", "a\n"})
    void rejectsInvalidMetadataNames(String name) {
        assertThrows(IllegalArgumentException.class, () -> new Headers().metadata(name, "v"));
    }

    @Test
    void limitsSizeOfMetadata() {
        Headers headers = new Headers().metadata("a", "v".repeat(8000)).metadata("b", "中".repeat(63) + "v");
        assertEquals(2, headers.map().size());
        assertEquals(2, headers.metadata("A", "v".repeat(8000)).map().size(), "replaced, not added");
        headers.metadata("c", "");
        String message =
                assertThrows(IllegalArgumentException.class, headers::map).getMessage();
        assertTrue(message.contains("8193"), message);
    }

    @Test
    void limitsTags() {
        Headers headers = new Headers();
        for (int i = 0; i < 10; i++) {
            headers.tag("k" + i, "v");
        }
        assertThrows(IllegalArgumentException.class, () -> headers.tag("k10", "v"));
        new Headers().tag("k".repeat(128), "v".repeat(256));
        assertThrows(IllegalArgumentException.class, () -> new Headers().tag("k".repeat(129), "v"));
        assertThrows(IllegalArgumentException.class, () -> new Headers().tag("k", "v".repeat(257)));
        assertThrows(IllegalArgumentException.class, () -> new Headers().tag("", "v"));
        assertThrows(IllegalArgumentException.class, () -> new Headers().tag("a&b", "v"));
        assertThrows(IllegalArgumentException.class, () -> new Headers().tag("a", "v?"));
    }

    @Test
    void hidesValues() {
        assertFalse(new Headers()
                .metadata("note", "hunter2")
                .objectHeaders()
                .toString()
                .contains("hunter2"));
    }

    @Test
    void replacesATagOfTheSameKey() {
        Headers headers = new Headers().tag("a", "1").tag("b", "2").tag("a", "3");
        assertEquals("a=3&b=2", headers.map().get("x-oss-tagging"));
    }

    @Test
    void rejectsHeadersThatTheClientSets() {
        for (String name :
                new String[] {"Host", "authorization", "Content-Length", "x-oss-date", "x-oss-security-token"}) {
            assertEquals(
                    "header " + name + " is set by the client",
                    assertThrows(IllegalArgumentException.class, () -> ObjectHeaders.of(Map.of(name, "v")))
                            .getMessage());
        }
        assertEquals(
                "header X-OSS-Callback-Var: use callback(…)",
                assertThrows(IllegalArgumentException.class, () -> ObjectHeaders.of(Map.of("X-OSS-Callback-Var", "v")))
                        .getMessage());
    }

    /** HTTP/2 has names in lower case. */
    @Test
    void replacesHeadersWhoseNamesHaveAnotherCase() {
        ObjectHeaders received = ObjectHeaders.of(Map.of("content-type", "a/b"));
        assertEquals(
                Map.of("Content-Type", "c/d"),
                new Headers().headers(received).contentType("c/d").map());
        assertEquals(
                Map.of("content-type", "a/b"),
                new Headers().contentType("c/d").headers(received).map());
    }
}
