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
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import okhttp3.OkHttp;
import okhttp3.OkHttpClient;
import okio.Buffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
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

    private WireServer server;
    private BucketClient bucket;

    @BeforeEach
    void start() throws IOException {
        server = new WireServer();
        bucket = client().credentials(CREDENTIALS).build();
    }

    @AfterEach
    void stop() throws IOException {
        bucket.close();
        server.close();
    }

    private BucketClient.Builder client() {
        return BucketClient.builder("http://127.0.0.1:" + server.port(), "examplebucket")
                .region("cn-hangzhou")
                .clock(Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private static Reply answer(int code) {
        return Reply.of(code)
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
    void okHttpIsTheOneOfTheProfile() {
        assertTrue(OkHttp.VERSION.startsWith(WireServer.OKHTTP_LINE), OkHttp.VERSION);
    }

    @Test
    void aPutOnTheWire() throws Exception {
        server.enqueue(answer(200));
        PutOptions options = PutOptions.builder()
                .contentType("text/plain; charset=utf-8")
                .metadata("Author", "Ada Lovelace")
                .metadata("city", "杭州")
                .callback(withCallback().callback())
                .build();
        assertThrows(CallbackFailedException.class, () -> bucket.put("notes/hello ~+1.txt", Body.of(HELLO), options));

        Received request = server.take();
        assertEquals("PUT /examplebucket/notes/hello%20~%2B1.txt HTTP/1.1", request.requestLine());
        assertEquals("hello", request.text());
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
        assertEquals(
                """
                content-type: text/plain; charset=utf-8
                x-oss-meta-author: Ada Lovelace
                x-oss-meta-city: 杭州
                x-oss-callback: %s
                x-oss-callback-var: %s
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
                                server.port(),
                                request.header("User-Agent")),
                request.headerLines());
    }

    @Test
    void withoutContentTypeNoneIsSent() throws Exception {
        server.enqueue(answer(200));
        PutResult result = bucket.put("hello.txt", Body.of(HELLO));
        assertNull(server.take().header("Content-Type"));
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
                server.enqueue(answer(204));
                rotating.delete("hello.txt");
                Received request = server.take();
                assertEquals(token, request.header("x-oss-security-token"));
                String id = token == null ? "ak" : "STS." + token.charAt(5);
                assertTrue(request.header("authorization").contains("Credential=" + id + "/"));
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
        server.enqueue(answer(204));
        bucket.delete(key);
        assertEquals(target, server.take().target());
    }

    @ParameterizedTest
    @CsvSource({".", "..", "/a", "\\a", "''"})
    void keysThatCannotBeSent(String key) {
        assertThrows(IllegalArgumentException.class, () -> bucket.delete(key));
        assertEquals(0, server.requestCount());
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
        assertEquals(0, server.requestCount());
    }

    @Test
    void aCallbackAnswerIsHandedOnAsItCame() throws Exception {
        server.enqueue(answer(200).addHeader("Content-Type", "application/json").body("[\"ok\"]"));
        PutResult result = bucket.put("hello.txt", Body.of(HELLO), withCallback());
        assertEquals("[\"ok\"]", result.callbackAnswer().utf8());
        assertEquals("application/json", result.callbackAnswer().contentType());
        assertTrue(result.callbackAnswer().isComplete());
    }

    @Test
    void aCallbackAnswerThatBreaksOffLosesNothingElse() throws Exception {
        server.enqueue(answer(200).body("{\"a\":" + "1".repeat(100_000) + "}").cut(Reply.Cut.IN_THE_BODY));
        PutResult result = bucket.put("hello.txt", Body.of(HELLO), withCallback());
        assertFalse(result.callbackAnswer().isComplete());
        assertTrue(result.crcChecked());
    }

    @Test
    void a203WithACallbackIsAFailedCallback() {
        server.enqueue(answer(203).addHeader("x-oss-version-id", "v7").body(CALLBACK_FAILED));
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
        server.enqueue(answer(203));
        assertTrue(bucket.put("hello.txt", Body.of(HELLO)).crcChecked());
    }

    @Test
    void aCallbackThatWasNotPerformedIsTold() {
        server.enqueue(answer(200));
        CallbackFailedException e = assertThrows(
                CallbackFailedException.class, () -> bucket.put("hello.txt", Body.of(HELLO), withCallback()));
        assertTrue(e.reason().contains("without performing"), e.reason());
        assertTrue(e.stored().crcChecked());
        assertNull(e.code());
    }

    @Test
    void damageOnTheWayUpShowsBothChecksums() {
        server.enqueue(answer(200).setHeader("x-oss-hash-crc64ecma", "18446744073709551615"));
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
        server.enqueue(answer(203).setHeader("x-oss-hash-crc64ecma", "1").body(CALLBACK_FAILED));
        ChecksumMismatchException e = assertThrows(
                ChecksumMismatchException.class, () -> bucket.put("hello.txt", Body.of(HELLO), withCallback()));
        assertEquals(CallbackFailedException.class, e.getSuppressed()[0].getClass());
    }

    @Test
    void withoutAChecksumTheResultSaysSo() throws Exception {
        server.enqueue(answer(200).removeHeader("x-oss-hash-crc64ecma"));
        assertFalse(bucket.put("hello.txt", Body.of(HELLO)).crcChecked());
        server.enqueue(answer(200).setHeader("x-oss-hash-crc64ecma", "none"));
        assertFalse(bucket.put("hello.txt", Body.of(HELLO)).crcChecked());
    }

    @Test
    void anErrorOfOssIsTyped() {
        server.enqueue(answer(404)
                .body("<Error><Code>NoSuchBucket</Code><Message>The specified bucket does not exist.</Message>"
                        + "<RequestId>5C3D</RequestId><HostId>h</HostId><BucketName>examplebucket</BucketName>"
                        + "<EC>0015-00000101</EC></Error>"));
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
        server.enqueue(Reply.of(502).body("<html>\r\n<h1>Bad\tGateway</h1>" + "x".repeat(1_000_000)));
        ServiceException e = assertThrows(ServiceException.class, () -> bucket.put("hello.txt", Body.of(HELLO)));
        assertEquals(502, e.status());
        assertNull(e.code());
        assertTrue(e.getMessage().contains("<html> <h1>Bad Gateway</h1>xxx"), e.getMessage());
        assertTrue(e.getMessage().length() < 400, e.getMessage());
    }

    @ParameterizedTest
    @CsvSource({"301", "302", "307", "308"})
    void redirectsAreNotFollowed(int status) {
        server.enqueue(answer(status).addHeader("Location", "http://127.0.0.1:" + server.port() + "/other"));
        assertEquals(
                status,
                assertThrows(ServiceException.class, () -> bucket.get("hello.txt"))
                        .status());
        assertEquals(1, server.requestCount());
    }

    @ParameterizedTest
    @CsvSource({"408", "503"})
    void whatCallsTheApplicationServerIsSentOnce(int status) {
        server.enqueue(answer(status).addHeader("Retry-After", "0"));
        server.enqueue(answer(200));
        assertEquals(
                status,
                assertThrows(ServiceException.class, () -> bucket.put("hello.txt", Body.of(HELLO), withCallback()))
                        .status());
        assertEquals(1, server.requestCount());
    }

    @Test
    void whatCallsTheApplicationServerIsNotSentAgainOnANewConnection() throws Exception {
        server.enqueue(answer(204));
        bucket.delete("warm-up");
        server.enqueue(Reply.of(200).cut(Reply.Cut.BEFORE_THE_ANSWER));
        server.enqueue(answer(200).body("{}"));
        assertThrows(IOException.class, () -> bucket.put("hello.txt", Body.of(HELLO), withCallback()));
        assertEquals(2, server.requestCount());
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
        server.enqueue(answer(401));
        assertThrows(ServiceException.class, () -> own.delete("hello.txt"));
        assertEquals(1, server.requestCount());
        own.close();
        assertFalse(client.dispatcher().executorService().isShutdown());
    }

    @Test
    void aGetChecksItselfAtTheEnd() throws Exception {
        server.enqueue(answer(200)
                .body("hello")
                .addHeader("Content-Type", "text/plain")
                .addHeader("Last-Modified", "Sat, 16 Dec 2023 16:20:57 GMT")
                .addHeader("x-oss-meta-city", "杭州"));
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
        assertEquals("identity", server.take().header("Accept-Encoding"));
    }

    @Test
    void damageOnTheWayDownIsFoundAtTheEnd() throws Exception {
        server.enqueue(answer(200).body("hellp"));
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
        server.enqueue(answer(200).body("x".repeat(100_000)).cut(Reply.Cut.IN_THE_BODY));
        try (GetResult result = bucket.get("hello.txt")) {
            assertThrows(IOException.class, result::bytes);
        }
    }

    @Test
    void aChunkedGetOneByteShortFails() throws Exception {
        server.enqueue(answer(200).body("hell").chunked(2));
        try (GetResult result = bucket.get("hello.txt")) {
            assertThrows(ChecksumMismatchException.class, result::bytes);
        }
    }

    @Test
    void aGetWithoutChecksumSaysSo() throws Exception {
        server.enqueue(answer(200).removeHeader("x-oss-hash-crc64ecma").body("hello"));
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
                        new Buffer().writeUtf8(xml).readByteString().base64()));
        ServiceException e = assertThrows(ServiceException.class, () -> bucket.head("hello.txt"));
        assertEquals("NoSuchKey", e.code());
        assertEquals("0026-00000001", e.ec());
    }

    @Test
    void aDeleteTellsOfItsMarker() throws Exception {
        server.enqueue(answer(204).addHeader("x-oss-delete-marker", "true").addHeader("x-oss-version-id", "v8"));
        DeleteResult result = bucket.delete("hello.txt");
        assertTrue(result.deleteMarker());
        assertEquals("v8", result.versionId());
        assertEquals("5C3D", result.requestId());
    }

    @Test
    void aStreamThatEndsEarlyIsNeverAWholeRequest() throws Exception {
        server.enqueue(answer(200));
        IOException e = assertThrows(
                IOException.class,
                () -> bucket.put("hello.txt", Body.of(new ByteArrayInputStream(new byte[99_999]), 100_000)));
        assertTrue(e.getMessage().contains("ended after 99999 of 100000"), e.getMessage());
        assertTrue(server.take().bodySize() < 100_000);
    }

    @Test
    void aStreamIsLeftWhereTheBodyEnds() throws Exception {
        ByteArrayInputStream stream = new ByteArrayInputStream("hello, world".getBytes(UTF_8));
        server.enqueue(answer(200));
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
        server.enqueue(answer(200));
        assertTrue(bucket.put("hello.txt", body).crcChecked());
        assertEquals("hello", server.take().text());
    }

    @Test
    void aPartOfAnArray() throws Exception {
        server.enqueue(answer(200));
        assertTrue(bucket.put("hello.txt", Body.of("[hello]".getBytes(UTF_8), 1, 5))
                .crcChecked());
        assertThrows(IndexOutOfBoundsException.class, () -> Body.of(HELLO, 1, 5));
        assertThrows(IllegalArgumentException.class, () -> Body.of(new ByteArrayInputStream(HELLO), -1));
    }

    @Test
    void anEmptyObject() throws Exception {
        server.enqueue(answer(200).setHeader("x-oss-hash-crc64ecma", "0"));
        assertTrue(bucket.put("empty", Body.of(new byte[0])).crcChecked());
        assertEquals("0", server.take().header("Content-Length"));
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
        assertEquals(0, server.requestCount());
        own.close();
    }

    @Test
    void notModifiedIsAnExceptionOfItsOwn() {
        for (int i = 0; i < 3; i++) {
            server.enqueue(answer(304));
        }
        GetOptions get = GetOptions.builder()
                .ifNoneMatch("5D41402ABC4B2A76B9719D911017C592")
                .build();
        NotModifiedException e = assertThrows(NotModifiedException.class, () -> bucket.get("hello.txt", get));
        assertEquals("5D41402ABC4B2A76B9719D911017C592", e.etag());
        assertEquals("5C3D", e.requestId());
        assertThrows(NotModifiedException.class, () -> bucket.head("hello.txt"));
        assertThrows(NotModifiedException.class, () -> bucket.copy(CopySource.of("s"), "hello.txt"));
    }

    @Test
    void aPartIsNotComparedAndSaysSo() throws Exception {
        server.enqueue(answer(206).addHeader("Content-Range", "bytes 1-3/5").body("ell"));
        try (GetResult result =
                bucket.get("hello.txt", GetOptions.builder().range(1, 3).build())) {
            assertEquals(5, result.metadata().size());
            assertEquals(3, result.length());
            assertArrayEquals("ell".getBytes(UTF_8), result.bytes());
            assertFalse(result.crcChecked());
        }
    }

    @Test
    void allOfItIsNoAnswerToARange() {
        server.enqueue(answer(200).body("hello"));
        GetOptions options = GetOptions.builder().range(1, 3).build();
        String message = assertThrows(IOException.class, () -> bucket.get("hello.txt", options))
                .getMessage();
        assertTrue(message.contains("bytes=1-3"), message);
    }

    @Test
    void aProcessedObjectIsNotComparedAndSaysSo() throws Exception {
        server.enqueue(answer(200).body("thumbnail"));
        try (GetResult result = bucket.get(
                "cat.jpg", GetOptions.builder().process("image/resize,w_9").build())) {
            assertArrayEquals("thumbnail".getBytes(UTF_8), result.bytes());
            assertFalse(result.crcChecked());
        }
    }

    @Test
    void anErrorInJson() {
        server.enqueue(
                Reply.of(403)
                        .addHeader("Content-Type", "application/json")
                        .body(
                                "{\"Code\":\"AccessDenied\",\"Message\":\"no\",\"RequestId\":\"5F0C\",\"EC\":\"0003-00000001\"}"));
        ServiceException e = assertThrows(ServiceException.class, () -> bucket.delete("hello.txt"));
        assertEquals("AccessDenied", e.code());
        assertEquals("5F0C", e.requestId());
    }

    @Test
    void anErrorThatBreaksOffKeepsItsStatus() {
        server.enqueue(Reply.of(500).body("<Error><Code>" + "x".repeat(100_000)).cut(Reply.Cut.IN_THE_BODY));
        ServiceException e = assertThrows(ServiceException.class, () -> bucket.delete("hello.txt"));
        assertEquals(500, e.status());
    }

    @Test
    void progressComesToTheEndBothWays() throws Exception {
        byte[] bytes = new byte[100_000];
        String crc = Crc64.toString(Crc64.of(bytes));
        for (String call : new String[] {"put", "get"}) {
            List<Long> seen = new ArrayList<>();
            ProgressListener listener = (passed, total) -> {
                assertEquals(100_000, total);
                seen.add(passed);
                throw new IllegalStateException("a listener that fails harms nothing");
            };
            server.enqueue(
                    answer(200).setHeader("x-oss-hash-crc64ecma", crc).body(call.equals("get") ? bytes : new byte[0]));
            if (call.equals("put")) {
                assertTrue(bucket.put(
                                "k",
                                Body.of(bytes),
                                PutOptions.builder().progress(listener).build())
                        .crcChecked());
            } else {
                try (GetResult result =
                        bucket.get("k", GetOptions.builder().progress(listener).build())) {
                    assertArrayEquals(bytes, result.bytes());
                }
            }
            assertEquals(seen.stream().sorted().toList(), seen, call);
            assertEquals(100_000, seen.get(seen.size() - 1), call);
            assertTrue(seen.size() > 5, call + " " + seen);
        }
    }

    @Test
    void anAppendRunsItsChecksum() throws Exception {
        server.enqueue(answer(200).setHeader("x-oss-hash-crc64ecma", crc("hello")));
        AppendResult first = bucket.append("log", AppendPosition.START, Body.of(HELLO));
        assertTrue(first.crcChecked());
        assertEquals(5, first.next().offset());
        server.enqueue(answer(200).setHeader("x-oss-hash-crc64ecma", crc("hello, world")));
        AppendResult second = bucket.append("log", first.next(), Body.of(", world".getBytes(UTF_8)));
        assertTrue(second.crcChecked());
        assertEquals(
                AppendPosition.of(12, Crc64.parse(crc("hello, world"))).toString(),
                second.next().toString());
    }

    @Test
    void anAppendToUnknownBytesIsNotComparedAndSaysSo() throws Exception {
        server.enqueue(answer(200).setHeader("x-oss-hash-crc64ecma", crc("oh, hello")));
        AppendResult result = bucket.append("log", AppendPosition.of(4), Body.of(HELLO));
        assertFalse(result.crcChecked());
        assertEquals(Crc64.parse(crc("oh, hello")), result.next().crc64(), "but known from here on");
        server.enqueue(answer(200).removeHeader("x-oss-hash-crc64ecma"));
        AppendResult unknown = bucket.append("log", AppendPosition.of(4), Body.of(HELLO));
        assertFalse(unknown.crcChecked());
        assertNull(unknown.next().crc64());
    }

    @Test
    void anAppendThatDamagesIsFound() {
        server.enqueue(answer(200).setHeader("x-oss-hash-crc64ecma", crc("hellp")));
        ChecksumMismatchException e = assertThrows(
                ChecksumMismatchException.class, () -> bucket.append("log", AppendPosition.START, Body.of(HELLO)));
        assertEquals(Crc64.of(HELLO), e.localCrc64());
        assertEquals(Crc64.parse(crc("hellp")), e.remoteCrc64());
    }

    @Test
    void anAppendIsSentOnce() {
        server.enqueue(answer(503).addHeader("Retry-After", "0"));
        server.enqueue(answer(200));
        assertThrows(ServiceException.class, () -> bucket.append("log", AppendPosition.START, Body.of(HELLO)));
        assertEquals(1, server.requestCount());
    }

    private static String crc(String text) {
        return Crc64.toString(Crc64.of(text.getBytes(UTF_8)));
    }

    @Test
    void aCopyReadsItsResult() throws Exception {
        server.enqueue(answer(200)
                .addHeader("x-oss-version-id", "v2")
                .addHeader("x-oss-copy-source-version-id", "v1")
                .body("<CopyObjectResult xmlns=\"http://doc.oss-cn-hangzhou.aliyuncs.com\"><ETag>\"E7\"</ETag>"
                        + "<LastModified>2023-12-16T16:20:57.000Z</LastModified></CopyObjectResult>"));
        CopyResult result = bucket.copy(CopySource.of("s").version("v1"), "hello.txt");
        assertEquals("E7", result.etag());
        assertEquals(NOW, result.lastModified());
        assertEquals("v2", result.versionId());
        assertEquals("v1", result.sourceVersionId());
        assertEquals(Crc64.of(HELLO), result.crc64());
    }

    @Test
    void aCopyWithoutAResultIsNoSuccess() {
        server.enqueue(answer(200));
        assertThrows(IOException.class, () -> bucket.copy(CopySource.of("s"), "hello.txt"));
    }

    @Test
    void onAnotherHostEverythingOfOursIsTakenOff() throws Exception {
        try (WireServer other = new WireServer()) {
            OkHttpClient turning = new OkHttpClient.Builder()
                    .addInterceptor(chain -> chain.proceed(chain.request()
                            .newBuilder()
                            .url(chain.request()
                                    .url()
                                    .newBuilder()
                                    .port(other.port())
                                    .build())
                            .build()))
                    .build();
            try (BucketClient own = client().credentials(Credentials.of("STS.1", "s1", "token1"))
                    .okHttpClient(turning)
                    .build()) {
                other.enqueue(answer(200));
                own.put(
                        "hello.txt",
                        Body.of(HELLO),
                        PutOptions.builder().contentType("text/plain").build());
            }
            assertEquals("""
                    content-type: text/plain
                    accept-encoding: identity
                    content-length: 5
                    host: 127.0.0.1:%d
                    connection: Keep-Alive
                    """.formatted(other.port()), other.take().headerLines().replaceFirst("user-agent: .*\n", ""));
            assertEquals(0, server.requestCount());
        }
    }

    @Test
    void whatAServerEchoesOfTheProofIsTakenOut() throws Exception {
        try (BucketClient own =
                client().credentials(Credentials.of("STS.1", "s1", "t0k3n")).build()) {
            for (String body : new String[] {
                "your headers: x-oss-security-token: t0k3n",
                "<Error><Code>X</Code><Message>bad token t0k3n</Message></Error>"
            }) {
                server.enqueue(Reply.of(400).body(body));
                String text = assertThrows(ServiceException.class, () -> own.delete("k"))
                        .toString();
                assertTrue(text.contains("token") && text.contains("…"), text);
                assertFalse(text.contains("t0k3n"), text);
            }
        }
    }

    @Test
    void headersTellTheErrorWhereTheBodyDoesNot() {
        server.enqueue(Reply.of(403)
                .addHeader("x-oss-error-type", "AccessDenied")
                .addHeader("x-oss-ec", "0003-00000001")
                .addHeader("x-oss-request-id", "5F0C"));
        ServiceException e = assertThrows(ServiceException.class, () -> bucket.delete("k"));
        assertEquals("AccessDenied", e.code());
        assertEquals("0003-00000001", e.ec());
        assertEquals("5F0C", e.requestId());
    }

    @Test
    void anInterruptedThreadGetsAnIOExceptionAndStaysInterrupted() {
        Thread.currentThread().interrupt();
        try {
            assertThrows(InterruptedIOException.class, () -> bucket.put("k", Body.of(HELLO)));
            assertTrue(Thread.currentThread().isInterrupted());
        } finally {
            assertTrue(Thread.interrupted());
        }
    }

    @Test
    void aClosedClientSaysSo() {
        bucket.close();
        bucket.close();
        String message = assertThrows(IllegalStateException.class, () -> bucket.head("k"))
                .getMessage();
        assertTrue(message.contains("closed"), message);
        assertEquals(0, server.requestCount());
    }

    @Test
    void aClosedResultSaysSo() throws Exception {
        server.enqueue(answer(200).body("hello"));
        GetResult result = bucket.get("k");
        result.close();
        result.close();
        assertThrows(IOException.class, result::bytes);
        assertThrows(IOException.class, () -> result.stream().read());
    }

    @Test
    void nullsAreNamed() {
        for (Map.Entry<String, Executable> call : Map.<String, Executable>of(
                        "key", () -> bucket.head(null),
                        "body", () -> bucket.put("k", null),
                        "options", () -> bucket.put("k", Body.of(HELLO), null),
                        "file", () -> bucket.getToFile("k", null),
                        "source", () -> bucket.copy(null, "k"),
                        "position", () -> bucket.append("k", null, Body.of(HELLO)),
                        "bytes", () -> Body.of((byte[]) null),
                        "stream", () -> Body.of(null, 5))
                .entrySet()) {
            assertEquals(
                    call.getKey(),
                    assertThrows(NullPointerException.class, call.getValue()).getMessage());
        }
    }

    @Test
    void moreThanFiveGigabytesAreNotSent() {
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class,
                () -> bucket.put("k", Body.of(new ByteArrayInputStream(HELLO), (5L << 30) + 1)));
        assertTrue(e.getMessage().contains("5368709121"), e.getMessage());
        assertEquals(0, server.requestCount());
    }

    @Test
    void exceptionsSurviveSerialisation() throws Exception {
        server.enqueue(answer(203).body(CALLBACK_FAILED));
        CallbackFailedException failed = copy(
                assertThrows(CallbackFailedException.class, () -> bucket.put("k", Body.of(HELLO), withCallback())));
        assertEquals("Error status : 502.", failed.reason());
        assertEquals(Crc64.of(HELLO), failed.stored().crc64());
        server.enqueue(answer(404).body("<Error><Code>NoSuchKey</Code><EC>1</EC><Key>k</Key></Error>"));
        ServiceException deleted = copy(assertThrows(ServiceException.class, () -> bucket.delete("k")));
        assertEquals("NoSuchKey", deleted.code());
        assertEquals(Map.of("Key", "k"), deleted.details());
    }

    @SuppressWarnings({"unchecked", "BanSerializableRead"})
    private static <T> T copy(T object) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (T) in.readObject();
        }
    }

    @Test
    void aFileThatGrowsOrIsNoneIsNotSent(@TempDir Path folder) throws Exception {
        Path file = Files.write(folder.resolve("file"), new byte[100_000]);
        server.enqueue(answer(200));
        PutOptions growing = PutOptions.builder()
                .progress((bytes, total) -> {
                    try {
                        Files.write(file, new byte[1], StandardOpenOption.APPEND);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .build();
        String message = assertThrows(IOException.class, () -> bucket.put("k", Body.of(file), growing))
                .getMessage();
        assertTrue(message.contains("has grown"), message);
        assertTrue(server.take().bodySize() < 100_000, "never a whole request");
        Path device = Path.of("/dev/zero");
        if (Files.exists(device)) {
            assertThrows(IOException.class, () -> bucket.put("k", Body.of(device)));
        }
    }
}
