// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The messages are those of the vendor's page about status 203. */
class CallbackRelayTest {
    private static CallbackRelay of(int status, Map<String, String> headers, String body) {
        Map<String, String> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        byName.putAll(headers);
        return CallbackRelay.of(status, byName::get, body.getBytes(StandardCharsets.UTF_8));
    }

    private static CallbackRelay ofBody(String type, String body) {
        return of(200, Map.of("content-length", "9", "Content-Type", type), body);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[1]", "\"ä\"", " null ", "1", "{\"a\":1,\"a\":2}"})
    void relaysAnyJson(String json) {
        CallbackRelay relay = ofBody("text/plain", json);
        assertTrue(relay.isRelayed());
        assertNull(relay.ec());
        assertEquals("", relay.message() + relay.reason());
        assertEquals("CallbackRelay{relayed}", relay.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{}{}", "<html/>", "\uFEFF{}", "hello"})
    void rejectsOtherBodies(String body) {
        CallbackRelay relay = ofBody("application/json", body);
        assertFalse(relay.isRelayed());
        assertEquals("0007-00000205", relay.ec());
        assertEquals("Response body is not valid json format.", relay.message());
    }

    @Test
    void relaysXmlOfItsType() {
        assertTrue(ofBody("Application/XML; charset=utf-8", "<a/>").isRelayed());
        assertFalse(ofBody("application/xml", "{}").isRelayed());
        assertFalse(ofBody("application/xml", "\uFEFF<a/>").isRelayed());
        assertFalse(ofBody("application/xml", "<!DOCTYPE a><a/>").isRelayed());
        assertFalse(CallbackRelay.of(200, Map.of("Content-Length", "1")::get, new byte[] {(byte) 0xff})
                .isRelayed());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "404|9||Error status : 404.|was 404",
                "204|9||Error status : 204.|was 204",
                "301|9||Error status : 301.|does not follow redirects",
                "200|||Error status : 400.User server missing content-length.|must not be chunked",
                "200|9|chunked|Error status : 400.User server missing content-length.|must not be chunked",
                "200|0||Error status : 400.User server return invalid conent-length value.|was 0",
                "200|x||Error status : 400.User server return invalid conent-length value.|was x",
                "200|1048577||Error status : 400.User server return too long content-length value.|at most 1 MB, was 1048577 bytes",
            })
    void rejectsStatusAndHeaders(int status, String length, String coding, String message, String reason) {
        Map<String, String> headers = new TreeMap<>();
        if (length != null) {
            headers.put("Content-Length", length);
        }
        if (coding != null) {
            headers.put("Transfer-Encoding", coding);
        }
        CallbackRelay relay = of(status, headers, "{}");
        assertEquals("0007-00000203", relay.ec());
        assertEquals(message, relay.message());
        assertTrue(relay.reason().contains(reason), relay.reason());
        assertFalse(CallbackRelay.needsBody(status, headers::get));
    }

    @Test
    void acceptsLargestBody() {
        assertTrue(of(200, Map.of("Content-Length", "1048576"), "{}").isRelayed());
        assertTrue(CallbackRelay.needsBody(200, Map.of("Content-Length", "1")::get));
        assertTrue(of(200, Map.of("Content-Length", "2", "Content-Type", "a\u0007"), "{}")
                .reason()
                .contains("control characters"));
    }

    @Test
    void reportsMissingResponses() {
        assertTrue(CallbackRelay.timedOut().message().contains("reply timeout, cost:5000ms"));
        assertTrue(CallbackRelay.unreachable().message().contains("can not connect to your callbackUrl"));
        assertTrue(CallbackRelay.timedOut().reason().contains("within 5 seconds"));
        assertTrue(CallbackRelay.unreachable().reason().contains("check DNS"));
        assertTrue(CallbackRelay.badCertificate().reason().contains("certificate"));
        assertEquals("Error status : 502.", CallbackRelay.badCertificate().message());
        assertEquals("0007-00000203", CallbackRelay.badCertificate().ec());
    }
}
