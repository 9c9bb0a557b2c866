// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.credentials;

import static java.util.Objects.requireNonNull;

import io.github.ossv4.sign.Credentials;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Credentials, and when they expire. Immutable; the secret and the token never appear in {@link #toString()}. */
public final class ExpiringCredentials {
    private final Credentials credentials;
    private final @Nullable Instant expiry;

    private ExpiringCredentials(Credentials credentials, @Nullable Instant expiry) {
        this.credentials = requireNonNull(credentials, "credentials");
        this.expiry = expiry;
    }

    /** Credentials that OSS takes before {@code expiry} and no longer. */
    public static ExpiringCredentials of(Credentials credentials, Instant expiry) {
        return new ExpiringCredentials(credentials, requireNonNull(expiry, "expiry"));
    }

    /** Credentials that never expire. */
    public static ExpiringCredentials never(Credentials credentials) {
        return new ExpiringCredentials(credentials, null);
    }

    public Credentials credentials() {
        return credentials;
    }

    /** When they expire; null if never. */
    public @Nullable Instant expiry() {
        return expiry;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ExpiringCredentials
                && credentials.equals(((ExpiringCredentials) other).credentials)
                && Objects.equals(expiry, ((ExpiringCredentials) other).expiry);
    }

    @Override
    public int hashCode() {
        return 31 * credentials.hashCode() + Objects.hashCode(expiry);
    }

    @Override
    public String toString() {
        return "ExpiringCredentials{" + credentials + (expiry == null ? "" : ", expiry=" + expiry) + "}";
    }
}
