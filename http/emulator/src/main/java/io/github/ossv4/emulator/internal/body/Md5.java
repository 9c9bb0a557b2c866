// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.body;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** MD5, which OSS uses for ETags and {@code Content-MD5}. */
public final class Md5 {
    private Md5() {}

    /** Returns a new digest. */
    public static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has MD5", e);
        }
    }

    /** Encodes a digest as {@code Content-MD5}. */
    public static String base64(byte[] digest) {
        return Base64.getEncoder().encodeToString(digest);
    }
}
