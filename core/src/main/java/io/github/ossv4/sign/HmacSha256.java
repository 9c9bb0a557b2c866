// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.sign;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * HMAC-SHA256 under one key. Thread-safe: a keyed {@link Mac} is cloned for each use, which skips the provider look-up
 * and the two key blocks that {@code getInstance} and {@code init} would cost. Providers whose Mac cannot be cloned pay
 * for both.
 */
final class HmacSha256 {
    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;
    private final Mac prototype;

    HmacSha256(byte[] key) {
        this.key = new SecretKeySpec(key, ALGORITHM);
        this.prototype = keyedMac();
    }

    byte[] of(String ascii) {
        return mac().doFinal(ascii.getBytes(StandardCharsets.UTF_8));
    }

    private Mac mac() {
        try {
            return (Mac) prototype.clone();
        } catch (CloneNotSupportedException e) {
            return keyedMac();
        }
    }

    private Mac keyedMac() {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac;
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new AssertionError("every Java platform has " + ALGORITHM, e);
        }
    }
}
