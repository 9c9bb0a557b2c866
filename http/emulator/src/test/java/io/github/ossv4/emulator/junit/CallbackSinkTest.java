// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.junit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.callback.Callback;
import io.github.ossv4.callback.CallbackKeySource;
import io.github.ossv4.callback.CallbackPublicKey;
import io.github.ossv4.callback.CallbackVerifier;
import io.github.ossv4.callback.ReceivedCallback;
import io.github.ossv4.emulator.Emulator;
import io.github.ossv4.emulator.testing.RawResponse;
import io.github.ossv4.emulator.testing.SignedRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Callbacks that the extension receives. */
class CallbackSinkTest {
    @RegisterExtension
    static final EmulatorExtension OSS = new EmulatorExtension();

    private static RawResponse upload(Emulator emulator, String url, String body) throws IOException {
        Callback callback = Callback.builder(url).formBody(body).build();
        return SignedRequest.put(emulator, "a", "hello").callback(callback).send("hello");
    }

    @Test
    void recordsRequests(Emulator emulator) throws IOException {
        RawResponse response = upload(emulator, OSS.callbackUrl() + "/a%20b?c=%20d", "object=鍵&size=${size}");

        assertEquals(200, response.status());
        assertEquals("{\"Status\":\"OK\"}", response.text());
        RecordedCallback callback = OSS.callbacks().get(0);
        assertEquals("POST", callback.method());
        assertEquals("/callback/a%20b", callback.path());
        assertEquals("c=%20d", callback.query());
        assertEquals("application/x-www-form-urlencoded", callback.header("content-type"));
        assertEquals(List.of("examplebucket"), callback.headers().get("X-OSS-Bucket"));
        assertEquals("object=鍵&size=5", callback.text());
        assertArrayEquals("object=鍵&size=5".getBytes(StandardCharsets.UTF_8), callback.body());
    }

    @Test
    void recordsInOrder(Emulator emulator) throws IOException {
        for (int i = 0; i < 20; i++) {
            upload(emulator, OSS.callbackUrl(), "n=" + i);
            assertEquals("n=" + i, OSS.callbacks().get(i).text());
        }
        assertNull(OSS.callbacks().get(0).query());
        assertEquals(20, OSS.callbacks().size());
    }

    @Test
    void recordsGenuineSignatures(Emulator emulator) throws IOException {
        upload(emulator, OSS.callbackUrl() + "/a%20b?c=%20d", "a=b");

        RecordedCallback callback = OSS.callbacks().get(0);
        ReceivedCallback received = ReceivedCallback.of(
                callback.method(), callback.path(), callback.query(), callback::header, callback.body());
        String keyUrl = emulator.publicKeyUrl();
        CallbackPublicKey key;
        try (InputStream pem = URI.create(keyUrl).toURL().openStream()) {
            key = CallbackPublicKey.ofPem(new String(pem.readAllBytes(), StandardCharsets.US_ASCII));
        }
        CallbackVerifier verifier =
                CallbackVerifier.of(CallbackKeySource.pinned(keyUrl, key)).trusting(keyUrl);
        assertTrue(verifier.verify(received).isGenuine());
    }

    @ParameterizedTest
    @CsvSource({"500, {}, Error status : 500.", "200, no JSON, Response body is not valid json format."})
    void failsCallbacksOfOneTest(int status, String body, String message, Emulator emulator) throws IOException {
        OSS.respondToCallbacks(status, body);

        RawResponse response = upload(emulator, OSS.callbackUrl(), "a=b");
        assertEquals(203, response.status());
        assertEquals("CallbackFailed", response.error().code());
        assertEquals(message, response.error().message());
        assertEquals(1, OSS.callbacks().size());
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 199, 600})
    void rejectsInvalidStatus(int status) {
        assertEquals(
                "status must be between 200 and 599, was " + status,
                assertThrows(IllegalArgumentException.class, () -> OSS.respondToCallbacks(status, "{}"))
                        .getMessage());
    }
}
