// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static java.nio.charset.StandardCharsets.UTF_8;
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
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls for which the client has no method. */
class BucketCallTest extends WireFixture {
    private static final Callback CALLBACK =
            Callback.builder("http://app.example.com/cb").formBody("a=b").build();

    @Test
    void sendsASignedRequest() throws Exception {
        server.enqueue(response(200).removeHeader("x-oss-hash-crc64ecma").body("<Tagging/>"));
        BucketRequest request = BucketRequest.builder("GET")
                .key("a b")
                .query("tagging")
                .query("versionId", "v+1")
                .header("X-Oss-Request-Payer", "requester")
                .header("x-trace", "1")
                .header("X-Trace", "2")
                .build();
        try (BucketResponse response = bucket.call(request)) {
            assertEquals(200, response.status());
            assertEquals("5C3D", response.requestId());
            assertEquals("5C3D", response.header("X-OSS-Request-Id"));
            assertNull(response.header("x-nothing"));
            assertEquals(10, response.length());
            assertEquals("<Tagging/>", new String(response.bytes(), UTF_8));
            assertFalse(response.isCrcChecked());
        }
        Received received = server.take();
        assertEquals("GET /examplebucket/a%20b?tagging&versionId=v%2B1 HTTP/1.1", received.requestLine());
        assertEquals("requester", received.header("x-oss-request-payer"));
        assertEquals("1,2", received.header("x-trace"));
        assertTrue(received.header("Authorization").startsWith("OSS4-HMAC-SHA256 Credential=ak/20231216/cn-hangzhou/"));
    }

    /** Only the response to an object or a part has an ETag. */
    @Test
    void acceptsASettingWithABody() throws Exception {
        for (String key : new String[] {null, "k"}) {
            server.enqueue(Reply.of(200));
            BucketRequest.Builder setting = BucketRequest.builder("PUT")
                    .query(key == null ? "lifecycle" : "acl")
                    .body(Body.of("<a/>"));
            try (BucketResponse response =
                    bucket.call(key == null ? setting.build() : setting.key(key).build())) {
                assertEquals(200, response.status());
                assertFalse(response.isCrcChecked());
            }
        }
        server.enqueue(Reply.of(200));
        BucketRequest object =
                BucketRequest.builder("PUT").key("k").body(Body.of("a")).build();
        IOException e = assertThrows(IOException.class, () -> bucket.call(object));
        assertTrue(e.getMessage().contains("not from OSS (no ETag"), e.getMessage());
    }

    @Test
    void sendsARequestWithoutKey() throws Exception {
        server.enqueue(Reply.of(200).body("<ListBucketResult/>"));
        bucket.call(BucketRequest.builder("GET").query("list-type", "2").build())
                .close();
        assertEquals("GET /examplebucket/?list-type=2 HTTP/1.1", server.take().requestLine());
        server.enqueue(Reply.of(200));
        bucket.call(BucketRequest.builder("PUT")
                        .query("acl")
                        .header("x-oss-acl", "private")
                        .build())
                .close();
        Received put = server.take();
        assertEquals("PUT /examplebucket/?acl HTTP/1.1", put.requestLine());
        assertEquals("0", put.header("Content-Length"));
    }

    @Test
    void comparesTheChecksumOfAnUpload() throws Exception {
        BucketRequest part = BucketRequest.builder("PUT")
                .key("k")
                .query("partNumber", "1")
                .query("uploadId", "U")
                .body(Body.of(HELLO))
                .build();
        server.enqueue(response(200));
        try (BucketResponse response = bucket.call(part)) {
            assertTrue(response.isCrcChecked());
        }
        assertEquals("hello", server.take().text());
        server.enqueue(response(200).setHeader("x-oss-hash-crc64ecma", "1"));
        ChecksumMismatchException e = assertThrows(ChecksumMismatchException.class, () -> bucket.call(part));
        assertEquals(Crc64.compute(HELLO), e.localCrc64());
        assertEquals(1, e.remoteCrc64());
    }

    @Test
    void comparesTheChecksumOfADownload() throws Exception {
        BucketRequest get = BucketRequest.builder("GET").key("k").build();
        server.enqueue(response(200).body("hello"));
        try (BucketResponse response = bucket.call(get)) {
            response.bytes();
            assertTrue(response.isCrcChecked());
        }
        server.enqueue(response(200).body("hallo"));
        try (BucketResponse response = bucket.call(get)) {
            assertThrows(ChecksumMismatchException.class, response::bytes);
        }
        server.enqueue(response(200).body("hallo"));
        BucketRequest processed = BucketRequest.builder("GET")
                .key("k")
                .query("x-oss-process", "image/resize,w_200")
                .build();
        try (BucketResponse response = bucket.call(processed)) {
            assertEquals("hallo", new String(response.bytes(), UTF_8));
            assertFalse(response.isCrcChecked());
        }
    }

    @Test
    void throwsTypedExceptions() {
        server.enqueue(response(404).body("<Error><Code>NoSuchKey</Code><EC>0026-00000001</EC></Error>"));
        ServiceException e = assertThrows(
                ServiceException.class,
                () -> bucket.call(
                        BucketRequest.builder("GET").key("k").query("acl").build()));
        assertEquals("NoSuchKey", e.code());
        assertTrue(e.getMessage().startsWith("GET k" + where() + ": 404"), e.getMessage());
        server.enqueue(Reply.of(304));
        assertThrows(
                NotModifiedException.class,
                () -> bucket.call(BucketRequest.builder("GET")
                        .key("k")
                        .header("If-None-Match", "\"x\"")
                        .build()));
    }

    @Test
    void reportsAFailedCallbackOfAPut() throws Exception {
        BucketRequest put = BucketRequest.builder("PUT")
                .key("k")
                .body(Body.of(HELLO))
                .callback(CALLBACK)
                .build();
        server.enqueue(response(203).body(CALLBACK_FAILED));
        CallbackFailedException e = assertThrows(CallbackFailedException.class, () -> bucket.call(put));
        assertEquals("0007-00000203", e.ec());
        server.enqueue(response(200));
        assertThrows(CallbackFailedException.class, () -> bucket.call(put));
        server.enqueue(response(200).body("{}"));
        try (BucketResponse response = bucket.call(put)) {
            assertEquals("{}", new String(response.bytes(), UTF_8));
            assertTrue(response.isCrcChecked());
        }
        BucketRequest without =
                BucketRequest.builder("PUT").key("k").body(Body.of(HELLO)).build();
        server.enqueue(response(203));
        bucket.call(without).close();
    }

    /** The body of Complete is a document, so its checksum is not that of the object. */
    @Test
    void reportsAFailedCallbackOfACompleteWithoutComparingChecksums() throws Exception {
        BucketRequest complete = BucketRequest.builder("POST")
                .key("k")
                .query("uploadId", "U")
                .callback(CALLBACK)
                .body(Body.of("<CompleteMultipartUpload/>".getBytes(UTF_8)))
                .build();
        server.enqueue(response(203).body(CALLBACK_FAILED));
        assertEquals(
                Crc64.compute(HELLO),
                assertThrows(CallbackFailedException.class, () -> bucket.call(complete))
                        .stored()
                        .crc64());
        for (Reply empty : new Reply[] {response(200), response(200).chunked(10)}) {
            server.enqueue(empty);
            assertThrows(CallbackFailedException.class, () -> bucket.call(complete));
        }
        server.enqueue(response(200).body("{}"));
        try (BucketResponse response = bucket.call(complete)) {
            assertFalse(response.isCrcChecked());
        }
    }

    @Test
    void doesNotRetryAPutThatIsNotIdempotent() {
        BucketRequest.Builder put = BucketRequest.builder("PUT").key("k").body(Body.of(HELLO));
        for (BucketRequest once : new BucketRequest[] {
            put.callbackInQuery(CALLBACK).build(),
            BucketRequest.builder("PUT")
                    .key("k")
                    .header("X-Oss-Forbid-Overwrite", "true")
                    .body(Body.of(HELLO))
                    .build()
        }) {
            int before = server.requestCount();
            server.enqueue(response(503).addHeader("Retry-After", "0"));
            assertThrows(ServiceException.class, () -> bucket.call(once));
            assertEquals(before + 1, server.requestCount());
        }
    }

    @Test
    void sendsStandardRangeBehavior() throws Exception {
        server.enqueue(response(206).addHeader("Content-Range", "bytes 0-1/5").body("he"));
        BucketRequest request = BucketRequest.builder("GET")
                .key("k")
                .header("Range", "bytes=0-1")
                .build();
        try (BucketResponse response = bucket.call(request)) {
            assertEquals("he", new String(response.bytes(), UTF_8));
            assertFalse(response.isCrcChecked());
        }
        assertEquals("standard", server.take().header("x-oss-range-behavior"));
    }

    @Test
    void doesNotRetryAPost() {
        server.enqueue(response(503).addHeader("Retry-After", "0"));
        server.enqueue(response(200));
        assertThrows(
                ServiceException.class,
                () -> bucket.call(
                        BucketRequest.builder("POST").key("k").query("restore").build()));
        assertEquals(1, server.requestCount());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authorization",
                "x-oss-date",
                "X-Oss-Security-Token",
                "x-oss-content-sha256",
                "Host",
                "Content-Length",
                "accept-encoding",
                "x-oss-callback",
                "x-oss-callback-var"
            })
    void rejectsHeadersThatTheClientSets(String name) {
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class,
                () -> BucketRequest.builder("GET").header(name, "x"));
        assertTrue(e.getMessage().contains(name), e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x-oss-additional-headers",
                "x-oss-credential",
                "x-oss-date",
                "x-oss-expires",
                "x-oss-security-token",
                "x-oss-signature",
                "x-oss-signature-version"
            })
    void rejectsParametersOfTheSignature(String name) {
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class,
                () -> BucketRequest.builder("GET").query(name, "1"));
        assertEquals("query parameter " + name + " is set by the client", e.getMessage());
    }

    @Test
    void rejectsBadInput() {
        assertThrows(IllegalArgumentException.class, () -> BucketRequest.builder("get"));
        assertThrows(IllegalArgumentException.class, () -> BucketRequest.builder("TRACE"));
        BucketRequest.Builder builder = BucketRequest.builder("GET").query("acl");
        IllegalArgumentException twice = assertThrows(IllegalArgumentException.class, () -> builder.query("acl", "1"));
        assertTrue(twice.getMessage().contains("repeated: acl"), twice.getMessage());
        assertThrows(IllegalArgumentException.class, () -> builder.query(""));
        assertThrows(IllegalArgumentException.class, () -> builder.key(""));
        assertThrows(IllegalArgumentException.class, () -> builder.body(Body.of(HELLO)));
        IllegalArgumentException control = assertThrows(
                IllegalArgumentException.class,
                () -> bucket.call(
                        BucketRequest.builder("GET").header("x", "hunter2\n").build()));
        assertFalse(control.getMessage().contains("hunter2"), control.getMessage());
        assertEquals(0, server.requestCount());
        assertEquals(
                "BucketRequest{GET k [acl]}",
                BucketRequest.builder("GET")
                        .key("k")
                        .query("acl", "hunter2")
                        .build()
                        .toString());
    }
}
