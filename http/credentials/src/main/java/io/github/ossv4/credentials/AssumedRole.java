// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.credentials;

import io.github.ossv4.http.credentials.CredentialsFetcher;
import io.github.ossv4.http.credentials.CredentialsSource;
import io.github.ossv4.http.credentials.ExpiringCredentials;
import io.github.ossv4.sign.Credentials;
import java.io.IOException;

/** Fetches the credentials of a role with the credentials of another source. */
final class AssumedRole implements CredentialsFetcher {
    private final CredentialsSource source;
    private final AssumeRole role;
    private final StsClient sts;

    /** @param source the credentials that assume the role; it is notified of those that STS refuses */
    AssumedRole(CredentialsSource source, AssumeRole role, StsClient sts) {
        this.source = source;
        this.role = role;
        this.sts = sts;
    }

    @Override
    public ExpiringCredentials fetch() throws IOException {
        Credentials credentials = source.get();
        try {
            return sts.assumeRole(role, credentials);
        } catch (StsException e) {
            if (e.refusesCredentials()) {
                source.refused(credentials);
            }
            throw e;
        }
    }
}
