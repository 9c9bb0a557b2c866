// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.sign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ossv4.internal.digest.Hex;
import io.github.ossv4.testing.Vectors;
import io.github.ossv4.text.PercentEncoding;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** All steps of signing, compared with values from official SDKs and documentation. */
class SigningVectorsTest {
    /** Its time is in an unsigned Date header, without x-oss-date. A server must accept it; we never send it. */
    private static final String DATE_CARRIER = "hdr-android-token";

    /** Other products, which have another URI rule. */
    private static final Set<String> OTHER_FAMILIES =
            Set.of("uri-vectors-region", "uri-vectors-bucket", "uri-vectors-key", "uri-tables-arn");

    static List<Named<JsonNode>> headerVectors() {
        return Vectors.of("signing.json", Set.of("header"));
    }

    @ParameterizedTest
    @MethodSource("headerVectors")
    void buildsCanonicalRequest(JsonNode vector) {
        Signature signature = sign(vector);
        JsonNode expected = vector.get("expected");
        if (expected.has("canonicalRequest")) {
            assertEquals(expected.get("canonicalRequest").asText(), signature.canonicalRequest());
        }
        for (JsonNode part : expected.path("canonicalRequestContains")) {
            assertTrue(signature.canonicalRequest().contains(part.asText()), part.asText());
        }
        for (JsonNode part : expected.path("canonicalRequestLacks")) {
            assertFalse(signature.canonicalRequest().contains(part.asText()), part.asText());
        }
        if (expected.has("canonicalUri")) {
            assertEquals(expected.get("canonicalUri").asText(), request(vector).canonicalUri());
        }
        if (expected.has("additionalHeadersSigned")) {
            assertEquals(
                    expected.get("additionalHeadersSigned").asText(),
                    request(vector).additionalHeaders());
        }
    }

    @ParameterizedTest
    @MethodSource("headerVectors")
    void buildsStringToSign(JsonNode vector) {
        JsonNode expected = vector.get("expected");
        Signature signature = sign(vector);
        if (expected.has("stringToSign")) {
            assertEquals(expected.get("stringToSign").asText(), signature.stringToSign());
        }
        if (expected.has("scope")) {
            assertEquals(expected.get("scope").asText(), signature.scope().toString());
        }
        if (expected.has("signingKey")) {
            assertEquals(expected.get("signingKey").asText(), signingKey(vector));
        }
        if (expected.has("xOssDate")) {
            assertEquals(expected.get("xOssDate").asText(), signature.headers().get("x-oss-date"));
        }
    }

    @ParameterizedTest
    @MethodSource("headerVectors")
    void signsRequest(JsonNode vector) {
        JsonNode expected = vector.get("expected");
        Signature signature = sign(vector);
        if (vector.get("id").asText().equals(DATE_CARRIER)) {
            assertNotEquals(
                    expected.get("signature").asText(), signature.hex(), "remove this exemption: the vector passes");
            assertEquals(expected.get("signature").asText(), received(vector).hex(), "as received");
            return;
        }
        if (expected.has("signature")) {
            assertEquals(expected.get("signature").asText(), signature.hex());
        }
        if (expected.has("authorization")) {
            assertEquals(expected.get("authorization").asText(), signature.authorization());
        }
        if (expected.has("authorizationSpaced")) {
            Authorization parsed =
                    Authorization.parse(expected.get("authorizationSpaced").asText());
            assertEquals(signature.authorization(), parsed.toString());
        }
    }

    @ParameterizedTest
    @MethodSource("headerVectors")
    void expectsSameSignatureOnServer(JsonNode vector) {
        if (vector.get("id").asText().equals(DATE_CARRIER)) {
            return;
        }
        Signature signature = sign(vector);
        UnsignedRequest.Builder received =
                builder(vector, Set.copyOf(signature.headers().keySet()));
        signature.headers().forEach(received::header);
        Authorization authorization = Authorization.parse(signature.authorization());
        for (String name : authorization.additionalHeaders().split(";")) {
            if (!name.isEmpty()) {
                received.additionalHeader(name);
            }
        }
        Signature expected =
                signer(vector).expected(received.build(), signature.headers().get("x-oss-date"));
        assertEquals(signature.canonicalRequest(), expected.canonicalRequest());
        assertTrue(expected.matches(authorization.signature()));
        assertEquals(signature.authorization(), authorization.toString());
    }

    @ParameterizedTest
    @MethodSource("headerVectors")
    void checksAllExpectationsOfVectors(JsonNode vector) {
        Set<String> checked = Set.of(
                "canonicalRequest",
                "canonicalRequestContains",
                "canonicalRequestLacks",
                "canonicalUri",
                "additionalHeadersSigned",
                "stringToSign",
                "scope",
                "signingKey",
                "xOssDate",
                "signature",
                "authorization",
                "authorizationSpaced",
                // We do not send Date.
                "dateHeader");
        vector.get("expected").fieldNames().forEachRemaining(name -> assertTrue(checked.contains(name), name));
    }

    static List<Named<JsonNode>> presignVectors() {
        return Vectors.of("signing.json", Set.of("presign"));
    }

    @ParameterizedTest
    @MethodSource("presignVectors")
    void presignsRequest(JsonNode vector) {
        JsonNode expected = vector.get("expected");
        PresignedRequest presigned = signer(vector)
                .presign(
                        request(vector),
                        instant(vector),
                        Duration.ofSeconds(vector.path("expiresSeconds").asLong(900)));
        Map<String, String> query = decoded(presigned.query());
        for (Iterator<String> names = expected.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            String value = expected.get(name).asText();
            switch (name) {
                case "canonicalRequest" -> assertEquals(value, presigned.canonicalRequest());
                case "signature" -> assertEquals(value, presigned.hex());
                case "expires" -> assertEquals(value, query.get("x-oss-expires"));
                case "xOssDate" -> assertEquals(value, query.get("x-oss-date"));
                case "credential" -> assertEquals(value, query.get("x-oss-credential"));
                case "additionalHeadersSigned" -> assertEquals(value, query.get("x-oss-additional-headers"));
                case "url" -> assertEquals(decoded(value.substring(value.indexOf('?') + 1)), query);
                default -> throw new AssertionError("not checked: " + name);
            }
        }
    }

    static List<Named<JsonNode>> recordedVectors() {
        return Vectors.of("signing.json", Set.of("recorded"));
    }

    @ParameterizedTest
    @MethodSource("recordedVectors")
    void hashesCanonicalRequestAsOss(JsonNode vector) throws Exception {
        JsonNode expected = vector.get("expected");
        String canonical = signer(vector)
                .presign(
                        request(vector),
                        instant(vector),
                        Duration.ofSeconds(vector.get("expiresSeconds").asLong()))
                .canonicalRequest();
        assertEquals(expected.get("canonicalRequest").asText(), canonical);
        assertEquals(
                expected.get("canonicalRequestSha256").asText(),
                Hex.encode(MessageDigest.getInstance("SHA-256").digest(canonical.getBytes(StandardCharsets.UTF_8))));
    }

    private static Map<String, String> decoded(String query) {
        Map<String, String> parameters = new TreeMap<>();
        for (String parameter : query.split("&")) {
            String[] parts = parameter.split("=", 2);
            parameters.put(decode(parts[0]), parts.length == 1 ? "" : decode(parts[1]));
        }
        return parameters;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    static List<Named<JsonNode>> postVectors() {
        return Vectors.of("signing.json", Set.of("post"));
    }

    @ParameterizedTest
    @MethodSource("postVectors")
    void signsPolicy(JsonNode vector) {
        String base64 =
                Base64.getEncoder().encodeToString(vector.get("policy").asText().getBytes(StandardCharsets.UTF_8));
        assertEquals(vector.get("expected").path("policyBase64").asText(base64), base64);
        assertEquals(
                vector.get("expected").get("signature").asText(), signer(vector).signPolicy(base64, instant(vector)));
    }

    static List<Named<JsonNode>> stepVectors() {
        return Vectors.of(
                "signing.json", Set.of("encode", "canonical-uri", "canonical-query", "canonical-headers", "key"));
    }

    @ParameterizedTest
    @MethodSource("stepVectors")
    void computesSingleSteps(JsonNode vector) {
        JsonNode expected = vector.get("expected");
        switch (vector.get("kind").asText()) {
            case "encode" -> {
                String input = vector.get("input").asText();
                assertEquals(
                        expected.get("encoded").asText(),
                        vector.get("keepSlash").asBoolean()
                                ? PercentEncoding.encodePath(input)
                                : PercentEncoding.encode(input));
            }
            case "canonical-uri" -> {
                String uri = UnsignedRequest.builder("GET", text(vector, "bucket"), text(vector, "key"))
                        .build()
                        .canonicalUri();
                String wanted = expected.path("canonicalUri")
                        .asText(expected.get("rawUri").asText());
                if (OTHER_FAMILIES.contains(vector.get("id").asText())) {
                    assertNotEquals(wanted, uri, "remove this exemption: the vector passes");
                } else {
                    assertEquals(wanted, uri);
                }
            }
            case "canonical-query" ->
                assertEquals(
                        expected.get("canonicalQuery").asText(), request(vector).canonicalQuery());
            case "canonical-headers" -> {
                UnsignedRequest request = request(vector);
                String[] lines = Signer.of(Credentials.of("ak", "sk"), "cn-hangzhou")
                        .expected(request, "20250814T080624Z")
                        .canonicalRequest()
                        .split("\n\n", 2);
                // Before the headers are method, URI and an empty query.
                assertEquals(
                        expected.get("canonicalHeaders").asText(), lines[1].substring(0, lines[1].indexOf("\n\n") + 1));
            }
            case "key" -> assertEquals(expected.get("signingKey").asText(), signingKey(vector));
            default -> throw new AssertionError(vector.get("kind"));
        }
    }

    @Test
    void exemptsExistingVectorsOnly() {
        List<String> ids = Vectors.of("signing.json", Set.of("header", "canonical-uri")).stream()
                .map(Named::getName)
                .toList();
        assertTrue(ids.contains(DATE_CARRIER));
        assertTrue(ids.containsAll(OTHER_FAMILIES));
    }

    private static Signature sign(JsonNode vector) {
        return signer(vector).sign(request(vector), instant(vector));
    }

    /** Returns the signature that a server computes for a request with its time in Date. */
    private static Signature received(JsonNode vector) {
        UnsignedRequest.Builder request = builder(vector, Set.of());
        request.header("x-oss-security-token", vector.get("securityToken").asText());
        return signer(vector)
                .expected(request.build(), Timestamp.of(instant(vector)).toString());
    }

    private static String signingKey(JsonNode vector) {
        CredentialScope scope = CredentialScope.of(
                Timestamp.of(instant(vector)).date(),
                vector.get("region").asText(),
                vector.get("product").asText());
        return Hex.encode(SigningKey.bytes(
                Credentials.of("ak", vector.get("accessKeySecret").asText()), scope));
    }

    private static Signer signer(JsonNode vector) {
        return Signer.of(
                Credentials.of(
                        vector.get("accessKeyId").asText(),
                        vector.get("accessKeySecret").asText(),
                        text(vector, "securityToken")),
                vector.get("region").asText(),
                vector.get("product").asText());
    }

    private static UnsignedRequest request(JsonNode vector) {
        return builder(vector, Set.of()).build();
    }

    private static UnsignedRequest.Builder builder(JsonNode vector, Set<String> withoutHeaders) {
        UnsignedRequest.Builder request = UnsignedRequest.builder(
                vector.path("method").asText("GET"), text(vector, "bucket"), text(vector, "key"));
        vector.path("query")
                .properties()
                .forEach(q -> request.query(
                        q.getKey(), q.getValue().isNull() ? null : q.getValue().asText()));
        vector.path("headers").properties().forEach(h -> {
            if (!withoutHeaders.contains(h.getKey().toLowerCase(Locale.ROOT))) {
                request.header(h.getKey(), h.getValue().asText());
            }
        });
        vector.path("additionalHeaders").forEach(name -> request.additionalHeader(name.asText()));
        return request;
    }

    private static String text(JsonNode vector, String name) {
        JsonNode value = vector.path(name);
        return value.isNull() || value.isMissingNode() ? null : value.asText();
    }

    private static Instant instant(JsonNode vector) {
        return Instant.parse(vector.get("dateTime").asText());
    }
}
