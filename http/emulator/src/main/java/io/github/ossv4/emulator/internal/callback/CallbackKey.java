// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.callback;

import io.github.ossv4.internal.text.PercentDecoding;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;
import java.util.Objects;
import okhttp3.HttpUrl;

/**
 * The key pair that signs the callbacks of all emulators in this JVM. It is generated at its first use, and the first
 * callback waits for it: 1,024 bits take 0.1 s of CPU time in a fresh JVM, 2,048 bits 1 to 3 s, and ten times that on a
 * busy machine. OSS's key has 512 bits and is the same in all regions.
 */
public final class CallbackKey {
    /** The path of the public key. The name is the one of OSS's key. */
    public static final String PATH = "/callback_pub_key_v1.pem";

    private static final int BITS = 1024;

    private CallbackKey() {}

    /** The key pair, generated when this class is initialized. */
    private static final class Generated {
        static final KeyPair PAIR = generate();

        private static KeyPair generate() {
            try {
                KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
                generator.initialize(BITS);
                return generator.generateKeyPair();
            } catch (GeneralSecurityException e) {
                throw new AssertionError("every Java platform has RSA", e);
            }
        }
    }

    static PublicKey publicKey() {
        return Generated.PAIR.getPublic();
    }

    /** Returns the public key as X.509 SubjectPublicKeyInfo in PEM. */
    static byte[] pem() {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(publicKey().getEncoded());
        return ("-----BEGIN PUBLIC KEY-----\n" + base64 + "\n-----END PUBLIC KEY-----\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** Returns the {@code Authorization} of a callback. The signature covers the decoded path and the raw query. */
    static String sign(HttpUrl url, byte[] body) {
        String query = url.encodedQuery();
        try {
            Signature signature = Signature.getInstance("MD5withRSA");
            signature.initSign(Generated.PAIR.getPrivate());
            signature.update(Objects.requireNonNull(PercentDecoding.decode(url.encodedPath()), "path"));
            signature.update(((query == null ? "" : "?" + query) + "\n").getBytes(StandardCharsets.UTF_8));
            signature.update(body);
            return Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java platform has MD5withRSA", e);
        }
    }
}
