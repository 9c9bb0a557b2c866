// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.credentials;

import static java.util.Objects.requireNonNull;

import io.github.ossv4.sign.Credentials;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Credentials with their expiry. Immutable; {@link #toString()} has neither secret nor token. */
public final class ExpiringCredentials {
    private final Credentials credentials;
    private final @Nullable Instant expiry;

    private ExpiringCredentials(Credentials credentials, @Nullable Instant expiry) {
        this.credentials = requireNonNull(credentials, "credentials");
        this.expiry = expiry;
    }

    /** Returns credentials that OSS accepts before {@code expiry}. */
    public static ExpiringCredentials of(Credentials credentials, Instant expiry) {
        return new ExpiringCredentials(credentials, requireNonNull(expiry, "expiry"));
    }

    /** Returns credentials that never expire. */
    public static ExpiringCredentials never(Credentials credentials) {
        return new ExpiringCredentials(credentials, null);
    }

    /** Returns the credentials. */
    public Credentials credentials() {
        return credentials;
    }

    /** Returns the time at which they expire; null for never. */
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
