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
import io.github.ossv4.sign.Signer;
import io.github.ossv4.sign.UnsignedRequest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ObjectsTest {
    @RegisterExtension
    private final TestEmulator emulator = new TestEmulator();

    @Test
    void putReturnsChecksums() throws IOException {
        RawResponse response = emulator.put("hello.txt", "hello").send("hello");

        assertEquals(200, response.status());
        assertEquals(TestEmulator.HELLO_ETAG, response.header("etag"));
        assertEquals(
                Crc64.toString(Crc64.compute("hello".getBytes(StandardCharsets.UTF_8))),
                response.header("x-oss-hash-crc64ecma"));
        assertEquals(TestEmulator.HELLO_MD5, response.header("content-md5"));
        assertEquals("0", response.header("content-length"));
        assertEquals("AliyunOSS", response.header("server"));
        assertEquals("Sun, 17 Dec 2023 03:47:36 GMT", response.header("date"));
        assertTrue(response.header("x-oss-request-id").matches("[0-9A-F]{24}"));
        assertTrue(response.header("x-oss-server-time").matches("[0-9]+"));
    }

    @Test
    void getAndHeadReturnSameHeaders() throws IOException {
        emulator.put("a", "hello")
                .header("Content-Type", "text/plain; charset=utf-8")
                .header("Cache-Control", "no-cache")
                .header("Content-Disposition", "attachment; filename=\"é.txt\"")
                .header("Content-Encoding", "utf-8")
                .header("Content-Language", "zh-CN")
                .header("Expires", "Wed, 08 Jul 2026 16:57:01 GMT")
                .header("x-oss-meta-Author", "張 😀")
                .header("x-oss-storage-class", "IA")
                .header("x-oss-user-agent", "aliyun-sdk-js")
                .send("hello");

        RawResponse got = emulator.get("a");
        RawResponse described = emulator.head("a");

        assertEquals("hello", got.text());
        for (RawResponse response : new RawResponse[] {got, described}) {
            Map<String, String> expected = Map.ofEntries(
                    Map.entry("content-type", "text/plain; charset=utf-8"),
                    Map.entry("cache-control", "no-cache"),
                    Map.entry("content-disposition", "attachment; filename=\"é.txt\""),
                    Map.entry("content-encoding", "utf-8"),
                    Map.entry("content-language", "zh-CN"),
                    Map.entry("expires", "Wed, 08 Jul 2026 16:57:01 GMT"),
                    Map.entry("x-oss-meta-author", "張 😀"),
                    Map.entry("x-oss-storage-class", "IA"),
                    Map.entry("x-oss-object-type", "Normal"),
                    Map.entry("accept-ranges", "bytes"),
                    Map.entry("last-modified", "Sun, 17 Dec 2023 03:47:36 GMT"),
                    Map.entry("content-length", "5"),
                    Map.entry("content-md5", TestEmulator.HELLO_MD5),
                    Map.entry("etag", TestEmulator.HELLO_ETAG));
            assertEquals(200, response.status());
            expected.forEach((name, value) -> assertEquals(value, response.header(name), name));
        }
    }

    @Test
    void returnsDefaultHeaders() throws IOException {
        emulator.put("a", "").send("");

        RawResponse response = emulator.get("a");

        assertEquals(200, response.status());
        assertEquals("application/octet-stream", response.header("content-type"));
        assertEquals("Standard", response.header("x-oss-storage-class"));
        assertEquals("0", response.header("x-oss-hash-crc64ecma"));
        assertEquals("0", response.header("content-length"));
        assertNull(response.header("cache-control"));
    }

    /** The Go SDK sends it, and OSS ignores it. */
    @Test
    void ignoresAclOfBucket() throws IOException {
        assertEquals(
                200,
                emulator.put("a", "").header("x-oss-acl", "public-read").send().status());
        assertEquals(403, emulator.request("GET", "a").anonymous().send().status());
    }

    @Test
    void overwriteReplacesBodyAndMetadata() throws IOException {
        emulator.put("a", "old").header("x-oss-meta-version", "1").send("old");
        emulator.put("a", "new one").send("new one");

        RawResponse response = emulator.get("a");

        assertEquals("new one", response.text());
        assertNull(response.header("x-oss-meta-version"));
        assertEquals(1, emulator.files());
    }

    @Test
    void getOfMetaReturnsSizeWithoutBody() throws IOException {
        emulator.put("a", "hello").header("x-oss-meta-a", "b").send("hello");

        try (RawConnection connection = emulator.connect()) {
            RawResponse response = connection
                    .send(emulator.request("GET", "a").query("objectMeta", null).head())
                    .readHead();

            assertEquals(200, response.status());
            assertEquals("5", response.header("content-length"));
            assertEquals(TestEmulator.HELLO_ETAG, response.header("etag"));
            assertNull(response.header("x-oss-meta-a"));
            assertEquals("close", response.header("connection"));
            assertTrue(connection.isAtEnd());
        }
        assertEquals(
                TestEmulator.NO_SUCH_KEY,
                emulator.request("GET", "b").query("objectMeta", null).send().errorText());
    }

    @Test
    void deleteOfMissingObjectSucceeds() throws IOException {
        emulator.put("a", "hello").send("hello");

        assertEquals(204, emulator.request("DELETE", "a").send().status());
        assertEquals(204, emulator.request("DELETE", "a").send().status());
        assertEquals(404, emulator.get("a").status());
        assertEquals(0, emulator.files());
    }

    @Test
    void reportsKeyOfMissingObject() throws IOException {
        RawResponse got = emulator.get("no/such <key>");
        RawResponse described = emulator.head("no/such <key>");

        for (RawResponse response : new RawResponse[] {got, described}) {
            assertEquals(TestEmulator.NO_SUCH_KEY, response.errorText());
            assertEquals("The specified key does not exist.", response.error().message());
            assertEquals("no/such <key>", response.error().details().get("Key"));
            assertEquals(response.header("x-oss-request-id"), response.error().requestId());
            assertEquals(
                    "127.0.0.1:" + emulator.running().port(), response.error().hostId());
            assertEquals("0026-00000001", response.header("x-oss-ec"));
            assertTrue(response.error().details().get("RecommendDoc").endsWith("0026-00000001"));
        }
        assertEquals("application/xml", got.header("content-type"));
    }

    @Test
    void rejectsMissingBucket() throws IOException {
        RawResponse response = emulator.request("GET", "a").inBucket("nosuch").send();

        assertEquals("404 NoSuchBucket 0015-00000101", response.errorText());
        assertEquals("nosuch", response.error().details().get("BucketName"));
    }

    @Test
    void getObjectMetaReturnsFewHeaders() throws IOException {
        emulator.put("a", "hello").header("x-oss-meta-author", "me").send("hello");

        RawResponse response =
                emulator.request("HEAD", "a").query("objectMeta", null).send();

        assertEquals(200, response.status());
        assertEquals("5", response.header("content-length"));
        assertEquals(TestEmulator.HELLO_ETAG, response.header("etag"));
        assertEquals("Sun, 17 Dec 2023 03:47:36 GMT", response.header("last-modified"));
        assertNull(response.header("content-type"));
        assertNull(response.header("x-oss-meta-author"));
        assertEquals(
                TestEmulator.NO_SUCH_KEY,
                emulator.request("HEAD", "b").query("objectMeta", null).send().errorText());
    }

    @Test
    void sameKeyInTwoBucketsIsTwoObjects() throws IOException {
        emulator.put("a", "hello").send("hello");

        assertEquals(404, emulator.request("GET", "a").inBucket("other").send().status());
    }

    @Test
    void returnsUniqueRequestIds() throws IOException {
        assertNotEquals(
                emulator.get("a").header("x-oss-request-id"), emulator.get("a").header("x-oss-request-id"));
    }

    @Test
    void rejectsForbiddenOverwrite() throws IOException {
        emulator.put("a", "hello").send("hello");

        RawResponse response = emulator.put("a", "other")
                .header("x-oss-forbid-overwrite", "true")
                .send("other");

        assertEquals("409 FileAlreadyExists 0026-00000002", response.errorText());
        assertEquals("hello", emulator.get("a").text());
        assertEquals(
                200,
                emulator.put("b", "other")
                        .header("x-oss-forbid-overwrite", "true")
                        .send("other")
                        .status());
    }

    @Test
    void acceptsOneOfTwoUploadsThatForbidOverwrite() throws IOException {
        try (RawConnection connection = emulator.connect()) {
            connection.send(emulator.put("a", "slow")
                    .header("x-oss-forbid-overwrite", "true")
                    .header("Expect", "100-continue")
                    .head());
            assertEquals(100, connection.read().status());
            emulator.put("a", "fast").header("x-oss-forbid-overwrite", "true").send("fast");

            assertEquals(
                    "409 FileAlreadyExists 0026-00000002",
                    connection.send("slow").read().errorText());
        }
        assertEquals("fast", emulator.get("a").text());
        assertEquals(1, emulator.files());
    }

    @Test
    void rejectsWrongMd5() throws IOException {
        assertEquals(
                200,
                emulator.put("a", "hello")
                        .header("Content-MD5", TestEmulator.HELLO_MD5)
                        .send("hello")
                        .status());

        RawResponse response = emulator.put("b", "hallo")
                .header("Content-MD5", TestEmulator.HELLO_MD5)
                .send("hallo");

        assertEquals("400 InvalidDigest 0017-00000503", response.errorText());
        assertEquals(404, emulator.get("b").status());
        assertEquals(1, emulator.files());
    }

    @Test
    void rejectsMissingContentLength() throws IOException {
        assertEquals(
                "411 MissingContentLength null",
                emulator.request("PUT", "a").send().errorText());
    }

    @Test
    void completesDownloadOfReplacedObject() throws IOException {
        String big = "0123456789abcdef".repeat(1 << 20);
        emulator.put("a", big).send(big);
        try (RawConnection connection = emulator.connect()) {
            // 16 MB do not fit into socket buffers, so that most of it is not sent yet.
            int length = Integer.parseInt(connection
                    .send(emulator.request("GET", "a").head())
                    .readHead()
                    .header("content-length"));
            emulator.put("a", "new").send("new");
            emulator.request("DELETE", "a").send();

            assertEquals(
                    Crc64.compute(big.getBytes(StandardCharsets.UTF_8)),
                    Crc64.compute(connection.body().readNBytes(length)));
        }
        assertEquals(0, emulator.files());
    }

    @Test
    void servesJavaHttpClient() throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        emulator.put("a", "hello").send("hello");
        UnsignedRequest unsigned =
                UnsignedRequest.builder("GET", "examplebucket", "a").build();
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(emulator.running().endpoint() + "/examplebucket/a"));
        Signer.of(
                        SignedRequest.credentialsOf(emulator.running()),
                        emulator.running().region())
                .sign(unsigned, TestEmulator.NOW)
                .headers()
                .forEach(request::header);

        assertEquals(
                "hello",
                client.send(request.build(), HttpResponse.BodyHandlers.ofString())
                        .body());
    }
}
