// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.callback;

import static io.github.ossv4.callback.CallbackVariable.BUCKET;
import static io.github.ossv4.callback.CallbackVariable.CRC64;
import static io.github.ossv4.callback.CallbackVariable.ETAG;
import static io.github.ossv4.callback.CallbackVariable.OBJECT;
import static io.github.ossv4.callback.CallbackVariable.SIZE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.callback.Callback;
import io.github.ossv4.callback.CallbackBody;
import io.github.ossv4.callback.CallbackCheck;
import io.github.ossv4.callback.CallbackKeySource;
import io.github.ossv4.callback.CallbackPublicKey;
import io.github.ossv4.callback.CallbackReceipt;
import io.github.ossv4.callback.CallbackReceiver;
import io.github.ossv4.callback.CallbackToken;
import io.github.ossv4.callback.CallbackTokens;
import io.github.ossv4.callback.CallbackVerifier;
import io.github.ossv4.callback.ReceivedCallback;
import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.emulator.testing.AppServer;
import io.github.ossv4.emulator.testing.TestEmulator;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An application server that receives callbacks with core's receiver. */
class ReceivedCallbackTest {
    private static final Instant EXPIRY = Instant.parse("2030-01-01T00:00:00Z");
    private static final CallbackTokens TOKENS = CallbackTokens.of(new byte[32]);

    @RegisterExtension
    private final TestEmulator emulator = new TestEmulator();

    @ParameterizedTest
    @ValueSource(strings = {"form", "json"})
    void acceptsCallbacksOfEmulator(String type) throws Exception {
        String token = TOKENS.issue(CallbackToken.forKey("examplebucket", TestEmulator.HELLO_KEY, EXPIRY)
                .userData("\u5f35 3"));
        CallbackBody body = type.equals("form")
                ? CallbackBody.form(BUCKET, OBJECT, SIZE, ETAG, CRC64)
                : CallbackBody.json(BUCKET, OBJECT, SIZE, ETAG, CRC64);
        try (AppServer server = AppServer.good().calledBy(emulator)) {
            Callback callback = Callback.builder(server.url("/a%20b+c/%E9%8D%B5?q=%20+"))
                    .body(body.custom("x:token", token))
                    .build();
            assertEquals(
                    200,
                    emulator.putHello()
                            .callback(callback)
                            .send(TestEmulator.HELLO)
                            .status());

            AppServer.Received request = server.take();
            CallbackReceipt receipt = receiver(true).receive(received(request), EXPIRY.minusNanos(1));
            assertTrue(receipt.isAccepted(), receipt.toString());
            assertEquals(TestEmulator.HELLO_KEY, receipt.notice().key());
            assertEquals(5L, receipt.notice().size());
            assertEquals("5D41402ABC4B2A76B9719D911017C592", receipt.notice().etag());
            assertEquals(Crc64.compute(TestEmulator.HELLO), receipt.notice().crc64());
            assertEquals("\u5f35 3", receipt.token().userData());

            // A receiver for OSS's key rejects the emulator's.
            assertEquals(
                    CallbackCheck.KEY_URL,
                    receiver(false)
                            .receive(received(request), EXPIRY.minusNanos(1))
                            .failedCheck());
        }
    }

    private CallbackReceiver receiver(boolean trusting) throws Exception {
        String keyUrl = emulator.running().publicKeyUrl();
        CallbackPublicKey key;
        try (InputStream pem = URI.create(keyUrl).toURL().openStream()) {
            key = CallbackPublicKey.ofPem(new String(pem.readAllBytes(), StandardCharsets.US_ASCII));
        }
        CallbackVerifier verifier = CallbackVerifier.of(CallbackKeySource.pinned(keyUrl, key));
        return CallbackReceiver.of(trusting ? verifier.trusting(keyUrl) : verifier, TOKENS, "x:token");
    }

    private static ReceivedCallback received(AppServer.Received request) {
        int query = request.target().indexOf('?');
        return ReceivedCallback.of(
                request.method(),
                query < 0 ? request.target() : request.target().substring(0, query),
                query < 0 ? null : request.target().substring(query + 1),
                request::header,
                request.body());
    }
}
