// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.credentials;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Fetches temporary credentials from their issuer, such as your own server that calls STS. */
@FunctionalInterface
public interface CredentialsFetcher {
    /**
     * Returns new credentials, or at least valid ones. A source never calls it from two threads in parallel. Requests
     * without credentials wait for it, so it should have a time limit.
     *
     * @throws IOException if it fails
     */
    ExpiringCredentials fetch() throws IOException;

    /** Equivalent to {@link CredentialsSource#origin}. */
    default @Nullable String origin() {
        return null;
    }
}
