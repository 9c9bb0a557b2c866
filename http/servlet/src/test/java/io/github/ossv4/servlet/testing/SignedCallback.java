// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.servlet.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.ossv4.callback.CallbackKeySource;
import io.github.ossv4.callback.CallbackPublicKey;
import io.github.ossv4.callback.CallbackReceiver;
import io.github.ossv4.callback.CallbackToken;
import io.github.ossv4.callback.CallbackTokens;
import io.github.ossv4.callback.CallbackVerifier;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;

/** A callback for {@code POST /uploaded}, signed without an emulator. */
public record SignedCallback(String body, Map<String, String> headers) {
    private static final String KEY_URL = "https://gosspublic.alicdn.com/callback_pub_key_v1.pem";
    private static final KeyPair KEY = keyPair();
    private static final CallbackTokens TOKENS = CallbackTokens.of(new byte[32]);

    /** Returns a callback for an object, in bucket {@code examplebucket}, of 5 bytes. */
    public static SignedCallback of(String key) throws GeneralSecurityException {
        String token = TOKENS.issue(
                CallbackToken.forKey("examplebucket", key, Instant.now().plusSeconds(600)));
        String body =
                "{\"bucket\":\"examplebucket\",\"object\":\"" + key + "\",\"size\":5,\"x:token\":\"" + token + "\"}";
        Signature signature = Signature.getInstance("MD5withRSA");
        signature.initSign(KEY.getPrivate());
        signature.update(("/uploaded\n" + body).getBytes(UTF_8));
        return new SignedCallback(
                body,
                Map.of(
                        "Authorization",
                        base64(signature.sign()),
                        "x-oss-pub-key-url",
                        base64(KEY_URL.getBytes(UTF_8)),
                        "x-oss-request-id",
                        "5C3D9F",
                        "Content-Type",
                        "application/json"));
    }

    public InputStream openBody() {
        return new ByteArrayInputStream(body.getBytes(UTF_8));
    }

    /** Returns a receiver of these callbacks. */
    public static CallbackReceiver receiver() {
        String pem =
                "-----BEGIN PUBLIC KEY-----\n" + base64(KEY.getPublic().getEncoded()) + "\n-----END PUBLIC KEY-----\n";
        return CallbackReceiver.of(
                CallbackVerifier.of(CallbackKeySource.pinned(KEY_URL, CallbackPublicKey.ofPem(pem))),
                TOKENS,
                "x:token");
    }

    private static KeyPair keyPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(1024);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
