// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.access;

import io.github.ossv4.sign.Credentials;
import java.security.SecureRandom;
import java.util.HexFormat;

/** A random AccessKey pair for one emulator. Immutable. */
public record RandomKeyPair(String id, String secret) {
    private static final int ID_BYTES = 4;

    /** 128 bits, which neither a web page nor another user of this machine can guess. */
    private static final int SECRET_BYTES = 16;

    /** Returns a new pair. */
    public static RandomKeyPair generate() {
        SecureRandom random = new SecureRandom();
        return new RandomKeyPair("emulator-" + hex(random, ID_BYTES), hex(random, SECRET_BYTES));
    }

    private static String hex(SecureRandom random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** Returns the pair as credentials. */
    public Credentials credentials() {
        return Credentials.of(id, secret);
    }

    /** Returns the ID, never the secret. */
    @Override
    public String toString() {
        return "RandomKeyPair{" + id + "}";
    }
}
