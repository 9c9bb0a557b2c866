// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.github.ossv4.callback.Callback;
import io.github.ossv4.callback.CallbackBody;
import io.github.ossv4.callback.CallbackNotice;
import io.github.ossv4.callback.CallbackReceipt;
import io.github.ossv4.callback.CallbackReceiver;
import io.github.ossv4.callback.CallbackToken;
import io.github.ossv4.callback.CallbackTokens;
import io.github.ossv4.callback.CallbackVariable;
import io.github.ossv4.callback.CallbackVerifier;
import io.github.ossv4.callback.ReceivedCallback;
import io.github.ossv4.http.callback.CallbackKeyFetcher;
import io.github.ossv4.http.testing.EmulatorFixture;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;

/** A callback from its upload to its confirmation by the application. */
class CallbackConfirmationTest extends EmulatorFixture {
    private static CallbackNotice notice(String body) {
        return CallbackNotice.parse("application/x-www-form-urlencoded", body.getBytes(UTF_8));
    }

    private CallbackReceipt received(String key) throws Exception {
        CallbackTokens tokens = CallbackTokens.of(new byte[32]);
        CallbackReceiver receiver = CallbackReceiver.of(
                CallbackVerifier.of(CallbackKeyFetcher.of(new OkHttpClient())).trusting(emulator.publicKeyUrl()),
                tokens,
                "x:token");
        CompletableFuture<CallbackReceipt> receipt = new CompletableFuture<>();
        HttpServer application = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        application.createContext("/", exchange -> {
            try (exchange) {
                URI uri = exchange.getRequestURI();
                receipt.complete(receiver.receive(
                        ReceivedCallback.of(
                                exchange.getRequestMethod(),
                                uri.getRawPath(),
                                uri.getRawQuery(),
                                exchange.getRequestHeaders()::getFirst,
                                exchange.getRequestBody().readAllBytes()),
                        Instant.now()));
                exchange.sendResponseHeaders(200, 2);
                exchange.getResponseBody().write("{}".getBytes(UTF_8));
            } catch (IOException | RuntimeException e) {
                receipt.completeExceptionally(e);
            }
        });
        application.start();
        emulator.addCallbackTarget(application.getAddress().getPort());
        try {
            Callback callback = Callback.builder(
                            "http://127.0.0.1:" + application.getAddress().getPort() + "/cb?a=b")
                    .body(CallbackBody.form(
                                    CallbackVariable.BUCKET,
                                    CallbackVariable.OBJECT,
                                    CallbackVariable.SIZE,
                                    CallbackVariable.ETAG,
                                    CallbackVariable.CRC64)
                            .custom(
                                    "x:token",
                                    tokens.issue(CallbackToken.forKey(
                                                    emulator.bucket(),
                                                    key,
                                                    Instant.now().plusSeconds(60))
                                            .userData("42"))))
                    .build();
            bucket.put(
                    key, Body.of(HELLO), PutOptions.builder().callback(callback).build());
            return receipt.get(1, TimeUnit.MINUTES);
        } finally {
            application.stop(0);
        }
    }

    @Test
    void confirmsAGenuineCallback() throws Exception {
        CallbackReceipt receipt = received("dir/鍵 1+%.txt");
        assertTrue(receipt.isAccepted(), receipt.reason());
        assertEquals("42", receipt.token().userData());
        CallbackConfirmation confirmation = bucket.confirm(receipt.notice());
        assertTrue(confirmation.isConfirmed(), confirmation.toString());
        assertEquals(5, confirmation.metadata().size());
    }

    @Test
    void contradictsACallbackOfAReplacedObject() throws Exception {
        CallbackReceipt receipt = received("k");
        bucket.put("k", Body.of(new byte[7]));
        CallbackConfirmation confirmation = bucket.confirm(receipt.notice());
        assertFalse(confirmation.isConfirmed());
        assertEquals(
                Set.of(CallbackVariable.SIZE, CallbackVariable.ETAG, CallbackVariable.CRC64),
                confirmation.contradictions());
    }

    @Test
    void assumesItsOwnBucketIfTheNoticeNamesNone() throws Exception {
        bucket.put("k", Body.of(HELLO));
        assertTrue(bucket.confirm(notice("object=k&size=5&contentMd5=XUFAKrxLKna5cZ2REBfFkg%3D%3D"))
                .isConfirmed());
        assertEquals(
                Set.of(CallbackVariable.SIZE),
                bucket.confirm(notice("object=k&size=4")).contradictions());
    }

    @Test
    void contradictsAForgedNotice() throws Exception {
        bucket.put("k", Body.of(HELLO));
        assertEquals(
                Set.of(CallbackVariable.SIZE),
                bucket.confirm(notice("bucket=examplebucket&object=k&size=4")).contradictions());
        CallbackConfirmation missing = bucket.confirm(notice("bucket=examplebucket&object=missing"));
        assertEquals(Set.of(CallbackVariable.OBJECT), missing.contradictions());
        assertNull(missing.metadata());
        assertEquals(
                Set.of(CallbackVariable.BUCKET),
                bucket.confirm(notice("bucket=another&object=k")).contradictions());
        assertEquals(
                Set.of(CallbackVariable.CONTENT_MD5),
                bucket.confirm(notice("object=k&contentMd5=zzz")).contradictions());
        assertThrows(IllegalArgumentException.class, () -> bucket.confirm(notice("bucket=examplebucket")));
    }
}
