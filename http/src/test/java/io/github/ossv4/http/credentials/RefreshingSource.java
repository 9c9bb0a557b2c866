// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.credentials;

import java.time.Clock;

/** Refreshed credentials by a clock that a test sets. */
public final class RefreshingSource {
    private RefreshingSource() {}

    public static CredentialsSource of(CredentialsFetcher fetcher, Clock clock) {
        return new RefreshingCredentials(fetcher, clock);
    }
}
