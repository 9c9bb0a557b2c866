// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.access;

import io.github.ossv4.sign.Credentials;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An accepted AccessKey pair. Immutable.
 *
 * @param securityToken null for a permanent pair
 * @param expiry the time at which a temporary pair expires; null if it does not
 */
public record AccessKey(
        String id,
        String secret,
        @Nullable String securityToken,
        @Nullable Instant expiry) {
    private static final int ID_BYTES = 4;

    /** 128 bits, which neither a web page nor another user of this machine can guess. */
    private static final int SECRET_BYTES = 16;

    /**
     * Creates a pair.
     *
     * @throws IllegalArgumentException if {@link Credentials#of} rejects a value, or the token is empty
     */
    public AccessKey {
        if (securityToken != null && securityToken.isEmpty()) {
            throw new IllegalArgumentException("securityToken must not be empty");
        }
        Credentials.of(id, secret, securityToken);
    }

    /** Returns a permanent pair. */
    public static AccessKey permanent(String id, String secret) {
        return new AccessKey(id, secret, null, null);
    }

    /** Returns a temporary pair without an expiry. */
    public static AccessKey temporary(String id, String secret, String securityToken) {
        return new AccessKey(id, secret, Objects.requireNonNull(securityToken, "securityToken"), null);
    }

    /** Returns a new random pair. */
    public static AccessKey random() {
        SecureRandom random = new SecureRandom();
        return permanent("emulator-" + hex(random, ID_BYTES), hex(random, SECRET_BYTES));
    }

    private static String hex(SecureRandom random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** Returns this temporary pair with an expiry. */
    public AccessKey expiringAt(Instant time) {
        return new AccessKey(id, secret, securityToken, Objects.requireNonNull(time, "expiry"));
    }

    /** Returns the pair in the type that a signer requires. */
    public Credentials credentials() {
        return Credentials.of(id, secret, securityToken);
    }

    boolean isExpired(Instant now) {
        return expiry != null && !now.isBefore(expiry);
    }

    /** Returns the exception for a second pair with this ID. */
    public IllegalArgumentException duplicate() {
        return new IllegalArgumentException("AccessKey IDs must be unique, was " + id);
    }

    /** Returns the ID, never the secret and the token. */
    @Override
    public String toString() {
        return "AccessKey{" + id + (securityToken == null ? "" : ", temporary") + "}";
    }
}
