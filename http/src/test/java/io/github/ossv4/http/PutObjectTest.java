// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.callback.Callback;
import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.http.testing.Received;
import io.github.ossv4.http.testing.Reply;
import io.github.ossv4.http.testing.WireFixture;
import io.github.ossv4.sign.Signature;
import io.github.ossv4.sign.Signer;
import io.github.ossv4.sign.UnsignedRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.RequestBody;
import okio.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests and responses of PutObject. */
class PutObjectTest extends WireFixture {

    @Test
    void sendsTheSignedHeaders() throws Exception {
        server.enqueue(response(200));
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
                user-agent: %s
                x-oss-content-sha256: UNSIGNED-PAYLOAD
                x-oss-date: 20231216T162057Z
                authorization: %s
                accept-encoding: identity
                content-length: 5
                host: 127.0.0.1:%s
                connection: Keep-Alive
                """.formatted(
                                options.callback().headerValue(),
                                options.callback().varHeaderValue(),
                                request.header("User-Agent"),
                                signature.authorization(),
                                server.port()),
                request.headerLines());
    }

    @Test
    void putsWithoutOptions() throws Exception {
        server.enqueue(response(200));
        PutResult result = bucket.put("hello.txt", Body.of(HELLO));
        assertEquals("text/plain", server.take().header("Content-Type"));
        assertEquals("5D41402abc4B2A76B9719D911017C592", result.etag());
        assertEquals("5C3D", result.requestId());
        assertEquals(HELLO_CRC, Crc64.toString(result.crc64()));
        assertTrue(result.isCrcChecked());
        assertNull(result.callbackResponse());
        assertNull(result.versionId());
    }

    @Test
    void returnsTheCallbackResponseUnchanged() throws Exception {
        server.enqueue(
                response(200).addHeader("Content-Type", "application/json").body("[\"ok\"]"));
        PutResult result = bucket.put("hello.txt", Body.of(HELLO), withCallback());
        assertEquals("[\"ok\"]", result.callbackResponse().utf8());
        assertEquals("application/json", result.callbackResponse().contentType());
        assertTrue(result.callbackResponse().isComplete());
    }

    @Test
    void keepsTheResultIfTheCallbackResponseIsTruncated() throws Exception {
        server.enqueue(response(200).body("{\"a\":" + "1".repeat(100_000) + "}").cut(Reply.Cut.IN_BODY));
        PutResult result = bucket.put("hello.txt", Body.of(HELLO), withCallback());
        assertFalse(result.callbackResponse().isComplete());
        assertTrue(result.isCrcChecked());
    }

    @Test
    void throwsCallbackFailedExceptionOn203() {
        server.enqueue(response(203).addHeader("x-oss-version-id", "v7").body(CALLBACK_FAILED));
        CallbackFailedException e = assertThrows(
                CallbackFailedException.class, () -> bucket.put("hello.txt", Body.of(HELLO), withCallback()));
        assertEquals("Error status : 502.", e.reason());
        assertEquals("CallbackFailed", e.code());
        assertEquals("0007-00000203", e.ec());
        assertEquals("v7", e.stored().versionId());
        assertEquals("5D41402abc4B2A76B9719D911017C592", e.stored().etag());
        assertEquals("5C3D", e.stored().requestId());
        assertTrue(e.stored().isCrcChecked());
        assertTrue(e.getMessage().contains("stored") && e.getMessage().contains("Error status : 502."), e.getMessage());
    }

    @Test
    void accepts203WithoutCallback() throws Exception {
        server.enqueue(response(203));
        assertTrue(bucket.put("hello.txt", Body.of(HELLO)).isCrcChecked());
    }

    @Test
    void reportsACallbackThatWasNotPerformed() {
        server.enqueue(response(200));
        CallbackFailedException e = assertThrows(
                CallbackFailedException.class, () -> bucket.put("hello.txt", Body.of(HELLO), withCallback()));
        assertTrue(e.reason().contains("without performing"), e.reason());
        assertTrue(e.stored().isCrcChecked());
        assertNull(e.code());
    }

    @Test
    void reportsBothChecksumsOfAMismatch() {
        server.enqueue(response(200).setHeader("x-oss-hash-crc64ecma", "18446744073709551615"));
        ChecksumMismatchException e =
                assertThrows(ChecksumMismatchException.class, () -> bucket.put("hello.txt", Body.of(HELLO)));
        assertEquals(Crc64.compute(HELLO), e.localCrc64());
        assertEquals(-1, e.remoteCrc64());
        assertEquals("5C3D", e.stored().requestId());
        assertFalse(e.stored().isCrcChecked());
        assertTrue(
                e.getMessage().contains(HELLO_CRC) && e.getMessage().contains("18446744073709551615"), e.getMessage());
    }

    @Test
    void reportsAMismatchBeforeAFailedCallback() {
        server.enqueue(response(203).setHeader("x-oss-hash-crc64ecma", "1").body(CALLBACK_FAILED));
        ChecksumMismatchException e = assertThrows(
                ChecksumMismatchException.class, () -> bucket.put("hello.txt", Body.of(HELLO), withCallback()));
        assertEquals(CallbackFailedException.class, e.getSuppressed()[0].getClass());
    }

    @Test
    void reportsNoCheckWithoutChecksum() throws Exception {
        server.enqueue(response(200).removeHeader("x-oss-hash-crc64ecma"));
        assertFalse(bucket.put("hello.txt", Body.of(HELLO)).isCrcChecked());
        server.enqueue(response(200).setHeader("x-oss-hash-crc64ecma", "none"));
        assertFalse(bucket.put("hello.txt", Body.of(HELLO)).isCrcChecked());
    }

    @ParameterizedTest
    @CsvSource({"408", "503"})
    void doesNotRetryAPutWithACallback(int status) throws Exception {
        server.enqueue(response(status).addHeader("Retry-After", "0"));
        // The query for the object.
        server.enqueue(response(404));
        assertEquals(
                status,
                assertThrows(ServiceException.class, () -> bucket.put("hello.txt", Body.of(HELLO), withCallback()))
                        .status());
        assertEquals("PUT /examplebucket/hello.txt HTTP/1.1", server.take().requestLine());
        assertEquals(status == 408 ? 1 : 2, server.requestCount());
    }

    @Test
    void doesNotRetryAPutWithACallbackOnANewConnection() throws Exception {
        server.enqueue(response(204));
        bucket.delete("warm-up");
        server.enqueue(Reply.of(200).cut(Reply.Cut.BEFORE_RESPONSE));
        server.enqueue(response(404));
        assertThrows(IOException.class, () -> bucket.put("hello.txt", Body.of(HELLO), withCallback()));
        assertEquals("DELETE", server.take().requestLine().split(" ")[0]);
        assertEquals("PUT", server.take().requestLine().split(" ")[0]);
        assertEquals("HEAD", server.take().requestLine().split(" ")[0]);
        assertEquals(3, server.requestCount());
    }

    /** OSS responds after the application server has, or after waiting 5 seconds for each URL in turn. */
    @ParameterizedTest
    @CsvSource({
        "1000, 0, 1000",
        "1000, 1, 6000",
        "1000, 3, 16000",
        "0, 0, 0",
        "0, 3, 0",
        "2147483647, 1, 2147483647",
    })
    void extendsTheReadTimeoutByTheCallbacks(int readTimeoutMillis, int urls, int expected) throws Exception {
        List<Integer> timeouts = new ArrayList<>();
        OkHttpClient given = new OkHttpClient.Builder()
                .readTimeout(Duration.ofMillis(readTimeoutMillis))
                .addInterceptor(chain -> {
                    timeouts.add(chain.readTimeoutMillis());
                    return chain.proceed(chain.request());
                })
                .build();
        PutOptions.Builder options = PutOptions.builder();
        if (urls > 0) {
            options.callback(Callback.builder(Collections.nCopies(urls, "http://app.example.com/cb")
                            .toArray(new String[0]))
                    .formBody("o=${object}")
                    .build());
        }
        server.enqueue(response(200).body("{}"));
        server.enqueue(response(204));
        try (BucketClient own =
                client().credentials(CREDENTIALS).okHttpClient(given).build()) {
            own.put("hello.txt", Body.of(HELLO), options.build());
            own.delete("hello.txt");
        }
        assertEquals(List.of(expected, readTimeoutMillis), timeouts);
    }

    @Test
    void sendsBodyThatInterceptorHasLogged() throws Exception {
        OkHttpClient given = new OkHttpClient.Builder()
                .addInterceptor(chain -> {
                    Objects.requireNonNull(chain.request().body()).writeTo(new Buffer());
                    return chain.proceed(chain.request());
                })
                .build();
        byte[] large = new byte[100_000];
        server.enqueue(response(200).setHeader("x-oss-hash-crc64ecma", Crc64.toString(Crc64.compute(large))));
        try (BucketClient own =
                client().credentials(CREDENTIALS).okHttpClient(given).build()) {
            assertTrue(own.put("k", Body.of(large)).isCrcChecked());
        }
    }

    /** With an interceptor that responds itself or sends another body, the given body was not stored. */
    @Test
    void failsIfAnInterceptorReplacedTheBody() throws Exception {
        Interceptor replaces = chain -> chain.proceed(chain.request()
                .newBuilder()
                .put(RequestBody.create(new byte[0]))
                .build());
        try (BucketClient replacing = client().credentials(CREDENTIALS)
                .okHttpClient(
                        new OkHttpClient.Builder().addInterceptor(replaces).build())
                .build()) {
            server.enqueue(response(200).setHeader("x-oss-hash-crc64ecma", "0"));
            IOException e = assertThrows(IOException.class, () -> replacing.put("k", Body.of(HELLO)));
            assertTrue(e.getMessage().contains("was not sent"), e.getMessage());
        }
    }
}
