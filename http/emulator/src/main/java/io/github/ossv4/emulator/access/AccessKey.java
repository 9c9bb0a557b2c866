// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.access;

import io.github.ossv4.sign.Credentials;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Accepted credentials.
 *
 * @param expiry when they expire; null if they do not
 */
public record AccessKey(Credentials credentials, @Nullable Instant expiry) {
    public AccessKey {
        Objects.requireNonNull(credentials, "credentials");
        if (expiry != null && credentials.securityToken() == null) {
            throw new IllegalArgumentException(
                    "credentials with an expiry must have a security token, AccessKey ID was "
                            + credentials.accessKeyId());
        }
    }

    public String id() {
        return credentials.accessKeyId();
    }

    boolean isExpired(Instant now) {
        return expiry != null && !now.isBefore(expiry);
    }

    /** Returns the exception for two credentials with this ID. */
    public IllegalArgumentException duplicate() {
        return new IllegalArgumentException("the AccessKey ID of credentials must be unique, was " + id());
    }
}
