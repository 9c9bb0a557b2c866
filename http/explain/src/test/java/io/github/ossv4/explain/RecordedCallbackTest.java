// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ossv4.callback.CallbackCheck;
import io.github.ossv4.callback.CallbackKeySource;
import io.github.ossv4.callback.CallbackVerification;
import io.github.ossv4.callback.CallbackVerifier;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Callbacks that OSS signed, as raw HTTP requests. */
class RecordedCallbackTest {
    private static final CallbackVerifier VERIFIER = CallbackVerifier.of(CallbackKeySource.pinned());

    static List<JsonNode> signedByOss() {
        return StreamSupport.stream(
                        Inputs.vectors("callback-signatures.json").get("valid").spliterator(), false)
                .toList();
    }

    private static String raw(JsonNode vector, String end) {
        String body = vector.get("body").asText();
        return String.join(
                end,
                "POST " + vector.get("path").asText() + vector.get("query").asText() + " HTTP/1.1",
                "authorization: " + vector.get("authorization").asText(),
                "x-oss-pub-key-url: " + vector.get("x-oss-pub-key-url").asText(),
                "Content-Length: " + body.length(),
                "",
                body + end);
    }

    private static CallbackVerification verify(String raw) {
        return VERIFIER.verify(
                RawRequest.parse(raw.getBytes(StandardCharsets.UTF_8)).toCallback());
    }

    @ParameterizedTest
    @MethodSource("signedByOss")
    void acceptsRequestsSignedByOss(JsonNode vector) {
        assertTrue(verify(raw(vector, "\r\n")).isGenuine());
        assertTrue(verify(raw(vector, "\n")).isGenuine());
    }

    @ParameterizedTest
    @MethodSource("signedByOss")
    void rejectsChangedRequests(JsonNode vector) {
        String raw = raw(vector, "\n");
        assertEquals(
                CallbackCheck.SIGNATURE,
                verify(raw.replace("POST /", "POST /x")).failedCheck());
        int body = raw.indexOf("\n\n") + 2;
        String changed = raw.substring(0, body) + "X" + raw.substring(body + 1);
        assertEquals(CallbackCheck.SIGNATURE, verify(changed).failedCheck());
    }

    @ParameterizedTest
    @MethodSource("signedByOss")
    void refusesRepeatedHeaders(JsonNode vector) {
        String raw = raw(vector, "\n").replace("\nauthorization", "\nAuthorization: other\nauthorization");
        assertEquals(
                "header is repeated: Authorization",
                assertThrows(IllegalArgumentException.class, () -> verify(raw)).getMessage());
        assertTrue(verify(raw(vector, "\n").replace("\nauthorization", "\nVia: a\nVia: b\nauthorization"))
                .isGenuine());
    }
}
