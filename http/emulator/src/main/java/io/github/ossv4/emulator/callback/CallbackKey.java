// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.callback;

import io.github.ossv4.text.PercentEncoding;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;
import java.util.Objects;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * The key pair that signs callbacks, of 2048 bits. It is generated at its first use, because that takes long. OSS's own key
 * has 512 bits. Thread-safe.
 */
public final class CallbackKey {
    /** The path of the public key. The name is that of OSS's key. */
    public static final String PATH = "/callback_pub_key_v1.pem";

    private static final int BITS = 2048;

    private @Nullable KeyPair pair;

    private synchronized KeyPair pair() {
        KeyPair current = pair;
        if (current == null) {
            try {
                KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
                generator.initialize(BITS);
                current = generator.generateKeyPair();
            } catch (GeneralSecurityException e) {
                throw new AssertionError("every Java platform has RSA", e);
            }
            pair = current;
        }
        return current;
    }

    PublicKey publicKey() {
        return pair().getPublic();
    }

    /** Returns the public key as X.509 SubjectPublicKeyInfo in PEM. */
    byte[] pem() {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(publicKey().getEncoded());
        return ("-----BEGIN PUBLIC KEY-----\n" + base64 + "\n-----END PUBLIC KEY-----\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** Returns the {@code Authorization} of a callback. The signature covers the decoded path and the raw query. */
    String sign(HttpUrl url, byte[] body) {
        String query = url.encodedQuery();
        try {
            Signature signature = Signature.getInstance("MD5withRSA");
            signature.initSign(pair().getPrivate());
            signature.update(Objects.requireNonNull(PercentEncoding.decode(url.encodedPath()), "path"));
            signature.update(((query == null ? "" : "?" + query) + "\n").getBytes(StandardCharsets.UTF_8));
            signature.update(body);
            return Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java platform has MD5withRSA", e);
        }
    }
}
