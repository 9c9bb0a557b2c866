// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.credentials;

import io.github.ossv4.sign.Credentials;

/** The source of {@link EnvironmentCredentials}, which are read again for each request. */
final class EnvironmentSource implements CredentialsSource {
    private final EnvironmentCredentials variables;

    EnvironmentSource(EnvironmentCredentials variables) {
        this.variables = variables;
    }

    @Override
    public Credentials get() {
        return variables.get();
    }

    @Override
    public String origin() {
        return EnvironmentCredentials.ORIGIN;
    }
}
