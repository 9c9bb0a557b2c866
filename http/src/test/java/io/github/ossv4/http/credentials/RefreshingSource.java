// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.credentials;

import io.github.ossv4.http.internal.credentials.RefreshingCredentials;
import java.time.Clock;

/** Creates refreshing credentials with the clock of a test. */
public final class RefreshingSource {
    private RefreshingSource() {}

    public static CredentialsSource of(CredentialsFetcher fetcher, Clock clock) {
        return new RefreshingCredentials(fetcher, clock);
    }
}
