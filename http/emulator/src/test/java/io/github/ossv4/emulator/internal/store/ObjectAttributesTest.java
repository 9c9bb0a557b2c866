// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.ossv4.emulator.testing.RawConnection;
import io.github.ossv4.emulator.testing.RawResponse;
import io.github.ossv4.emulator.testing.SignedRequest;
import io.github.ossv4.emulator.testing.TestEmulator;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The attributes of objects, and their headers in responses. */
class ObjectAttributesTest {
    @RegisterExtension
    private final TestEmulator emulator = new TestEmulator();

    private enum Returned {
        NOWHERE,
        BY_READING,
        EVERYWHERE
    }

    private static final String LONG = "v".repeat(8 * 1024 - 1);

    static Stream<Arguments> options() {
        return Stream.of(
                Arguments.of("Content-Type", "text/plain; charset=utf-8", Returned.BY_READING),
                Arguments.of("Cache-Control", "no-cache", Returned.BY_READING),
                Arguments.of("Content-Disposition", "attachment; filename=\"é.txt\"", Returned.BY_READING),
                Arguments.of("Content-Encoding", "utf-8", Returned.BY_READING),
                Arguments.of("Expires", "Wed, 08 Jul 2026 16:57:01 GMT", Returned.BY_READING),
                Arguments.of("x-oss-meta-Author-2", "張 😀", Returned.BY_READING),
                Arguments.of("x-oss-meta-e", "", Returned.BY_READING),
                Arguments.of("x-oss-meta-l", LONG, Returned.BY_READING),
                Arguments.of("x-oss-storage-class", "Standard", Returned.BY_READING),
                Arguments.of("x-oss-storage-class", "IA", Returned.BY_READING),
                Arguments.of("x-oss-server-side-encryption", "AES256", Returned.EVERYWHERE),
                Arguments.of("x-oss-server-side-encryption", "SM4", Returned.EVERYWHERE),
                Arguments.of("x-oss-server-side-encryption", "KMS", Returned.EVERYWHERE),
                Arguments.of("x-oss-object-acl", "default", Returned.NOWHERE),
                Arguments.of("x-oss-object-acl", "private", Returned.NOWHERE),
                Arguments.of("x-oss-object-acl", "public-read", Returned.NOWHERE),
                Arguments.of("x-oss-object-acl", "public-read-write", Returned.NOWHERE),
                Arguments.of("x-oss-tagging", "a=1&b", Returned.NOWHERE),
                Arguments.of("x-oss-traffic-limit", "245760", Returned.NOWHERE),
                Arguments.of("x-oss-traffic-limit", "838860800", Returned.NOWHERE),
                Arguments.of("x-oss-object-acl", "", Returned.NOWHERE),
                Arguments.of("x-oss-request-payer", "requester", Returned.NOWHERE),
                Arguments.of("x-oss-request-payer", "BucketOwner", Returned.NOWHERE),
                Arguments.of("x-oss-forbid-overwrite", "false", Returned.NOWHERE),
                Arguments.of("Content-MD5", TestEmulator.HELLO_MD5, Returned.EVERYWHERE));
    }

    @ParameterizedTest
    @MethodSource("options")
    void storesOption(String header, String value, Returned returned) throws IOException {
        RawResponse stored = emulator.put("a", "hello").header(header, value).send("hello");

        assertEquals(200, stored.status(), stored::text);
        String name = header.toLowerCase(Locale.ROOT);
        assertEquals(returned == Returned.EVERYWHERE ? value : null, stored.header(name));
        for (RawResponse read : new RawResponse[] {emulator.get("a"), emulator.head("a")}) {
            assertEquals(returned == Returned.NOWHERE ? null : value, read.header(name));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Archive", "ColdArchive", "DeepColdArchive"})
    void storesClassOfArchivedObject(String storageClass) throws IOException {
        emulator.put("a", "hello").header("x-oss-storage-class", storageClass).send("hello");

        assertEquals(storageClass, emulator.head("a").header("x-oss-storage-class"));
    }

    @Test
    void returnsKeyAndAlgorithmOfKms() throws IOException {
        Map<String, String> headers = Map.of(
                "x-oss-server-side-encryption", "KMS",
                "x-oss-server-side-encryption-key-id", "9468da86",
                "x-oss-server-side-data-encryption", "SM4");
        SignedRequest request = emulator.put("a", "hello");
        headers.forEach(request::header);

        for (RawResponse response : new RawResponse[] {request.send("hello"), emulator.get("a"), emulator.head("a")}) {
            headers.forEach((name, value) -> assertEquals(value, response.header(name)));
        }
    }

    static Stream<Arguments> invalidOptions() {
        return Stream.of(
                Arguments.of("x-oss-meta-l", LONG + "v", "InvalidArgument 0011-00000002"),
                Arguments.of("x-oss-meta-a_b", "v", "InvalidArgument 0011-00000004"),
                Arguments.of("x-oss-meta-", "v", "InvalidArgument 0011-00000004"),
                Arguments.of("x-oss-storage-class", "STANDARD", "InvalidArgument null"),
                Arguments.of("x-oss-storage-class", "", "InvalidArgument null"),
                Arguments.of("x-oss-object-acl", "public", "InvalidArgument 0017-00000104"),
                Arguments.of("x-oss-server-side-encryption", "AES128", "InvalidEncryptionAlgorithmError null"),
                Arguments.of("x-oss-server-side-encryption-key-id", "id", "InvalidArgument null"),
                Arguments.of("x-oss-server-side-data-encryption", "AES256", "InvalidDataEncryptionAlgorithmError null"),
                Arguments.of("x-oss-tagging", "a=b=c", "InvalidArgument 0010-00000219"),
                Arguments.of("x-oss-tagging", "%zz=1", "InvalidArgument 0010-00000219"),
                Arguments.of("x-oss-tagging", "%ff", "InvalidArgument 0010-00000219"),
                Arguments.of("x-oss-tagging", "a=1&", "InvalidTag null"),
                Arguments.of("x-oss-tagging", "=1", "InvalidTag null"),
                Arguments.of("x-oss-tagging", "a=1&%61=2", "InvalidArgument 0010-00000217"),
                Arguments.of("x-oss-tagging", "a=%23", "InvalidTag null"),
                Arguments.of("x-oss-tagging", "k".repeat(129), "InvalidTag null"),
                Arguments.of("x-oss-tagging", "k=" + "v".repeat(257), "InvalidTag null"),
                Arguments.of("x-oss-tagging", "a&b&c&d&e&f&g&h&i&j&k", "BadRequest null"),
                Arguments.of("x-oss-traffic-limit", "245759", "InvalidArgument 0004-00000502"),
                Arguments.of("x-oss-traffic-limit", "838860801", "InvalidArgument 0004-00000502"),
                Arguments.of("x-oss-traffic-limit", "1e6", "InvalidArgument 0004-00000502"),
                Arguments.of("x-oss-request-payer", "owner", "InvalidArgument null"),
                Arguments.of("Content-MD5", "!", "InvalidDigest 0017-00000502"),
                Arguments.of("Content-MD5", "aGVsbG8=", "InvalidDigest 0017-00000502"));
    }

    @ParameterizedTest
    @MethodSource("invalidOptions")
    void rejectsInvalidOptionsBeforeBody(String header, String value, String errorText) throws IOException {
        try (RawConnection connection = emulator.connect()) {
            connection.send(emulator.put("a", "hello")
                    .header(header, value)
                    .header("Expect", "100-continue")
                    .head());

            assertEquals("400 " + errorText, connection.read().errorText());
        }
        assertEquals(404, emulator.get("a").status());
        assertEquals(0, emulator.files());
    }

    @Test
    void ignoresSettingsOfKmsWithOtherAlgorithm() throws IOException {
        RawResponse withoutKms = emulator.put("a", "")
                .header("x-oss-server-side-encryption", "AES256")
                .header("x-oss-server-side-encryption-key-id", "id")
                .header("x-oss-server-side-data-encryption", "SM4")
                .send();
        assertEquals(200, withoutKms.status());
        assertNull(withoutKms.header("x-oss-server-side-data-encryption"));
        assertNull(withoutKms.header("x-oss-server-side-encryption-key-id"));
    }

    @Test
    void limitsTotalSizeOfMetadata() throws IOException {
        String half = "v".repeat(4 * 1024);

        assertEquals(
                "400 InvalidArgument 0011-00000002",
                emulator.put("a", "")
                        .header("x-oss-meta-a", half)
                        .header("x-oss-meta-b", half)
                        .send()
                        .errorText());
    }

    @ParameterizedTest
    @CsvSource({"a=1, 1", "a&b=&c=3, 3", "a+b=1%2B%20%3D/, 1", "'', ", "%E6%A0%87%E7%AD%BE=1, 1"})
    void countsTags(String tags, String count) throws IOException {
        emulator.put("a", "").header("x-oss-tagging", tags).send();

        assertEquals(count, emulator.get("a").header("x-oss-tagging-count"));
        assertEquals(count, emulator.head("a").header("x-oss-tagging-count"));
    }

    @Test
    void rejectsTrafficLimitInHeaderAndQuery() throws IOException {
        assertEquals(
                200,
                emulator.put("a", "")
                        .query("x-oss-traffic-limit", "819200")
                        .send()
                        .status());
        assertEquals(
                200,
                emulator.request("GET", "a")
                        .header("x-oss-traffic-limit", "819200")
                        .send()
                        .status());
        assertEquals(
                "400 InvalidArgument 0004-00000501",
                emulator.request("GET", "a")
                        .query("x-oss-traffic-limit", "819200")
                        .header("x-oss-traffic-limit", "819200")
                        .send()
                        .errorText());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nSet-Cookie: b=c", "a\u0000b"})
    void rejectsOverridesWithControlCharacters(String value) throws IOException {
        emulator.putHello().send("hello");
        assertEquals(
                "400 InvalidArgument null",
                emulator.request("GET", TestEmulator.HELLO_KEY)
                        .query("response-content-type", value)
                        .send()
                        .errorText());
    }

    @ParameterizedTest
    @CsvSource({
        "response-content-type, content-type, text/x",
        "response-content-language, content-language, zh-CN",
        "response-cache-control, cache-control, no-store",
        "response-content-disposition, content-disposition, 'attachment; filename=\"鍵\"'",
        "response-content-encoding, content-encoding, gzip",
        "response-expires, expires, 'Thu, 01 Feb 2012 17:00:00 GMT'",
    })
    void overridesResponseHeaders(String parameter, String header, String value) throws IOException {
        emulator.put("a", "hello").header("Cache-Control", "no-cache").send("hello");

        RawResponse response =
                emulator.request("GET", "a").query(parameter, value).send();

        assertEquals(200, response.status());
        assertEquals(value, response.header(header));
        assertEquals("no-cache", emulator.get("a").header("cache-control"));
        assertNull(emulator.get("a").header("content-language"));
        assertEquals(
                "400 NotImplemented null",
                emulator.request("HEAD", "a").query(parameter, value).send().errorText());
    }
}
