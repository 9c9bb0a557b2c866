// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import io.github.ossv4.sign.Credentials;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Credentials that are let in.
 *
 * @param expiry when they no longer are; null if they are for ever
 */
record AccessKey(Credentials credentials, @Nullable Instant expiry) {
    AccessKey {
        Objects.requireNonNull(credentials, "credentials");
        if (expiry != null && credentials.securityToken() == null) {
            throw new IllegalArgumentException("only temporary credentials expire, and these have no security token: "
                    + credentials.accessKeyId());
        }
    }

    String id() {
        return credentials.accessKeyId();
    }

    boolean isExpired(Instant now) {
        return expiry != null && !now.isBefore(expiry);
    }

    IllegalArgumentException isThereAlready() {
        return new IllegalArgumentException("two credentials have the AccessKey ID " + id());
    }
}
