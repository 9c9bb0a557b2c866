// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * The key that callbacks are signed with. A pair of 2048 bits is made when it is first needed, which takes a while;
 * OSS's own key has 512 bits. Thread-safe.
 */
final class CallbackKey {
    /** Where the emulator serves the public key, under the name of OSS's own. */
    static final String PATH = "/callback_pub_key_v1.pem";

    private static final int BITS = 2048;

    private @Nullable KeyPair pair;

    private synchronized KeyPair pair() {
        KeyPair made = pair;
        if (made == null) {
            try {
                KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
                generator.initialize(BITS);
                made = generator.generateKeyPair();
            } catch (GeneralSecurityException e) {
                throw new AssertionError("every Java platform has RSA", e);
            }
            pair = made;
        }
        return made;
    }

    PublicKey publicKey() {
        return pair().getPublic();
    }

    /** The public key as X.509 SubjectPublicKeyInfo in PEM. */
    byte[] pem() {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(publicKey().getEncoded());
        return ("-----BEGIN PUBLIC KEY-----\n" + base64 + "\n-----END PUBLIC KEY-----\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** Signs a callback, as its {@code Authorization} header has it: the path is covered decoded, the query as it is. */
    String sign(HttpUrl url, byte[] body) {
        String query = url.encodedQuery();
        try {
            Signature signature = Signature.getInstance("MD5withRSA");
            signature.initSign(pair().getPrivate());
            signature.update(PercentDecoding.of(url.encodedPath()));
            signature.update(((query == null ? "" : "?" + query) + "\n").getBytes(StandardCharsets.UTF_8));
            signature.update(body);
            return Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java platform has MD5withRSA", e);
        }
    }
}
