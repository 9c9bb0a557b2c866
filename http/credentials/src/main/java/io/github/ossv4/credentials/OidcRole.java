// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.credentials;

import io.github.ossv4.http.credentials.CredentialsFetcher;
import io.github.ossv4.http.credentials.ExpiringCredentials;
import io.github.ossv4.internal.text.PrintableText;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.regex.Pattern;

/**
 * Fetches the credentials of a role with an OIDC token from a file, which is read at each fetch: Kubernetes replaces
 * the token before it expires.
 *
 * <p>Rule: The OIDC token is read at each fetch ({@code OidcRoleTest}).
 *
 * @see <a href="https://www.alibabacloud.com/help/doc-detail/356611.html">RAM Roles for Service Accounts (RRSA)</a>
 */
final class OidcRole implements CredentialsFetcher {
    private static final int SHORTEST_TOKEN = 4;
    private static final int LONGEST_TOKEN = 20_000;
    private static final Pattern PROVIDER_ARN =
            Pattern.compile("acs:ram:[^:\\s]*:[^:\\s]+:oidc-provider/[^\\s\\p{Cntrl}]+");

    private final AssumeRole role;
    private final String providerArn;
    private final Path tokenFile;
    private final StsClient sts;

    /** @throws IllegalArgumentException if the ARN is malformed, or the role has an external id */
    OidcRole(AssumeRole role, String providerArn, Path tokenFile, StsClient sts) {
        if (!PROVIDER_ARN.matcher(providerArn).matches()) {
            throw new IllegalArgumentException(
                    "the ARN of an OIDC provider must have the form acs:ram::ACCOUNT:oidc-provider/NAME, was "
                            + PrintableText.escape(providerArn));
        }
        if (role.externalId() != null) {
            throw new IllegalArgumentException("a role that is assumed with OIDC must not have an external id");
        }
        this.role = role;
        this.providerArn = providerArn;
        this.tokenFile = tokenFile;
        this.sts = sts;
    }

    /** Returns a fetcher that reads the environment at each fetch. */
    static CredentialsFetcher ofEnvironment(Environment environment, StsClient sts) {
        return () -> {
            String tokenFile = environment.required(Environment.OIDC_TOKEN_FILE);
            String providerArn = environment.required(Environment.OIDC_PROVIDER_ARN);
            String roleArn = environment.required(Environment.ROLE_ARN);
            AssumeRole role = AssumeRole.builder(roleArn, environment).build();
            return new OidcRole(role, providerArn, Paths.get(tokenFile), sts).fetch();
        };
    }

    @Override
    public ExpiringCredentials fetch() throws IOException {
        return sts.assumeRoleWithOidc(role, providerArn, token());
    }

    private String token() throws IOException {
        String token = IssuerResponse.text(SmallFile.read(tokenFile));
        if (token.length() < SHORTEST_TOKEN
                || token.length() > LONGEST_TOKEN
                || !token.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
            throw new IOException("the OIDC token in " + SmallFile.name(tokenFile) + " must be " + SHORTEST_TOKEN
                    + " to " + LONGEST_TOKEN + " ASCII characters without whitespace, has " + token.length());
        }
        return token;
    }
}
