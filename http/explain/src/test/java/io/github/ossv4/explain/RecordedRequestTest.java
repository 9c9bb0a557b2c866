// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.explain;

import static io.github.ossv4.explain.Inputs.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ossv4.sign.Credentials;
import io.github.ossv4.sign.PresignedRequest;
import io.github.ossv4.sign.Signature;
import io.github.ossv4.sign.Signer;
import io.github.ossv4.sign.UnsignedRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RecordedRequestTest {
    private static final String START = "OSS4-HMAC-SHA256 Credential=ak/20231216/cn-hangzhou/oss/aliyun_v4_request,";

    static RawRequest raw(String requestLine, String... headers) {
        return RawRequest.parseHead(
                (requestLine + " HTTP/1.1\n" + String.join("\n", headers) + "\n\n").getBytes(StandardCharsets.UTF_8));
    }

    private static String resource(String target, String host) {
        RawRequest request = raw("GET " + target, "Host: " + host, "Authorization: " + START + "Signature=0");
        return RecordedRequest.of(request).canonicalRequest().split("\n", -1)[1];
    }

    static List<Named<JsonNode>> requestsOfPublishedUrls() {
        return StreamSupport.stream(Inputs.vectors("signing.json").spliterator(), false)
                .filter(v -> v.get("kind").asText().equals("presign"))
                .filter(v -> v.get("expected").has("url"))
                .filter(v -> v.get("expected").has("canonicalRequest"))
                .filter(v -> !v.get("bucket").isNull())
                .filter(v -> !v.has("disputedBy"))
                .map(v -> Named.of(v.get("id").asText(), v))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("requestsOfPublishedUrls")
    void readsPresignedUrlsOfVectors(JsonNode vector) {
        String url = vector.get("expected").get("url").asText();
        String[] headers = vector.get("headers").properties().stream()
                .map(header -> header.getKey() + ": " + header.getValue().asText())
                .toArray(String[]::new);
        RawRequest request = raw(vector.get("method").asText() + " " + url, headers);
        assertEquals(
                vector.get("expected").get("canonicalRequest").asText(),
                RecordedRequest.of(request, vector.get("bucket").asText()).canonicalRequest());
    }

    @Test
    void readsSignedRequest() {
        UnsignedRequest unsigned = UnsignedRequest.builder("PUT", "examplebucket", "a b/ä")
                .query("acl", null)
                .query("x", "1 /")
                .header("Content-Type", "text/plain")
                .header("Range", "r")
                .additionalHeader("Range")
                .build();
        Signature signature =
                Signer.of(Credentials.of("ak", "sk", "hunter2"), "cn-hangzhou").sign(unsigned, NOW);
        String[] headers = java.util.stream.Stream.concat(
                        java.util.stream.Stream.of(
                                "Host: examplebucket.oss-cn-hangzhou.aliyuncs.com:443",
                                "content-type:text/plain",
                                "Range: r",
                                "User-Agent: x"),
                        signature.headers().entrySet().stream().map(h -> h.getKey() + ": " + h.getValue()))
                .toArray(String[]::new);
        RecordedRequest recorded = RecordedRequest.of(raw("PUT /a%20b/%c3%a4?x=1%20%2f&acl=", headers));
        assertEquals(signature.canonicalRequest(), recorded.canonicalRequest());
        assertEquals(signature.stringToSign(), recorded.stringToSign());
        assertEquals("RecordedRequest{PUT /examplebucket/a%20b/%C3%A4}", recorded.toString());
    }

    @Test
    void readsPlusAsSpace() {
        String request = RecordedRequest.of(raw(
                        "GET /a+%2B?prefix=b+c",
                        "Host: b.oss-cn-hangzhou.aliyuncs.com", "Authorization: " + START + "Signature=0"))
                .canonicalRequest();
        assertTrue(request.startsWith("GET\n/b/a%20%2B\nprefix=b%20c\n"), request);
    }

    @Test
    void readsPresignedRequest() {
        PresignedRequest presigned = Signer.of(Credentials.of("ak", "sk", "a+b"), "cn-hangzhou")
                .presign(
                        UnsignedRequest.builder("PUT", "examplebucket", "k")
                                .header("x-oss-meta-a", "1")
                                .header("Range", "r")
                                .additionalHeader("Range")
                                .build(),
                        NOW,
                        Duration.ofMinutes(1));
        RecordedRequest recorded = RecordedRequest.of(raw(
                "PUT " + presigned.url("http://127.0.0.1:8080").replace("8080/", "8080/examplebucket/"),
                "X-Oss-Meta-A: 1",
                "range: r"));
        assertEquals(presigned.canonicalRequest(), recorded.canonicalRequest());
        assertEquals(presigned.stringToSign(), recorded.stringToSign());
    }

    @ParameterizedTest
    @CsvSource({
        "/k, b.oss-cn-hangzhou.aliyuncs.com, /b/k",
        "/k/, B.oss-cn-hangzhou-internal.aliyuncs.com:80, /b/k/",
        "/, b.oss-accelerate.aliyuncs.com, /b/",
        "/k, b.cn-hangzhou.oss.aliyuncs.com, /b/k",
        "/b/k, cn-hangzhou.oss.aliyuncs.com, /b/k",
        "/b/k, oss-cn-hangzhou.aliyuncs.com, /b/k",
        "/b, oss-cn-hangzhou.aliyuncs.com, /b/",
        "/, oss-cn-hangzhou.aliyuncs.com, /",
        "/k, b.cb-1.cn-hangzhou.oss-cloudbox.aliyuncs.com, /b/k",
        "/b/k, cb-1.cn-hangzhou.oss-cloudbox.aliyuncs.com, /b/k",
        "/b/k, 127.0.0.1:8080, /b/k",
        "/b/k, [::1]:8080, /b/k",
        "/b//k, localhost, /b//k",
        "/k, b.localhost:8080, /b/k",
    })
    void findsBucket(String target, String host, String resource) {
        assertEquals(resource, resource(target, host));
    }

    @Test
    void requiresBucketOfBoundDomain() {
        RawRequest request = raw("GET /k", "Host: cdn.example.com", "Authorization: " + START + "Signature=0");
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> RecordedRequest.of(request));
        assertTrue(String.valueOf(e.getMessage()).contains("cdn.example.com names no bucket"), e.getMessage());
        assertTrue(RecordedRequest.of(request, "b").canonicalRequest().startsWith("GET\n/b/k\n"));
        assertTrue(
                RecordedRequest.ofResource(request, "/b/k").canonicalRequest().startsWith("GET\n/b/k\n"));
        assertTrue(RecordedRequest.ofResource(request, "/b/other")
                .canonicalRequest()
                .startsWith("GET\n/b/k\n"));
    }

    @Test
    void prefersTheResourceOfTheServer() {
        RawRequest request = raw("GET /b/k", "Host: cdn.example.com", "Authorization: " + START + "Signature=0");
        assertTrue(
                RecordedRequest.ofResource(request, "/b/k").canonicalRequest().startsWith("GET\n/b/k\n"));
        assertTrue(
                RecordedRequest.ofResource(request, "/b/b/k").canonicalRequest().startsWith("GET\n/b/b/k\n"));
        RawRequest twoSlashes = raw("GET //k", "Host: b.localhost", "Authorization: " + START + "Signature=0");
        assertTrue(RecordedRequest.ofResource(twoSlashes, "/b//k")
                .canonicalRequest()
                .startsWith("GET\n/b//k\n"));
        RawRequest ofHost = raw("GET /k", "Host: b.localhost", "Authorization: " + START + "Signature=0");
        assertTrue(RecordedRequest.ofResource(ofHost, "/other/k")
                .canonicalRequest()
                .startsWith("GET\n/b/k\n"));
    }

    @Test
    void refusesWhatCannotBeSigned() {
        Map.of(
                        raw("GET /k", "Host: localhost"), "has no signature",
                        raw("GET /k?Signature=hunter2&OSSAccessKeyId=a", "Host: localhost"), "version 1",
                        raw("GET /k", "Authorization: OSS ak:hunter2"), "version 1",
                        raw("GET /k", "Authorization: AWS4-HMAC-SHA256 hunter2"),
                                "Authorization has an Amazon S3 signature",
                        raw("GET /k?X-Amz-Signature=hunter2", "Host: localhost"), "the URL has an Amazon S3 signature",
                        raw("GET /k", "Authorization: Bearer hunter2"), "must begin with OSS4-HMAC-SHA256",
                        raw("GET /k?a&a=hunter2", "Authorization: " + START + "Signature=0"),
                                "query parameter is repeated: a",
                        raw("GET /k?x-oss-security-token=hunter2%zz", "Authorization: " + START + "Signature=0"),
                                "x-oss-security-token must be percent-encoded",
                        raw("GET /%ff", "Authorization: " + START + "Signature=0"),
                                "path must be percent-encoded UTF-8",
                        raw("GET /k", "Content-Type: a", "content-type: b", "Authorization: " + START + "Signature=0"),
                                "header is repeated: content-type")
                .forEach((request, message) -> {
                    IllegalArgumentException e =
                            assertThrows(IllegalArgumentException.class, () -> RecordedRequest.of(request));
                    assertTrue(String.valueOf(e.getMessage()).contains(message), e.getMessage());
                    assertFalse(String.valueOf(e.getMessage()).contains("hunter2"), e.getMessage());
                });
    }
}
