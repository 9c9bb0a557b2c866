// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.credentials;

import io.github.ossv4.sign.Credentials;
import java.io.IOException;
import java.util.function.Consumer;

/** Fetches the credentials of a role with those of another source. */
final class AssumedRole implements CredentialsFetcher {
    /** Returns the credentials that assume the role. */
    interface Source {
        Credentials get() throws IOException;
    }

    private final Source source;
    private final Consumer<Credentials> refused;
    private final AssumeRole role;
    private final StsClient sts;

    /** @param refused receives credentials that STS refuses */
    AssumedRole(Source source, Consumer<Credentials> refused, AssumeRole role, StsClient sts) {
        this.source = source;
        this.refused = refused;
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
                refused.accept(credentials);
            }
            throw e;
        }
    }
}
