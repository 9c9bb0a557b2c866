// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import io.github.ossv4.sign.Credentials;
import java.security.SecureRandom;
import java.util.HexFormat;

/** A random AccessKey pair for one emulator. Immutable. */
record RandomKeyPair(String id, String secret) {
    private static final int ID_BYTES = 4;

    /** 128 bits: neither a web page nor another user of this machine can guess them. */
    private static final int SECRET_BYTES = 16;

    static RandomKeyPair generate() {
        SecureRandom random = new SecureRandom();
        return new RandomKeyPair("emulator-" + hex(random, ID_BYTES), hex(random, SECRET_BYTES));
    }

    private static String hex(SecureRandom random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    Credentials credentials() {
        return Credentials.of(id, secret);
    }

    /** Names the id only. */
    @Override
    public String toString() {
        return "RandomKeyPair{" + id + "}";
    }
}
