// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.emulator.testing.RawConnection;
import io.github.ossv4.emulator.testing.RawResponse;
import io.github.ossv4.emulator.testing.SignedRequest;
import io.github.ossv4.emulator.testing.TestEmulator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** AppendObject without versioning. */
class AppendObjectTest {
    private static final String WRONG_POSITION = "409 PositionNotEqualToLength 0026-00000016";

    @RegisterExtension
    private final TestEmulator emulator = new TestEmulator();

    private SignedRequest append(String key, long position, String body) {
        return emulator.request("POST", key)
                .length(body.getBytes(StandardCharsets.UTF_8).length)
                .query("append", null)
                .query("position", Long.toString(position));
    }

    private RawResponse appended(String key, long position, String body) throws IOException {
        return append(key, position, body).send(body);
    }

    private static String crc64(String text) {
        return Crc64.toString(Crc64.compute(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void appendsToObject() throws IOException {
        RawResponse first = appended("a", 0, "hello");
        RawResponse second = appended("a", 5, " world");

        assertEquals(200, first.status());
        assertEquals("5", first.header("x-oss-next-append-position"));
        assertEquals(crc64("hello"), first.header("x-oss-hash-crc64ecma"));
        assertEquals("11", second.header("x-oss-next-append-position"));
        assertEquals(crc64("hello world"), second.header("x-oss-hash-crc64ecma"));
        assertNotEquals(first.header("etag"), second.header("etag"));
        assertTrue(second.header("etag").matches("\"[0-9A-F]{24}00000000\""));
        assertNull(second.header("content-md5"));
        assertNull(second.header("x-oss-version-id"));
        assertEquals(1, emulator.files());
        assertEquals("hello world", emulator.get("a").text());
        for (RawResponse response : new RawResponse[] {emulator.get("a"), emulator.head("a")}) {
            assertEquals("Appendable", response.header("x-oss-object-type"));
            assertEquals("11", response.header("x-oss-next-append-position"));
            assertEquals("11", response.header("content-length"));
            assertEquals(crc64("hello world"), response.header("x-oss-hash-crc64ecma"));
            assertEquals(second.header("etag"), response.header("etag"));
            assertNull(response.header("content-md5"));
        }
    }

    @Test
    void keepsAttributesOfFirstAppend() throws IOException {
        append("a", 0, "x")
                .header("Content-Type", "text/plain")
                .header("x-oss-meta-author", "me")
                .header("x-oss-tagging", "a")
                .header("x-oss-object-acl", "public-read")
                .header("x-oss-storage-class", "IA")
                .header("x-oss-server-side-encryption", "AES256")
                .send("x");
        append("a", 1, "y").header("Content-Type", "text/html").send("y");

        RawResponse response = emulator.request("GET", "a").anonymous().send();
        assertEquals("xy", response.text());
        assertEquals("text/plain", response.header("content-type"));
        assertEquals("me", response.header("x-oss-meta-author"));
        assertEquals("1", response.header("x-oss-tagging-count"));
        assertEquals("IA", response.header("x-oss-storage-class"));
        assertEquals("AES256", response.header("x-oss-server-side-encryption"));
    }

    @Test
    void takesAclOfLaterAppend() throws IOException {
        appended("a", 0, "x");
        append("a", 1, "y").header("x-oss-object-acl", "public-read").send("y");
        assertEquals("xy", emulator.request("GET", "a").anonymous().send().text());
        appended("a", 2, "z");
        assertEquals("xyz", emulator.request("GET", "a").anonymous().send().text());
    }

    @ParameterizedTest
    @CsvSource({"0, 5", "4, 5", "6, 5", "999999999999999999, 5"})
    void rejectsOtherPositions(long position, String next) throws IOException {
        appended("a", 0, "hello");

        RawResponse response = appended("a", position, "x");

        assertEquals(WRONG_POSITION, response.errorText());
        assertEquals(next, response.header("x-oss-next-append-position"));
        assertEquals("hello", emulator.get("a").text());
    }

    @Test
    void missingObjectHasLengthZero() throws IOException {
        RawResponse response = appended("a", 1, "x");

        assertEquals(WRONG_POSITION, response.errorText());
        assertEquals("0", response.header("x-oss-next-append-position"));
        assertEquals(404, emulator.get("a").status());
    }

    static Stream<Arguments> malformed() {
        return Stream.of(
                Arguments.of(null, null, "400 MissingArgument 0016-00000501"),
                Arguments.of("position", "", "400 InvalidArgument 0016-00000502"),
                Arguments.of("position", "-1", "400 InvalidArgument 0016-00000502"),
                Arguments.of("position", "test", "400 InvalidArgument 0016-00000502"),
                Arguments.of("position", "9999999999999999999", "400 InvalidArgument 0016-00000502"),
                Arguments.of("versionId", "null", "400 InvalidArgument 0016-00000504"));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void rejectsInvalidParameters(String name, String value, String errorText) throws IOException {
        SignedRequest request = emulator.request("POST", "a").length(0).query("append", "");
        if (name != null) {
            request.query(name, value);
        }

        assertEquals(errorText, request.send().errorText());
    }

    @Test
    void rejectsAppendToNormalObject() throws IOException {
        emulator.put("a", "hello").send("hello");

        assertEquals(
                "409 ObjectNotAppendable 0026-00000017", appended("a", 5, "x").errorText());
        assertEquals("Normal", emulator.head("a").header("x-oss-object-type"));
    }

    @Test
    void putReplacesAppendableObject() throws IOException {
        appended("a", 0, "hello");
        emulator.put("a", "new").send("new");

        assertEquals("Normal", emulator.head("a").header("x-oss-object-type"));
        assertNull(emulator.head("a").header("x-oss-next-append-position"));
        assertEquals(1, emulator.files());
        emulator.request("DELETE", "a").send();
        assertEquals(200, appended("a", 0, "again").status());
    }

    @Test
    void acceptsSecondEmptyAppend() throws IOException {
        assertEquals("0", appended("a", 0, "").header("x-oss-next-append-position"));
        assertEquals("0", appended("a", 0, "").header("x-oss-next-append-position"));
        assertEquals("5", appended("a", 0, "hello").header("x-oss-next-append-position"));
        assertEquals(appended("a", 5, "").header("etag"), emulator.head("a").header("etag"));
        assertEquals(1, emulator.files());
    }

    @Test
    void rejectsWrongMd5() throws IOException {
        appended("a", 0, "hello");

        assertEquals(
                200,
                append("a", 5, "hello")
                        .header("Content-MD5", TestEmulator.HELLO_MD5)
                        .send("hello")
                        .status());
        assertEquals(
                "400 InvalidDigest 0017-00000503",
                append("a", 10, "hallo")
                        .header("Content-MD5", TestEmulator.HELLO_MD5)
                        .send("hallo")
                        .errorText());
        assertEquals("hellohello", emulator.get("a").text());
        assertEquals(1, emulator.files());
    }

    @Test
    void limitsObjectTo5Gigabytes() throws IOException {
        appended("a", 0, "hello");

        assertEquals(
                "400 EntityTooLarge null",
                append("a", 5, "").length((5L << 30) - 4).send().errorText());
    }

    @Test
    void rejectsWrongPositionBeforeBody() throws IOException {
        try (RawConnection connection = emulator.connect()) {
            connection.send(append("a", 1, "x").header("Expect", "100-continue").head());

            assertEquals(WRONG_POSITION, connection.read().errorText());
        }
    }

    @Test
    void storesNothingOfInterruptedAppend() throws IOException {
        RawResponse before = appended("a", 0, "hello");
        try (RawConnection connection = emulator.connect()) {
            connection.send(
                    append("a", 5, " world").header("Expect", "100-continue").head());
            assertEquals(100, connection.read().status());
            connection.send(" wo");
            assertEquals("hello", emulator.get("a").text());
        }

        emulator.awaitFiles(1);
        assertEquals(before.header("etag"), emulator.head("a").header("etag"));
        assertEquals(200, appended("a", 5, "!").status());
        assertEquals("hello!", emulator.get("a").text());
    }

    @Test
    void acceptsOneOfTwoAppendsAtOnePosition() throws IOException {
        appended("a", 0, "hello");
        try (RawConnection connection = emulator.connect()) {
            connection.send(
                    append("a", 5, " slow").header("Expect", "100-continue").head());
            assertEquals(100, connection.read().status());
            appended("a", 5, " fast");

            RawResponse response = connection.send(" slow").read();
            assertEquals(WRONG_POSITION, response.errorText());
            assertEquals("10", response.header("x-oss-next-append-position"));
        }
        assertEquals("hello fast", emulator.get("a").text());
        assertEquals(1, emulator.files());
    }

    @Test
    void downloadExcludesLaterAppends() throws IOException {
        String big = "0123456789abcdef".repeat(1 << 20);
        appended("a", 0, big);
        try (RawConnection connection = emulator.connect()) {
            // 16 MB do not fit into socket buffers, so that most of it is not sent yet.
            int length = Integer.parseInt(connection
                    .send(emulator.request("GET", "a").head()
                            + emulator.request("HEAD", "a").head())
                    .readHead()
                    .header("content-length"));
            appended("a", length, "more");

            assertEquals(
                    Crc64.compute(big.getBytes(StandardCharsets.UTF_8)),
                    Crc64.compute(connection.body().readNBytes(length)));
            assertEquals(Integer.toString(length + 4), connection.readHead().header("content-length"));
        }
    }

    @Test
    void replacesMetadataOfAppendableObject() throws IOException {
        appended("a", 0, "hello");

        RawResponse copied = emulator.request("PUT", "a")
                .header("x-oss-copy-source", "/examplebucket/a")
                .header("x-oss-metadata-directive", "REPLACE")
                .header("x-oss-meta-author", "me")
                .send();

        assertEquals(200, copied.status());
        assertEquals(200, appended("a", 5, "!").status());
        assertEquals("hello!", emulator.get("a").text());
        assertEquals("me", emulator.get("a").header("x-oss-meta-author"));
        assertEquals("Appendable", emulator.head("a").header("x-oss-object-type"));
        assertEquals(1, emulator.files());
        assertEquals(
                "400 NotImplemented null",
                emulator.request("PUT", "b")
                        .header("x-oss-copy-source", "/examplebucket/a")
                        .send()
                        .errorText());
    }

    @Test
    void storesKmsKey() throws IOException {
        RawResponse response = emulator.request("POST", "a")
                .query("append", null)
                .query("position", "0")
                .header("x-oss-server-side-encryption", "KMS")
                .header("x-oss-server-side-encryption-key-id", "key")
                .length(0)
                .send();

        assertEquals(200, response.status());
        assertEquals("key", emulator.head("a").header("x-oss-server-side-encryption-key-id"));
    }

    @Test
    void acceptsConcurrentAppends() throws Exception {
        int writers = 4;
        int each = 20;
        ExecutorService threads = Executors.newFixedThreadPool(writers);
        try {
            List<Future<?>> results = new ArrayList<>();
            for (char name = 'a'; name < 'a' + writers; name++) {
                String piece = String.valueOf(name).repeat(3);
                results.add(threads.submit(() -> {
                    long position = 0;
                    for (int done = 0; done < each; ) {
                        RawResponse response = appended("a", position, piece);
                        position = Long.parseLong(response.header("x-oss-next-append-position"));
                        done += response.status() == 200 ? 1 : 0;
                    }
                    return null;
                }));
            }
            for (Future<?> result : results) {
                result.get();
            }
        } finally {
            threads.shutdownNow();
        }

        RawResponse all = emulator.get("a");
        assertEquals(writers * each * 3, all.text().length());
        assertTrue(all.text().matches("(aaa|bbb|ccc|ddd)*"));
        assertEquals(crc64(all.text()), all.header("x-oss-hash-crc64ecma"));
        assertEquals(1, emulator.files());
    }
}
