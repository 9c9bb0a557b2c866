// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.testing;

import io.github.ossv4.callback.CallbackKeySource;
import io.github.ossv4.callback.CallbackPublicKey;
import io.github.ossv4.callback.CallbackVerifier;
import io.github.ossv4.callback.ReceivedCallback;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;
import java.util.Map;

/** A key that signs callbacks as OSS does. Uses the JDK only. */
public final class TestKey {
    /** The URL of OSS's key. */
    public static final String URL = "https://gosspublic.alicdn.com/callback_pub_key_v1.pem";

    private final KeyPair pair;

    /** Generates a key. */
    public TestKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(1024);
            pair = generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** Returns the public key in PEM. */
    public String pem() {
        return "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(pair.getPublic().getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
    }

    /** Returns a verifier that has this key only, with {@link #URL}. */
    public CallbackVerifier verifier() {
        return CallbackVerifier.of(CallbackKeySource.pinned(URL, CallbackPublicKey.ofPem(pem())));
    }

    /** Returns the value of {@code Authorization}. */
    public String sign(byte[] text) {
        try {
            Signature signature = Signature.getInstance("MD5withRSA");
            signature.initSign(pair.getPrivate());
            signature.update(text);
            return Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** Returns a signed form. Path and query must not need decoding. */
    public ReceivedCallback form(String path, String query, String body) {
        return signed(path, query, body, "application/x-www-form-urlencoded");
    }

    /** Returns a signed request. Path and query must not need decoding. */
    public ReceivedCallback signed(String path, String query, String body, String contentType) {
        String text = path + (query == null ? "" : "?" + query) + "\n" + body;
        Map<String, String> headers = Map.of(
                "Authorization", sign(text.getBytes(StandardCharsets.UTF_8)),
                "x-oss-pub-key-url", Texts.base64(URL),
                "Content-Type", contentType);
        return ReceivedCallback.of("POST", path, query, headers::get, body.getBytes(StandardCharsets.UTF_8));
    }
}
