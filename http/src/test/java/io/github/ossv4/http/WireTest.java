// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.callback.Callback;
import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.sign.Credentials;
import io.github.ossv4.sign.Signature;
import io.github.ossv4.sign.Signer;
import io.github.ossv4.sign.UnsignedRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import okhttp3.OkHttpClient;
import okio.Buffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The exact bytes of requests, and odd answers. */
class WireTest {
    private static final Instant NOW = Instant.parse("2023-12-16T16:20:57Z");
    private static final Credentials CREDENTIALS = Credentials.of("ak", "sk");
    private static final byte[] HELLO = "hello".getBytes(UTF_8);
    private static final String HELLO_CRC = Crc64.toString(Crc64.of(HELLO));
    private static final String CALLBACK_FAILED = """
            <?xml version="1.0" encoding="UTF-8"?>
            <Error>
              <Code>CallbackFailed</Code>
              <Message>Error status : 502.</Message>
              <RequestId>5C3D</RequestId>
              <EC>0007-00000203</EC>
            </Error>
            """;

    private final MockWebServer server = new MockWebServer();
    private BucketClient bucket;

    @BeforeEach
    void start() throws IOException {
        server.start();
        bucket = client().credentials(CREDENTIALS).build();
    }

    @AfterEach
    void stop() {
        bucket.close();
        server.close();
    }

    private BucketClient.Builder client() {
        return BucketClient.builder("http://127.0.0.1:" + server.getPort(), "examplebucket")
                .region("cn-hangzhou")
                .clock(Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private static MockResponse.Builder answer(int code) {
        return new MockResponse.Builder()
                .code(code)
                .addHeader("x-oss-request-id", "5C3D")
                .addHeader("ETag", "\"5D41402ABC4B2A76B9719D911017C592\"")
                .addHeader("x-oss-hash-crc64ecma", HELLO_CRC);
    }

    private static PutOptions withCallback() {
        return PutOptions.builder()
                .callback(Callback.builder("http://app.example.com/cb")
                        .formBody("o=${object}&u=${x:user}")
                        .variable("x:user", "42")
                        .build())
                .build();
    }

    @Test
    void aPutOnTheWire() throws Exception {
        server.enqueue(answer(200).build());
        PutOptions options = PutOptions.builder()
                .contentType("text/plain; charset=utf-8")
                .metadata("Author", "Ada Lovelace")
                .metadata("city", "杭州")
                .callback(withCallback().callback())
                .build();
        assertThrows(CallbackFailedException.class, () -> bucket.put("notes/hello ~+1.txt", Body.of(HELLO), options));

        RecordedRequest request = server.takeRequest();
        assertEquals("PUT /examplebucket/notes/hello%20~%2B1.txt HTTP/1.1", request.getRequestLine());
        assertArrayEquals(HELLO, request.getBody().toByteArray());
        Signature signature = Signer.of(CREDENTIALS, "cn-hangzhou")
                .sign(
                        UnsignedRequest.builder("PUT", "examplebucket", "notes/hello ~+1.txt")
                                .header("content-type", "text/plain; charset=utf-8")
                                .header("x-oss-meta-author", "Ada Lovelace")
                                .header("x-oss-meta-city", "杭州")
                                .header("x-oss-callback", options.callback().headerValue())
                                .header("x-oss-callback-var", options.callback().varHeaderValue())
                                .build(),
                        NOW);
        List<String> userAgent = request.getHeaders().values("User-Agent");
        assertEquals(
                """
                content-type: text/plain; charset=utf-8
                x-oss-callback: %s
                x-oss-callback-var: %s
                x-oss-meta-author: Ada Lovelace
                x-oss-meta-city: 杭州
                x-oss-content-sha256: UNSIGNED-PAYLOAD
                x-oss-date: 20231216T162057Z
                authorization: %s
                accept-encoding: identity
                content-length: 5
                host: 127.0.0.1:%d
                connection: Keep-Alive
                user-agent: %s
                """.formatted(
                                options.callback().headerValue(),
                                options.callback().varHeaderValue(),
                                signature.authorization(),
                                server.getPort(),
                                userAgent.get(0)),
                lines(request));
    }

    private static String lines(RecordedRequest request) {
        StringBuilder lines = new StringBuilder();
        request.getHeaders()
                .forEach(h -> lines.append(h.getFirst().toLowerCase(java.util.Locale.ROOT))
                        .append(": ")
                        .append(h.getSecond())
                        .append('\n'));
        return lines.toString();
    }

    @Test
    void withoutContentTypeNoneIsSent() throws Exception {
        server.enqueue(answer(200).build());
        PutResult result = bucket.put("hello.txt", Body.of(HELLO));
        assertNull(server.takeRequest().getHeaders().get("Content-Type"));
        assertEquals("5D41402ABC4B2A76B9719D911017C592", result.etag());
        assertEquals("5C3D", result.requestId());
        assertEquals(HELLO_CRC, Crc64.toString(result.crc64()));
        assertTrue(result.crcChecked());
        assertNull(result.callbackAnswer());
        assertNull(result.versionId());
    }

    @Test
    void temporaryCredentialsSendTheirToken() throws Exception {
        Queue<Credentials> rotation = new ArrayDeque<>(
                List.of(Credentials.of("STS.1", "s1", "token1"), Credentials.of("STS.2", "s2", "token2"), CREDENTIALS));
        try (BucketClient rotating = client().credentials(rotation::remove).build()) {
            for (String token : new String[] {"token1", "token2", null}) {
                server.enqueue(answer(204).build());
                rotating.delete("hello.txt");
                RecordedRequest request = server.takeRequest();
                assertEquals(token, request.getHeaders().get("x-oss-security-token"));
                String id = token == null ? "ak" : "STS." + token.charAt(5);
                assertTrue(request.getHeaders().get("authorization").contains("Credential=" + id + "/"));
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "a//b|/examplebucket/a//b",
                "a/|/examplebucket/a/",
                "a+b c%20d|/examplebucket/a%2Bb%20c%2520d",
                "~!*'()|/examplebucket/~%21%2A%27%28%29",
                "a?b=c&d#e;f|/examplebucket/a%3Fb%3Dc%26d%23e%3Bf",
                "😀/中|/examplebucket/%F0%9F%98%80/%E4%B8%AD",
                "a/../b|/examplebucket/a%2F..%2Fb",
                "./a|/examplebucket/.%2Fa",
                "a/..|/examplebucket/a%2F..",
                "a/...b/.c|/examplebucket/a/...b/.c",
                "a\\b|/examplebucket/a%5Cb",
            })
    void keysAreSpelledAsTheyAreSigned(String key, String target) throws Exception {
        server.enqueue(answer(204).build());
        bucket.delete(key);
        assertEquals(target, server.takeRequest().getTarget());
    }

    @ParameterizedTest
    @CsvSource({".", "..", "/a", "\\a", "''"})
    void keysThatCannotBeSent(String key) {
        assertThrows(IllegalArgumentException.class, () -> bucket.delete(key));
        assertEquals(0, server.getRequestCount());
    }

    @Test
    void aControlCharacterInAHeaderIsRefusedAndNotShown() {
        PutOptions options = PutOptions.builder()
                .metadata("note", "hunter2\r\nx-oss-acl: public-read")
                .build();
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> bucket.put("hello.txt", Body.of(HELLO), options));
        assertTrue(e.getMessage().contains("x-oss-meta-note"), e.getMessage());
        assertFalse(e.getMessage().contains("hunter2"), e.getMessage());
        assertEquals(0, server.getRequestCount());
    }

    @Test
    void aCallbackAnswerIsHandedOnAsItCame() throws Exception {
        server.enqueue(answer(200)
                .addHeader("Content-Type", "application/json")
                .body("[\"ok\"]")
                .build());
        PutResult result = bucket.put("hello.txt", Body.of(HELLO), withCallback());
        assertEquals("[\"ok\"]", result.callbackAnswer().utf8());
        assertEquals("application/json", result.callbackAnswer().contentType());
        assertTrue(result.callbackAnswer().isComplete());
    }

    @Test
    void aCallbackAnswerThatBreaksOffLosesNothingElse() throws Exception {
        server.enqueue(answer(200)
                .body("{\"a\":" + "1".repeat(100_000) + "}")
                .onResponseBody(new SocketEffect.CloseSocket())
                .build());
        PutResult result = bucket.put("hello.txt", Body.of(HELLO), withCallback());
        assertFalse(result.callbackAnswer().isComplete());
        assertTrue(result.crcChecked());
    }

    @Test
    void a203WithACallbackIsAFailedCallback() {
        server.enqueue(answer(203)
                .addHeader("x-oss-version-id", "v7")
                .body(CALLBACK_FAILED)
                .build());
        CallbackFailedException e = assertThrows(
                CallbackFailedException.class, () -> bucket.put("hello.txt", Body.of(HELLO), withCallback()));
        assertEquals("Error status : 502.", e.reason());
        assertEquals("CallbackFailed", e.code());
        assertEquals("0007-00000203", e.ec());
        assertEquals("v7", e.stored().versionId());
        assertEquals("5D41402ABC4B2A76B9719D911017C592", e.stored().etag());
        assertEquals("5C3D", e.stored().requestId());
        assertTrue(e.stored().crcChecked());
        assertTrue(e.getMessage().contains("stored") && e.getMessage().contains("Error status : 502."), e.getMessage());
    }

    @Test
    void a203WithoutACallbackIsAProxys() throws Exception {
        server.enqueue(answer(203).build());
        assertTrue(bucket.put("hello.txt", Body.of(HELLO)).crcChecked());
    }

    @Test
    void aCallbackThatWasNotPerformedIsTold() {
        server.enqueue(answer(200).build());
        CallbackFailedException e = assertThrows(
                CallbackFailedException.class, () -> bucket.put("hello.txt", Body.of(HELLO), withCallback()));
        assertTrue(e.reason().contains("without performing"), e.reason());
        assertTrue(e.stored().crcChecked());
        assertNull(e.code());
    }

    @Test
    void damageOnTheWayUpShowsBothChecksums() {
        server.enqueue(answer(200)
                .setHeader("x-oss-hash-crc64ecma", "18446744073709551615")
                .build());
        ChecksumMismatchException e =
                assertThrows(ChecksumMismatchException.class, () -> bucket.put("hello.txt", Body.of(HELLO)));
        assertEquals(Crc64.of(HELLO), e.localCrc64());
        assertEquals(-1, e.remoteCrc64());
        assertEquals("5C3D", e.stored().requestId());
        assertFalse(e.stored().crcChecked());
        assertTrue(
                e.getMessage().contains(HELLO_CRC) && e.getMessage().contains("18446744073709551615"), e.getMessage());
    }

    @Test
    void damageIsToldBeforeAFailedCallback() {
        server.enqueue(answer(203)
                .setHeader("x-oss-hash-crc64ecma", "1")
                .body(CALLBACK_FAILED)
                .build());
        ChecksumMismatchException e = assertThrows(
                ChecksumMismatchException.class, () -> bucket.put("hello.txt", Body.of(HELLO), withCallback()));
        assertEquals(CallbackFailedException.class, e.getSuppressed()[0].getClass());
    }

    @Test
    void withoutAChecksumTheResultSaysSo() throws Exception {
        server.enqueue(answer(200).removeHeader("x-oss-hash-crc64ecma").build());
        assertFalse(bucket.put("hello.txt", Body.of(HELLO)).crcChecked());
        server.enqueue(answer(200).setHeader("x-oss-hash-crc64ecma", "none").build());
        assertFalse(bucket.put("hello.txt", Body.of(HELLO)).crcChecked());
    }

    @Test
    void anErrorOfOssIsTyped() {
        server.enqueue(answer(404)
                .body("<Error><Code>NoSuchBucket</Code><Message>The specified bucket does not exist.</Message>"
                        + "<RequestId>5C3D</RequestId><HostId>h</HostId><BucketName>examplebucket</BucketName>"
                        + "<EC>0015-00000101</EC></Error>")
                .build());
        ServiceException e = assertThrows(ServiceException.class, () -> bucket.put("hello.txt", Body.of(HELLO)));
        assertEquals(404, e.status());
        assertEquals("NoSuchBucket", e.code());
        assertEquals("5C3D", e.requestId());
        assertEquals("0015-00000101", e.ec());
        assertEquals("h", e.hostId());
        assertEquals(Map.of("BucketName", "examplebucket"), e.details());
        assertEquals(
                "PutObject hello.txt: 404 NoSuchBucket: The specified bucket does not exist."
                        + " (request id 5C3D, EC 0015-00000101)",
                e.getMessage());
    }

    @Test
    void aPageOfAProxyIsShownInPart() {
        server.enqueue(new MockResponse.Builder()
                .code(502)
                .body("<html>\r\n<h1>Bad\tGateway</h1>" + "x".repeat(1_000_000))
                .build());
        ServiceException e = assertThrows(ServiceException.class, () -> bucket.put("hello.txt", Body.of(HELLO)));
        assertEquals(502, e.status());
        assertNull(e.code());
        assertTrue(e.getMessage().contains("<html> <h1>Bad Gateway</h1>xxx"), e.getMessage());
        assertTrue(e.getMessage().length() < 400, e.getMessage());
    }

    @ParameterizedTest
    @CsvSource({"301", "302", "307", "308"})
    void redirectsAreNotFollowed(int status) {
        server.enqueue(answer(status)
                .addHeader("Location", "http://127.0.0.1:" + server.getPort() + "/other")
                .build());
        assertEquals(
                status,
                assertThrows(ServiceException.class, () -> bucket.get("hello.txt"))
                        .status());
        assertEquals(1, server.getRequestCount());
    }

    @ParameterizedTest
    @CsvSource({"408", "503"})
    void whatCallsTheApplicationServerIsSentOnce(int status) {
        server.enqueue(answer(status).addHeader("Retry-After", "0").build());
        server.enqueue(answer(200).build());
        assertEquals(
                status,
                assertThrows(ServiceException.class, () -> bucket.put("hello.txt", Body.of(HELLO), withCallback()))
                        .status());
        assertEquals(1, server.getRequestCount());
    }

    @Test
    void whatCallsTheApplicationServerIsNotSentAgainOnANewConnection() throws Exception {
        server.enqueue(answer(204).build());
        bucket.delete("warm-up");
        server.enqueue(new MockResponse.Builder()
                .onResponseStart(new SocketEffect.CloseSocket())
                .build());
        server.enqueue(answer(200).body("{}").build());
        assertThrows(IOException.class, () -> bucket.put("hello.txt", Body.of(HELLO), withCallback()));
        assertEquals(2, server.getRequestCount());
    }

    @Test
    void anAuthenticatorOfTheUsersDoesNotReplaceTheSignature() {
        OkHttpClient client = new OkHttpClient.Builder()
                .authenticator((route, response) -> response.request()
                        .newBuilder()
                        .header("Authorization", "Basic x")
                        .build())
                .build();
        BucketClient own =
                client().credentials(CREDENTIALS).okHttpClient(client).build();
        server.enqueue(answer(401).build());
        assertThrows(ServiceException.class, () -> own.delete("hello.txt"));
        assertEquals(1, server.getRequestCount());
        own.close();
        assertFalse(client.dispatcher().executorService().isShutdown());
    }

    @Test
    void aGetChecksItselfAtTheEnd() throws Exception {
        server.enqueue(answer(200)
                .body("hello")
                .addHeader("Content-Type", "text/plain")
                .addHeader("Last-Modified", "Sat, 16 Dec 2023 16:20:57 GMT")
                .addHeaderLenient("x-oss-meta-city", "杭州")
                .build());
        try (GetResult result = bucket.get("hello.txt")) {
            assertFalse(result.crcChecked());
            assertEquals(5, result.metadata().size());
            assertEquals("text/plain", result.metadata().contentType());
            assertEquals(NOW, result.metadata().lastModified());
            assertEquals(Map.of("city", "杭州"), result.metadata().metadata());
            assertEquals(Crc64.of(HELLO), result.metadata().crc64());
            assertArrayEquals(HELLO, result.bytes());
            assertTrue(result.crcChecked());
        }
        assertEquals("identity", server.takeRequest().getHeaders().get("Accept-Encoding"));
    }

    @Test
    void damageOnTheWayDownIsFoundAtTheEnd() throws Exception {
        server.enqueue(answer(200).body("hellp").build());
        try (GetResult result = bucket.get("hello.txt")) {
            byte[] read = new byte[5];
            assertEquals(5, result.stream().readNBytes(read, 0, 5));
            ChecksumMismatchException e = assertThrows(
                    ChecksumMismatchException.class, () -> result.stream().read());
            assertEquals(Crc64.of("hellp".getBytes(UTF_8)), e.localCrc64());
            assertEquals(Crc64.of(HELLO), e.remoteCrc64());
            assertNull(e.stored());
            assertFalse(result.crcChecked());
        }
    }

    @Test
    void aGetThatBreaksOffFails() throws Exception {
        server.enqueue(answer(200)
                .body("x".repeat(100_000))
                .onResponseBody(new SocketEffect.CloseSocket())
                .build());
        try (GetResult result = bucket.get("hello.txt")) {
            assertThrows(IOException.class, result::bytes);
        }
    }

    @Test
    void aChunkedGetOneByteShortFails() throws Exception {
        server.enqueue(answer(200).chunkedBody("hell", 2).build());
        try (GetResult result = bucket.get("hello.txt")) {
            assertThrows(ChecksumMismatchException.class, result::bytes);
        }
    }

    @Test
    void aGetWithoutChecksumSaysSo() throws Exception {
        server.enqueue(
                answer(200).removeHeader("x-oss-hash-crc64ecma").body("hello").build());
        try (GetResult result = bucket.get("hello.txt")) {
            assertArrayEquals(HELLO, result.bytes());
            assertFalse(result.crcChecked());
            assertNull(result.metadata().crc64());
        }
    }

    @Test
    void aHeadReadsItsErrorFromAHeader() {
        String xml = "<Error><Code>NoSuchKey</Code><Message>m</Message><EC>0026-00000001</EC></Error>";
        server.enqueue(answer(404)
                .addHeader(
                        "x-oss-err",
                        new Buffer().writeUtf8(xml).readByteString().base64())
                .build());
        ServiceException e = assertThrows(ServiceException.class, () -> bucket.head("hello.txt"));
        assertEquals("NoSuchKey", e.code());
        assertEquals("0026-00000001", e.ec());
    }

    @Test
    void aDeleteTellsOfItsMarker() throws Exception {
        server.enqueue(answer(204)
                .addHeader("x-oss-delete-marker", "true")
                .addHeader("x-oss-version-id", "v8")
                .build());
        DeleteResult result = bucket.delete("hello.txt");
        assertTrue(result.deleteMarker());
        assertEquals("v8", result.versionId());
        assertEquals("5C3D", result.requestId());
    }

    @Test
    void aStreamThatEndsEarlyIsNeverAWholeRequest() throws Exception {
        server.enqueue(answer(200).build());
        IOException e = assertThrows(
                IOException.class,
                () -> bucket.put("hello.txt", Body.of(new ByteArrayInputStream(new byte[99_999]), 100_000)));
        assertTrue(e.getMessage().contains("ended after 99999 of 100000"), e.getMessage());
        assertTrue(server.takeRequest().getBodySize() < 100_000);
    }

    @Test
    void aStreamIsLeftWhereTheBodyEnds() throws Exception {
        ByteArrayInputStream stream = new ByteArrayInputStream("hello, world".getBytes(UTF_8));
        server.enqueue(answer(200).build());
        Body body = Body.of(stream, 5);
        assertTrue(bucket.put("hello.txt", body).crcChecked());
        assertEquals(7, stream.available());
        assertTrue(assertThrows(IOException.class, () -> bucket.put("hello.txt", body))
                .getMessage()
                .contains("sent already"));
    }

    @Test
    void aFileIsReadWhenItIsSent(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("hello.txt");
        Body body = Body.of(file);
        assertThrows(IOException.class, () -> bucket.put("hello.txt", body));
        assertThrows(IOException.class, () -> bucket.put("hello.txt", Body.of(folder)));
        Files.write(file, HELLO);
        server.enqueue(answer(200).build());
        assertTrue(bucket.put("hello.txt", body).crcChecked());
        assertEquals("hello", server.takeRequest().getBody().utf8());
    }

    @Test
    void aPartOfAnArray() throws Exception {
        server.enqueue(answer(200).build());
        assertTrue(bucket.put("hello.txt", Body.of("[hello]".getBytes(UTF_8), 1, 5))
                .crcChecked());
        assertThrows(IndexOutOfBoundsException.class, () -> Body.of(HELLO, 1, 5));
        assertThrows(IllegalArgumentException.class, () -> Body.of(new ByteArrayInputStream(HELLO), -1));
    }

    @Test
    void anEmptyObject() throws Exception {
        server.enqueue(answer(200).setHeader("x-oss-hash-crc64ecma", "0").build());
        assertTrue(bucket.put("empty", Body.of(new byte[0])).crcChecked());
        assertEquals("0", server.takeRequest().getHeaders().get("Content-Length"));
    }

    @Test
    void credentialsThatCannotBeHadFailTheCall() {
        BucketClient own = client().credentials(() -> {
                    throw new IOException("metadata service is down");
                })
                .build();
        assertEquals(
                "metadata service is down",
                assertThrows(IOException.class, () -> own.get("hello.txt")).getMessage());
        assertEquals(0, server.getRequestCount());
        own.close();
    }
}
