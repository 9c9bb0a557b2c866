// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.callback;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;
import java.util.Map;

/** Signs callbacks as OSS does, with a key of its own and the JDK alone. */
final class TestKey {
    static final String URL = "https://gosspublic.alicdn.com/callback_pub_key_v1.pem";

    private final KeyPair pair;

    TestKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(1024);
            pair = generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    String pem() {
        return "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(pair.getPublic().getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
    }

    /** Serves the key under {@link #URL} only. */
    CallbackVerifier verifier() {
        return CallbackVerifier.of(CallbackKeySource.pinned(URL, CallbackPublicKey.ofPem(pem())));
    }

    /** The value of {@code Authorization}. */
    String sign(byte[] text) {
        try {
            Signature signature = Signature.getInstance("MD5withRSA");
            signature.initSign(pair.getPrivate());
            signature.update(text);
            return Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** A signed form of which path and query need no decoding. */
    ReceivedCallback form(String path, String query, String body) {
        return signed(path, query, body, "application/x-www-form-urlencoded");
    }

    ReceivedCallback signed(String path, String query, String body, String contentType) {
        String text = path + (query == null ? "" : "?" + query) + "\n" + body;
        Map<String, String> headers = Map.of(
                "Authorization", sign(text.getBytes(StandardCharsets.UTF_8)),
                "x-oss-pub-key-url", base64(URL),
                "Content-Type", contentType);
        return ReceivedCallback.of("POST", path, query, headers::get, body.getBytes(StandardCharsets.UTF_8));
    }

    static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
