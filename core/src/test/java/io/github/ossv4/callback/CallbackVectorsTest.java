// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.callback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.ossv4.testing.Vectors;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Values that official SDKs send. The {@code base64} and {@code base64url} vectors do not contain JSON. */
class CallbackVectorsTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** A POST policy with an escaped dollar sign, which is not JSON. */
    private static final String POST_POLICY = "policy-java1";

    static List<Named<JsonNode>> jsonVectors() {
        return Vectors.of("callback.json", Set.of("json"));
    }

    static List<Named<JsonNode>> rawJsonVectors() {
        return Vectors.of("callback.json", Set.of("raw")).stream()
                .filter(v -> v.getPayload().get("text").asText().startsWith("{"))
                .filter(v -> !v.getName().equals(POST_POLICY))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("jsonVectors")
    void decodesToTheSameJson(JsonNode vector) {
        assertEquals(
                vector.get("json"),
                MAPPER.valueToTree(CallbackJson.decode(
                        "callback", vector.get("expected").get("base64").asText())));
    }

    @ParameterizedTest
    @MethodSource("rawJsonVectors")
    void decodesSpacedJson(JsonNode vector) throws Exception {
        assertEquals(
                MAPPER.readTree(vector.get("text").asText()),
                MAPPER.valueToTree(CallbackJson.decode(
                        "callback-var", vector.get("expected").get("base64").asText())));
    }

    @Test
    void exemptsInvalidVectorOnly() throws Exception {
        JsonNode policy = Vectors.of("callback.json", Set.of("raw")).stream()
                .filter(v -> v.getName().equals(POST_POLICY))
                .findFirst()
                .orElseThrow()
                .getPayload();
        assertThrows(
                JsonProcessingException.class,
                () -> decodesSpacedJson(policy),
                "remove this exemption: the vector passes");
    }

    @ParameterizedTest
    @MethodSource("jsonVectors")
    void encodesToTheSameJson(JsonNode vector) throws Exception {
        Map<String, Object> members = new LinkedHashMap<>();
        vector.get("json")
                .properties()
                .forEach(m -> members.put(
                        m.getKey(),
                        m.getValue().isBoolean()
                                ? m.getValue().asBoolean()
                                : m.getValue().asText()));
        String base64 = CallbackJson.encode(members);
        assertEquals(vector.get("json"), MAPPER.readTree(Base64.getDecoder().decode(base64)));
    }

    /** A decoded callback with URL and body is encoded with the same members. */
    @ParameterizedTest
    @MethodSource("jsonVectors")
    void callbackKeepsEveryMember(JsonNode vector) throws Exception {
        String base64 = vector.get("expected").get("base64").asText();
        JsonNode json = vector.get("json");
        if (!vector.get("role").asText().equals("callback")) {
            return;
        }
        if (!json.has("callbackUrl") || !json.has("callbackBody")) {
            assertNotNull(assertThrows(InvalidCallbackException.class, () -> Callback.decode(base64, null))
                    .ec());
            return;
        }
        JsonNode again = MAPPER.readTree(
                Base64.getDecoder().decode(Callback.decode(base64, null).headerValue()));
        Map<String, Object> expected = new LinkedHashMap<>();
        expected.put("callbackBodyType", "application/x-www-form-urlencoded");
        json.properties().forEach(m -> expected.put(m.getKey(), m.getValue()));
        assertEquals(MAPPER.<JsonNode>valueToTree(expected), again);
    }
}
