// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.call;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.error.ErrorResponse;
import io.github.ossv4.http.internal.redaction.Secrets;
import io.github.ossv4.sign.Credentials;
import io.github.ossv4.sign.Signature;
import io.github.ossv4.sign.Signer;
import io.github.ossv4.sign.UnsignedRequest;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import okhttp3.CipherSuite;
import okhttp3.Handshake;
import okhttp3.Headers;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okhttp3.TlsVersion;
import okio.Buffer;
import okio.ForwardingSource;
import okio.Okio;
import okio.Source;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OssResponseTest {
    private static final String TOKEN = "CAIS-hunter2";

    private static OssResponse response(String... headers) {
        return TestResponse.of(200, Headers.of(headers), "hello").received();
    }

    private static Signature signature() {
        return Signer.of(Credentials.of("STS.ak", "sk", TOKEN), "cn-hangzhou")
                .sign(UnsignedRequest.builder("GET", "examplebucket", "k").build(), Instant.EPOCH);
    }

    private static OssResponse signedResponse(String... headers) {
        Signature signature = signature();
        return TestResponse.of(403, Headers.of(headers), "")
                .signed(signature, Secrets.of(signature))
                .received();
    }

    private static ErrorResponse error(String code, String canonicalRequest) {
        return ErrorResponse.parse(("<Error><Code>" + code + "</Code><CanonicalRequest>" + canonicalRequest
                        + "</CanonicalRequest></Error>")
                .getBytes(UTF_8));
    }

    @Test
    void returnsStatusBodyAndHeaders() throws Exception {
        OssResponse response =
                response("x-oss-version-id", "v1", "x-oss-next-append-position", "5", "a", "1", "A", "2");

        assertEquals(200, response.status());
        assertTrue(response.isSuccessful());
        assertEquals("v1", response.versionId());
        assertEquals("5", response.header("x-oss-next-append-position"));
        assertEquals("2", response.header("a"), "the last value");
        assertEquals(List.of("1", "2"), response.headers().values("a"));
        assertEquals(5, response.contentLength());
        assertEquals("hello", response.source().readUtf8());
    }

    @Test
    void returnsNullForMissingHeaders() {
        OssResponse response = response();

        assertNull(response.header("a"));
        assertNull(response.etag());
        assertNull(response.versionId());
        assertNull(response.requestId());
        assertNull(response.header("x-oss-next-append-position"));
        assertNull(response.crc64());
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            value = {"'\"5D41\"', 5D41", "5D41, 5D41", "'\"5D41-2\"', 5D41-2"})
    void removesTheQuotesOfTheEtag(String header, String etag) {
        assertEquals(etag, response("ETag", header).etag());
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "7, 7", "18446744073709551615, -1"})
    void parsesTheCrc64(String header, long crc64) {
        assertEquals(crc64, response("x-oss-hash-crc64ecma", header).crc64());
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "-1", "18446744073709551616", "1.0", ""})
    void ignoresAMalformedCrc64(String header) {
        assertNull(response("x-oss-hash-crc64ecma", header).crc64());
    }

    @Test
    void redactsTheRequestId() {
        assertEquals("5C3D", signedResponse("x-oss-request-id", "5C3D").requestId());
        assertEquals(
                "a…b", signedResponse("x-oss-request-id", "a" + TOKEN + "b").requestId());
        assertEquals(
                "OssResponse{403, requestId=…}",
                signedResponse("x-oss-request-id", TOKEN).toString());
    }

    @Test
    void ignoresAnOverlongRequestId() {
        assertEquals(
                128, response("x-oss-request-id", "i".repeat(128)).requestId().length());
        assertNull(response("x-oss-request-id", "i".repeat(129)).requestId());
    }

    @Test
    void redactsTexts() {
        assertEquals("echo …", signedResponse().redact("echo " + TOKEN));
    }

    /** During the call, the call itself redacts its exceptions and adds its name. */
    @Test
    void namesAndRedactsFailedReadsAfterTheCall() {
        OssResponse response = signedResponse();
        Operation operation = new Operation("GetObject", "GET", "k");
        IOException failure = new IOException("echo " + TOKEN);

        assertSame(failure, response.readFailure(operation, failure));
        response.handOver(null);
        assertEquals(
                "GetObject k: echo …", response.readFailure(operation, failure).getMessage());
    }

    @Test
    void detectsTls() {
        Handshake handshake =
                Handshake.get(TlsVersion.TLS_1_3, CipherSuite.TLS_AES_128_GCM_SHA256, List.of(), List.of());

        assertFalse(response().isOverTls());
        assertTrue(TestResponse.of(200, Headers.of(), "")
                .handshake(handshake)
                .received()
                .isOverTls());
    }

    @Test
    void namesTheDifferenceOfSignedTexts() {
        String difference = signedResponse().difference(error("SignatureDoesNotMatch", "PUT\n/examplebucket/k"));

        assertTrue(difference.startsWith(". "), difference);
        assertTrue(difference.contains("PUT"), difference);
        assertFalse(difference.contains(TOKEN), difference);
    }

    @Test
    void comparesNoOtherErrorAndNoUnsignedRequest() {
        assertEquals("", signedResponse().difference(error("AccessDenied", "PUT")));
        assertEquals("", response().difference(error("SignatureDoesNotMatch", "PUT")));
    }

    @Test
    void closesTheBody() {
        AtomicBoolean isClosed = new AtomicBoolean();
        Source body = new ForwardingSource(new Buffer()) {
            @Override
            public void close() {
                isClosed.set(true);
            }
        };
        Response response = new Response.Builder()
                .request(new Request.Builder().url("http://a/").build())
                .protocol(Protocol.HTTP_1_1)
                .code(200)
                .message("M")
                .body(ResponseBody.create(Okio.buffer(body), null, 0))
                .build();
        new OssResponse(response, response().attempt(), null, Secrets.NONE, TestResponse.ENDPOINT, error -> null)
                .close();

        assertTrue(isClosed.get());
    }
}
