// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.callback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.ossv4.callback.Callback;
import io.github.ossv4.emulator.Emulator;
import io.github.ossv4.emulator.testing.AppServer;
import io.github.ossv4.emulator.testing.SignedRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Callbacks whose URL and body are in a policy of the emulator. */
class CallbackPolicyTest {
    private AppServer server;

    @BeforeEach
    void start() throws IOException {
        server = AppServer.good();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static String base64(String json) {
        return Base64.getEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    private String policy() {
        return base64("{\"callbackUrl\":\"" + server.url("/") + "\",\"callbackBody\":\"a=${x:a}&b=${x:b}\"}");
    }

    /** Returns the body of the callback of an upload whose variable {@code x:b} is 3. */
    private String uploadWith(Emulator.Builder builder) throws Exception {
        try (Emulator emulator = builder.callbackTarget(server.port()).start()) {
            Callback callback = Callback.policy("p").variable("x:b", "3").build();
            SignedRequest put = SignedRequest.put(emulator, "a", "hello").callback(callback);
            assertEquals(200, put.send("hello").status());
            return server.take().text();
        }
    }

    @Test
    void usesUrlAndBodyOfPolicy() throws Exception {
        assertEquals("a=&b=3", uploadWith(Emulator.builder().callbackPolicy("p", policy())));
    }

    @Test
    void prefersVariablesOfRequest() throws Exception {
        String variables = base64("{\"x:a\":\"1\",\"x:b\":\"2\"}");

        assertEquals("a=1&b=3", uploadWith(Emulator.builder().callbackPolicy("p", policy(), variables)));
    }

    @Test
    void rejectsPolicyThatNamesPolicy() {
        String callback = Callback.policy("other").build().headerValue();

        assertEquals(
                "a callback policy must not name a policy, was p: Callback{policy other}",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> Emulator.builder().callbackPolicy("p", callback))
                        .getMessage());
    }

    @Test
    void rejectsMalformedPolicies() {
        assertThrows(IllegalArgumentException.class, () -> Emulator.builder().callbackPolicy("p", "{}"));
        assertThrows(
                IllegalArgumentException.class, () -> Emulator.builder().callbackPolicy("p", policy(), "not base64"));
    }
}
