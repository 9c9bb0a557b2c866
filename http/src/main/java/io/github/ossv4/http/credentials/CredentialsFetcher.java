// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.credentials;

import java.io.IOException;

/** Gets temporary credentials from wherever they are issued, such as a server of yours that asks STS for them. */
@FunctionalInterface
public interface CredentialsFetcher {
    /**
     * Credentials that are new, or at least not expired. Never called by two threads at once on behalf of one source. Who
     * has no credentials waits for it, so it should have a time limit.
     *
     * @throws IOException if they cannot be had
     */
    ExpiringCredentials fetch() throws IOException;
}
