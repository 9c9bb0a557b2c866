// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.callback;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.testing.FixedTime;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Mistakes in callback responses that the vendor documents as reasons for status 203. */
class CallbackResponseTest {
    @Test
    void returnsStatus200AndLengthInBytes() {
        CallbackResponse response = CallbackResponse.json("{\"a\":\"中\"}");
        assertEquals(200, response.status());
        assertArrayEquals("{\"a\":\"中\"}".getBytes(UTF_8), response.body());
        assertEquals(Map.of("Content-Type", "application/json", "Content-Length", "11"), response.headers());
        assertEquals("{\"Status\":\"OK\"}", new String(CallbackResponse.ok().body(), UTF_8));
    }

    @Test
    void escapesTextsOfMembers() {
        assertEquals(
                "{\"us\\\"er\":\"a\\\"b\\\\c\\n\\u0000\\u003c/script>中\u2028\"}",
                new String(
                        CallbackResponse.json(Map.of("us\"er", "a\"b\\c\n\0</script>中\u2028"))
                                .body(),
                        UTF_8));
        assertEquals("{}", new String(CallbackResponse.json(Map.of()).body(), UTF_8));
        assertThrows(IllegalArgumentException.class, () -> CallbackResponse.json(Map.of("a", "\ud800")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "OK", "{", "{} {}", "{'a':1}", "<a/>", "a=b", "{\"a\":1,\"a\":2}", "nul"})
    void rejectsMalformedJson(String body) {
        assertThrows(IllegalArgumentException.class, () -> CallbackResponse.json(body));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "\"a\"", "1", "true", "null", " {\"a\":[1, {}]}\n"})
    void acceptsAnyJson(String body) {
        assertEquals(body, new String(CallbackResponse.json(body).body(), UTF_8));
    }

    @Test
    void rejectsByteOrderMarkAndMalformedUtf8() {
        assertThrows(IllegalArgumentException.class, () -> CallbackResponse.json("\ufeff{}"));
        assertThrows(
                IllegalArgumentException.class,
                () -> CallbackResponse.json("{\"a\":\"\ud800\"}"),
                "unpaired surrogate");
        byte[] latin1 = {'"', (byte) 0xe4, '"'};
        assertThrows(IllegalArgumentException.class, () -> CallbackResponse.json(latin1));
    }

    @Test
    void limitsSize() {
        String longest = '"' + "a".repeat((1 << 20) - 2) + '"';
        assertEquals("1048576", CallbackResponse.json(longest).headers().get("Content-Length"));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> CallbackResponse.json(longest + " "))
                .getMessage()
                .contains("1048577"));
    }

    @Test
    void copiesBytes() {
        byte[] body = "{}".getBytes(UTF_8);
        CallbackResponse response = CallbackResponse.json(body);
        body[0] = 'x';
        response.body()[0] = 'x';
        assertEquals("{}", new String(response.body(), UTF_8));
    }

    private static CallbackReceipt rejected(CallbackCheck check) {
        return CallbackReceipt.rejected(
                new CallbackRejectedException(check, "the token expired at \"then\", key of proxy.internal"));
    }

    @ParameterizedTest
    @EnumSource(CallbackCheck.class)
    void refusesWithNameOfCheckAlone(CallbackCheck check) {
        CallbackResponse response = CallbackResponse.refusal(rejected(check));
        assertEquals(check == CallbackCheck.KEY_AVAILABLE ? 503 : 403, response.status());
        String body = "{\"Status\":\"Refused\",\"FailedCheck\":\"" + check + "\"}";
        assertEquals(body, new String(response.body(), UTF_8));
        assertEquals(
                Map.of("Content-Type", "application/json", "Content-Length", Integer.toString(body.length())),
                response.headers());
        assertEquals(body, new String(CallbackResponse.json(body).body(), UTF_8), "it is JSON");
    }

    @Test
    void refusesNoAcceptedCallback() {
        CallbackReceipt accepted = CallbackReceipt.accepted(
                CallbackNotice.parse("application/json", "{\"object\":\"k\"}".getBytes(UTF_8)),
                CallbackToken.forKey("examplebucket", "k", FixedTime.NOW));
        assertThrows(IllegalArgumentException.class, () -> CallbackResponse.refusal(accepted));
    }

    @Test
    void hidesBody() {
        assertEquals(
                "CallbackResponse{200, 11 bytes}",
                CallbackResponse.json("{\"a\":12345}").toString());
        String message = assertThrows(IllegalArgumentException.class, () -> CallbackResponse.json("{\"a\":hunter2}"))
                .getMessage();
        assertFalse(message.contains("hunter2"), message);
    }
}
