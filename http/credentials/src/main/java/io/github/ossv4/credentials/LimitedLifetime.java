// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.credentials;

import io.github.ossv4.http.credentials.CredentialsFetcher;
import io.github.ossv4.http.credentials.ExpiringCredentials;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A fetcher that lets permanent credentials expire after 5 minutes, so that the file that they come from is read again.
 */
final class LimitedLifetime implements CredentialsFetcher {
    static final Duration LIFETIME = Duration.ofMinutes(5);

    private final CredentialsFetcher fetcher;
    private final Clock clock;

    LimitedLifetime(CredentialsFetcher fetcher, Clock clock) {
        this.fetcher = fetcher;
        this.clock = clock;
    }

    @Override
    public ExpiringCredentials fetch() throws IOException {
        ExpiringCredentials fetched = fetcher.fetch();
        return fetched.expiry() == null
                ? ExpiringCredentials.of(fetched.credentials(), clock.instant().plus(LIFETIME))
                : fetched;
    }

    @Override
    public @Nullable String origin() {
        return fetcher.origin();
    }
}
