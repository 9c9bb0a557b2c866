// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.callback;

import static io.github.ossv4.callback.CallbackVariable.BUCKET;
import static io.github.ossv4.callback.CallbackVariable.ETAG;
import static io.github.ossv4.callback.CallbackVariable.OBJECT;
import static io.github.ossv4.callback.CallbackVariable.SIZE;
import static io.github.ossv4.testing.FixedTime.NOW;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.testing.TestKey;
import io.github.ossv4.testing.Texts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallbackReceiverTest {
    private static final TestKey KEY = new TestKey();
    private static final CallbackTokens TOKENS =
            CallbackTokens.of("0123456789abcdef0123456789abcdef".getBytes(US_ASCII));
    private static final CallbackReceiver RECEIVER = CallbackReceiver.of(KEY.verifier(), TOKENS, "x:token");
    private static final CallbackToken TOKEN = CallbackToken.forKey("examplebucket", "a b.txt", NOW.plusSeconds(60))
            .userData("42");
    private static final ObjectFacts FACTS =
            ObjectFacts.builder("examplebucket", "a b.txt").size(5).etag("D8E8").build();

    private static String body(CallbackBody body) {
        return Callback.builder("https://a.example").body(body).build().body(FACTS);
    }

    private static CallbackReceipt receive(String body) {
        return RECEIVER.receive(KEY.form("/cb", "q=1", body), NOW);
    }

    private static CallbackCheck failed(String body) {
        CallbackReceipt receipt = receive(body);
        assertFalse(receipt.isAccepted());
        assertTrue(receipt.reason().lines().count() == 1, receipt.reason());
        assertThrows(IllegalStateException.class, receipt::notice);
        assertThrows(IllegalStateException.class, receipt::token);
        return receipt.failedCheck();
    }

    @Test
    void acceptsCallbackWithToken() {
        CallbackBody form = CallbackBody.form(BUCKET, OBJECT, SIZE, ETAG).custom("x:token", TOKENS.issue(TOKEN));
        CallbackReceipt receipt = receive(body(form));
        assertTrue(receipt.isAccepted(), receipt.toString());
        assertEquals("", receipt.reason());
        assertEquals("a b.txt", receipt.notice().key());
        assertEquals(5L, receipt.notice().size());
        assertEquals("42", receipt.token().userData());
        CallbackBody json = CallbackBody.json(BUCKET, OBJECT).custom("x:token", TOKENS.issue(TOKEN));
        assertTrue(RECEIVER.receive(KEY.signed("/cb", null, body(json), "application/json"), NOW)
                .isAccepted());
    }

    /** It obtains the keys that callbacks may have, no others, and its sample is refused. */
    @Test
    void obtainsOnlyAllowedKeysBeforeTheFirstCallback() throws Exception {
        List<String> requested = new ArrayList<>();
        CallbackVerifier verifier = CallbackVerifier.of(url -> {
                    requested.add(url);
                    return CallbackPublicKey.ofPem(KEY.pem());
                })
                .trusting("http://127.0.0.1:9000/callback_pub_key_v1.pem");
        CallbackReceiver.of(verifier, TOKENS, "x:token").warmUp();
        assertEquals(
                Set.of(
                        "http://127.0.0.1:9000/callback_pub_key_v1.pem",
                        "http://gosspublic.alicdn.com/callback_pub_key_v1.pem"),
                Set.copyOf(requested));
    }

    @Test
    void receivesCallbacksAfterAKeyCouldNotBeObtained() throws Exception {
        AtomicBoolean reachable = new AtomicBoolean();
        List<String> requested = new ArrayList<>();
        CallbackVerifier verifier = CallbackVerifier.of(url -> {
                    requested.add(url);
                    if (!reachable.get()) {
                        throw new IOException("no route");
                    }
                    return CallbackPublicKey.ofPem(KEY.pem());
                })
                .trusting("http://keys.test/a.pem");
        CallbackReceiver receiver = CallbackReceiver.of(verifier, TOKENS, "x:token");
        String message = assertThrows(IOException.class, receiver::warmUp).getMessage();
        assertTrue(message.endsWith(".pem cannot be fetched: java.io.IOException: no route"), message);
        assertEquals(2, requested.size(), "one key must not prevent the other: " + requested);
        reachable.set(true);
        CallbackBody form = CallbackBody.form(BUCKET, OBJECT).custom("x:token", TOKENS.issue(TOKEN));
        assertTrue(receiver.receive(KEY.form("/cb", "q=1", body(form)), NOW).isAccepted());
    }

    /** Every customer of OSS can make it send this with a valid signature. */
    @Test
    void rejectsCallbackWithoutIssuedToken() {
        String literal = "bucket=examplebucket&object=a+b.txt&size=1";
        assertTrue(KEY.verifier().verify(KEY.form("/cb", null, literal)).isGenuine());
        assertEquals(CallbackCheck.TOKEN_PRESENT, failed(literal));
        assertEquals(CallbackCheck.TOKEN_PRESENT, failed(literal + "&x:token="));
        assertEquals(CallbackCheck.TOKEN_ISSUED, failed(literal + "&x:token=1"));
        CallbackTokens forged = CallbackTokens.of(new byte[32]);
        assertEquals(CallbackCheck.TOKEN_ISSUED, failed(literal + "&x:token=" + forged.issue(TOKEN)));
    }

    @Test
    void rejectsTokenOfAnotherObject() {
        String token = "&x:token=" + TOKENS.issue(TOKEN);
        assertEquals(CallbackCheck.TOKEN_SCOPE, failed("bucket=examplebucket&object=b.txt" + token));
        assertEquals(CallbackCheck.TOKEN_SCOPE, failed("bucket=otherbucket&object=a+b.txt" + token));
        assertEquals(CallbackCheck.TOKEN_PRESENT, failed("bucket=examplebucket" + token));
        assertEquals(CallbackCheck.TOKEN_PRESENT, failed("object=a+b.txt" + token));
    }

    @Test
    void acceptsTokenForPrefix() {
        String token =
                "&x:token=" + TOKENS.issue(CallbackToken.forPrefix("examplebucket", "user/42/", NOW.plusSeconds(1)));
        assertTrue(
                receive("bucket=examplebucket&object=user/42/cat.jpg" + token).isAccepted());
        assertEquals(CallbackCheck.TOKEN_SCOPE, failed("bucket=examplebucket&object=user/43/cat.jpg" + token));
        assertEquals(CallbackCheck.TOKEN_SCOPE, failed("bucket=examplebucket&object=user/42" + token));
    }

    @Test
    void rejectsExpiredToken() {
        CallbackBody form = CallbackBody.form(BUCKET, OBJECT).custom("x:token", TOKENS.issue(TOKEN));
        ReceivedCallback received = KEY.form("/cb", null, body(form));
        assertTrue(RECEIVER.receive(received, NOW.plusSeconds(59)).isAccepted());
        assertEquals(
                CallbackCheck.TOKEN_NOT_EXPIRED,
                RECEIVER.receive(received, NOW.plusSeconds(60)).failedCheck());
    }

    /** cloudreve PR #3497: a secret that was generated and sent, but never compared. */
    @Test
    void rejectsTokenInAnotherField() {
        assertEquals(
                CallbackCheck.TOKEN_PRESENT,
                failed("bucket=examplebucket&object=a+b.txt&token=" + TOKENS.issue(TOKEN)));
    }

    @Test
    void rejectsRepeatedFields() {
        String token = "&x:token=" + TOKENS.issue(TOKEN);
        assertEquals(CallbackCheck.BODY, failed("bucket=examplebucket&object=a+b.txt" + token + token));
        assertEquals(CallbackCheck.BODY, failed("bucket=examplebucket&object=a+b.txt&object=c" + token));
    }

    @Test
    void checksSignatureBeforeToken() {
        CallbackBody form = CallbackBody.form(BUCKET, OBJECT).custom("x:token", TOKENS.issue(TOKEN));
        Map<String, String> headers = Map.of(
                "Authorization", KEY.sign(new byte[1]),
                "x-oss-pub-key-url", Texts.base64(TestKey.URL),
                "Content-Type", "application/x-www-form-urlencoded");
        CallbackReceipt receipt = RECEIVER.receive(
                ReceivedCallback.of(
                        "POST", "/cb", null, headers::get, body(form).getBytes(UTF_8)),
                NOW);
        assertEquals(CallbackCheck.SIGNATURE, receipt.failedCheck());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=%", "a=1&a=2", "size=x", "%ff"})
    void rejectsMalformedBodies(String body) {
        assertEquals(CallbackCheck.BODY, failed(body));
    }

    /** Random bodies with valid signatures, in both content types, are rejected with a reason and without exception. */
    @Test
    void neverThrows() {
        neverThrows(300);
    }

    @Test
    @Tag("full")
    void neverThrowsForManyBodies() {
        neverThrows(3000);
    }

    private static void neverThrows(int bodies) {
        long seed = System.nanoTime();
        System.out.println("CallbackReceiverTest seed " + seed);
        Random random = new Random(seed);
        String[] pieces = {
            "{",
            "}",
            "[",
            "]",
            "\"object\":",
            "\"bucket\"",
            ":",
            ",",
            "object=",
            "bucket=",
            "&",
            "x:token=",
            "%",
            "%41",
            "%ff",
            "+",
            "\"",
            "\\u",
            "\\ud800",
            "d83d",
            "null",
            "true",
            "-",
            "1e999999999",
            "9".repeat(1200),
            "\u0000",
            "\u00ff",
            " "
        };
        for (int i = 0; i < bodies; i++) {
            StringBuilder body = new StringBuilder(random.nextBoolean() ? "{" : "");
            for (int j = random.nextInt(10); j > 0; j--) {
                body.append(pieces[random.nextInt(pieces.length)]);
            }
            byte[] bytes = body.toString().getBytes(random.nextBoolean() ? UTF_8 : ISO_8859_1);
            byte[] text = ("/\n" + new String(bytes, ISO_8859_1)).getBytes(ISO_8859_1);
            Map<String, String> headers = Map.of(
                    "Authorization", KEY.sign(text),
                    "x-oss-pub-key-url", Texts.base64(TestKey.URL),
                    "Content-Type", random.nextBoolean() ? "application/json" : "application/x-www-form-urlencoded");
            CallbackReceipt receipt =
                    RECEIVER.receive(ReceivedCallback.of("POST", "/", null, headers::get, bytes), NOW);
            CallbackCheck failed = receipt.failedCheck();
            assertTrue(
                    failed == CallbackCheck.BODY
                            || failed == CallbackCheck.TOKEN_PRESENT
                            || failed == CallbackCheck.TOKEN_ISSUED,
                    "seed " + seed + ": " + receipt + " " + body);
            assertTrue(receipt.reason().lines().count() == 1, "seed " + seed + ": " + receipt.reason());
        }
    }

    @Test
    void hidesTokenInReasons() {
        String token = TOKENS.issue(TOKEN);
        for (String body :
                List.of("bucket=b&object=o&x:token=" + token, "x:token=" + token, "x:token=" + token + "x%")) {
            String text = receive(body).toString();
            assertFalse(text.contains(token.substring(0, 20)), text);
        }
        assertFalse(receive("bucket=b&object=%0Aforged+line&x:token=" + token)
                .reason()
                .contains("\n"));
    }

    /** As in the first template of the vendor's reference, {@code filename=${object}}. */
    @Test
    void acceptsFieldsWithOtherNames() {
        Callback callback = Callback.builder("https://a.example")
                .formBody("bucket=${bucket}&filename=${object}&length=${size}&t=${x:token}")
                .variable("x:token", TOKENS.issue(TOKEN))
                .build();
        CallbackReceiver receiver = CallbackReceiver.of(KEY.verifier(), TOKENS, "t")
                .field("filename", OBJECT)
                .field("length", SIZE);
        CallbackReceipt receipt = receiver.receive(KEY.form("/cb", null, callback.body(FACTS)), NOW);
        assertTrue(receipt.isAccepted(), receipt.toString());
        assertEquals("a b.txt", receipt.notice().key());
        assertEquals(5L, receipt.notice().size());
        // A receiver without other names still expects the names of the variables.
        assertEquals(
                "the body has no field object",
                CallbackReceiver.of(KEY.verifier(), TOKENS, "t")
                        .receive(KEY.form("/cb", null, callback.body(FACTS)), NOW)
                        .reason());
        assertEquals(
                "the body has no field filename",
                receiver.receive(KEY.form("/cb", null, "bucket=b&object=a+b.txt&t=" + TOKENS.issue(TOKEN)), NOW)
                        .reason());
    }
}
