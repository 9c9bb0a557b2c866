// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.sign;

import java.security.MessageDigest;

/**
 * HMAC-SHA256 with one key. Not thread-safe.
 *
 * <p>The same as the JDK's {@code Mac}. That one loads 300 more classes at its first use, since it searches the security
 * providers before SunJCE and checks the policy of JCE: 40 % of the CPU time of a process that signs one URL.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc2104">RFC 2104</a>
 */
final class HmacSha256 {
    private static final int BLOCK_BYTES = 64;

    private final MessageDigest sha256 = Hashing.sha256();
    private final byte[] innerPad = new byte[BLOCK_BYTES];
    private final byte[] outerPad = new byte[BLOCK_BYTES];

    HmacSha256(byte[] key) {
        byte[] shortKey = key.length > BLOCK_BYTES ? sha256.digest(key) : key;
        for (int i = 0; i < BLOCK_BYTES; i++) {
            int b = i < shortKey.length ? shortKey[i] : 0;
            innerPad[i] = (byte) (b ^ 0x36);
            outerPad[i] = (byte) (b ^ 0x5c);
        }
    }

    /** Returns the HMAC of a text, 32 bytes. */
    byte[] sign(byte[] text) {
        sha256.update(innerPad);
        byte[] hash = sha256.digest(text);
        sha256.update(outerPad);
        return sha256.digest(hash);
    }
}
