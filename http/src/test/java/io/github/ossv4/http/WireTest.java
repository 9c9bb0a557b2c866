// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.http.testing.RawServer;
import io.github.ossv4.http.testing.Received;
import io.github.ossv4.http.testing.Reply;
import io.github.ossv4.http.testing.WireFixture;
import io.github.ossv4.http.testing.WireServer;
import io.github.ossv4.sign.Credentials;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttp;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys, credentials and connections of all requests. */
class WireTest extends WireFixture {

    @Test
    void usesTheOkHttpOfTheProfile() {
        assertTrue(OkHttp.VERSION.startsWith(WireServer.OKHTTP_LINE), OkHttp.VERSION);
    }

    @Test
    void sendsTheTokenOfTemporaryCredentials() throws Exception {
        Queue<Credentials> rotation = new ArrayDeque<>(
                List.of(Credentials.of("STS.1", "s1", "token1"), Credentials.of("STS.2", "s2", "token2"), CREDENTIALS));
        try (BucketClient rotating = client().credentials(rotation::remove).build()) {
            for (String token : new String[] {"token1", "token2", null}) {
                server.enqueue(response(204));
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
    void encodesKeysAsTheyAreSigned(String key, String target) throws Exception {
        server.enqueue(response(204));
        bucket.delete(key);
        assertEquals(target, server.take().target());
    }

    @ParameterizedTest
    @CsvSource({".", "..", "/a", "\\a", "''"})
    void rejectsKeysThatCannotBeSent(String key) {
        assertThrows(IllegalArgumentException.class, () -> bucket.delete(key));
        assertEquals(0, server.requestCount());
    }

    @Test
    void rejectsControlCharactersInHeadersWithoutShowingThem() {
        PutOptions options = PutOptions.builder()
                .metadata("note", "hunter2\r\nx-oss-acl: public-read")
                .build();
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> bucket.put("hello.txt", Body.of(HELLO), options));
        assertTrue(e.getMessage().contains("x-oss-meta-note"), e.getMessage());
        assertFalse(e.getMessage().contains("hunter2"), e.getMessage());
        assertEquals(0, server.requestCount());
    }

    /** HTTP/2 waits for the window of the server, for which all bytes before it must have been sent. */
    @Test
    void uploadsMoreThanTheWindowOfHttp2() throws Exception {
        byte[] bytes = new byte[300_000];
        OkHttpClient http2 = new OkHttpClient.Builder()
                .protocols(List.of(Protocol.H2_PRIOR_KNOWLEDGE))
                .build();
        try (WireServer of2 = new WireServer(Protocol.H2_PRIOR_KNOWLEDGE);
                BucketClient client = BucketClient.builder("http://127.0.0.1:" + of2.port(), "examplebucket")
                        .region("cn-hangzhou")
                        .credentials(CREDENTIALS)
                        .okHttpClient(http2)
                        .build()) {
            of2.enqueue(response(200).setHeader("x-oss-hash-crc64ecma", Crc64.toString(Crc64.compute(bytes))));
            client.put("hello.txt", Body.of(bytes));
            assertEquals(bytes.length, of2.take().bodySize());
        }
        http2.connectionPool().evictAll();
    }

    @ParameterizedTest
    @CsvSource({"301", "302", "307", "308"})
    void doesNotFollowRedirects(int status) {
        server.enqueue(response(status).addHeader("Location", "http://127.0.0.1:" + server.port() + "/other"));
        assertEquals(
                status,
                assertThrows(ServiceException.class, () -> bucket.get("hello.txt"))
                        .status());
        assertEquals(1, server.requestCount());
    }

    @Test
    void ignoresTheAuthenticatorOfTheGivenClient() {
        OkHttpClient client = new OkHttpClient.Builder()
                .authenticator((route, response) -> response.request()
                        .newBuilder()
                        .header("Authorization", "Basic x")
                        .build())
                .build();
        BucketClient own =
                client().credentials(CREDENTIALS).okHttpClient(client).build();
        server.enqueue(response(401));
        assertThrows(ServiceException.class, () -> own.delete("hello.txt"));
        assertEquals(1, server.requestCount());
        own.close();
        assertFalse(client.dispatcher().executorService().isShutdown());
    }

    @Test
    void returnsTheDeleteMarker() throws Exception {
        server.enqueue(response(204).addHeader("x-oss-delete-marker", "true").addHeader("x-oss-version-id", "v8"));
        DeleteResult result = bucket.delete("hello.txt");
        assertTrue(result.isDeleteMarker());
        assertEquals("v8", result.versionId());
        assertEquals("5C3D", result.requestId());
    }

    @Test
    void failsIfThereAreNoCredentials() {
        BucketClient own = client().credentials(() -> {
                    throw new IOException("metadata service is down");
                })
                .build();
        assertEquals(
                "GetObject hello.txt" + where() + ": metadata service is down",
                assertThrows(IOException.class, () -> own.get("hello.txt")).getMessage());
        assertEquals(0, server.requestCount());
        own.close();
    }

    @Test
    void removesOurHeadersForAnotherHost() throws Exception {
        try (WireServer other = new WireServer()) {
            OkHttpClient redirecting = new OkHttpClient.Builder()
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
                    .okHttpClient(redirecting)
                    .build()) {
                other.enqueue(response(200));
                own.put(
                        "hello.txt",
                        Body.of(HELLO),
                        PutOptions.builder().contentType("text/plain").build());
            }
            assertEquals("""
                    content-type: text/plain
                    accept-encoding: identity
                    content-length: 5
                    host: 127.0.0.1:%s
                    connection: Keep-Alive
                    """.formatted(other.port()), other.take().headerLines().replaceFirst("user-agent: .*\n", ""));
            assertEquals(0, server.requestCount());
        }
    }

    @Test
    void throwsInterruptedIoExceptionAndKeepsTheInterrupt() {
        Thread.currentThread().interrupt();
        try {
            assertThrows(InterruptedIOException.class, () -> bucket.put("k", Body.of(HELLO)));
            assertTrue(Thread.currentThread().isInterrupted());
        } finally {
            assertTrue(Thread.interrupted());
        }
    }

    @Test
    void keepsAGivenClientOpen() throws Exception {
        OkHttpClient given = new OkHttpClient();
        for (int i = 0; i < 2; i++) {
            server.enqueue(response(204));
            try (BucketClient own =
                    client().credentials(CREDENTIALS).okHttpClient(given).build()) {
                own.delete("k");
            }
            assertEquals(1, given.connectionPool().connectionCount(), "the connection stays open and is reused");
            assertFalse(given.dispatcher().executorService().isShutdown());
        }
    }

    @Test
    void closesTheConnectionsOfItsOwnClient() throws Exception {
        CompletableFuture<Integer> afterResponse = new CompletableFuture<>();
        try (RawServer raw = new RawServer(peer -> {
            peer.head();
            peer.respond("204 No Content", "x-oss-request-id: 5C3D");
            afterResponse.complete(peer.socket().getInputStream().read());
        })) {
            BucketClient own = BucketClient.builder(raw.endpoint(), "examplebucket")
                    .retryPolicy(RetryPolicy.NONE)
                    .region("cn-hangzhou")
                    .credentials(CREDENTIALS)
                    .build();
            own.delete("k");
            assertFalse(afterResponse.isDone());
            own.close();
            assertEquals(-1, afterResponse.get(1, TimeUnit.MINUTES), "the connection is closed");
        }
    }

    @Test
    void completesCallsInProgressAfterClose() throws Exception {
        byte[] bytes = new byte[1_000_000];
        server.enqueue(Reply.of(200)
                .addHeader("x-oss-hash-crc64ecma", Crc64.toString(Crc64.compute(bytes)))
                .body(bytes));
        try (GetResult result = bucket.get("k")) {
            bucket.close();
            assertArrayEquals(bytes, result.bytes());
            assertTrue(result.isCrcChecked());
        }
    }

    @Test
    void failsAfterClose() {
        bucket.close();
        bucket.close();
        String message = assertThrows(IllegalStateException.class, () -> bucket.head("k"))
                .getMessage();
        assertTrue(message.contains("closed"), message);
        assertEquals(0, server.requestCount());
    }

    @Test
    void namesNullArguments() {
        for (Map.Entry<String, Executable> call : Map.<String, Executable>of(
                        "key", () -> bucket.head(null),
                        "body", () -> bucket.put("k", (Body) null),
                        "options", () -> bucket.put("k", Body.of(HELLO), null),
                        "file", () -> bucket.download("k", null),
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
}
