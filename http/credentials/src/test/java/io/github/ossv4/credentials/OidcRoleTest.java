// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.credentials;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.ossv4.http.credentials.CredentialsFetcher;
import io.github.ossv4.http.credentials.ExpiringCredentials;
import io.github.ossv4.http.internal.credentials.RefreshingCredentials;
import io.github.ossv4.http.testing.TestFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OidcRoleTest extends PlatformFixture {
    private static final String TOKEN = "t0k3n.eyJhbGciOiJSUzI1NiJ9.+/=_-";

    private Path tokenFile;

    @BeforeEach
    void writeToken() throws IOException {
        tokenFile = write("token", TOKEN);
        sts.acceptOidcToken(TOKEN);
    }

    private OidcRole fetcher() {
        return new OidcRole(role().build(), PROVIDER, tokenFile, platform.sts());
    }

    private String from() {
        return "STS at " + sts.endpoint().substring("http://".length());
    }

    @Test
    void sendsAllParameters() throws IOException {
        AssumeRole role = role().sessionName("pod-1")
                .duration(Duration.ofMinutes(30))
                .policy("{\"a\": \"b+c&d\"}")
                .build();
        ExpiringCredentials fetched = new OidcRole(role, PROVIDER, tokenFile, platform.sts()).fetch();
        assertEquals(clock.instant().plus(Duration.ofMinutes(30)), fetched.expiry());
        assertEquals("t0k3n-1", fetched.credentials().securityToken());
        assertEquals(
                List.of(Map.of(
                        "RoleArn",
                        ROLE,
                        "RoleSessionName",
                        "pod-1",
                        "DurationSeconds",
                        "1800",
                        "Policy",
                        "{\"a\": \"b+c&d\"}",
                        "OIDCProviderArn",
                        PROVIDER,
                        "OIDCToken",
                        TOKEN)),
                sts.accepted);
    }

    @Test
    void readsTheEnvironmentAtEachFetch() throws IOException {
        CredentialsFetcher fetcher = OidcRole.ofEnvironment(environment(), platform.sts());
        assertEquals("ALIBABA_CLOUD_OIDC_TOKEN_FILE is not set", failure(fetcher));
        variables.put("ALIBABA_CLOUD_OIDC_TOKEN_FILE", tokenFile.toString());
        assertEquals("ALIBABA_CLOUD_OIDC_PROVIDER_ARN is not set", failure(fetcher));
        variables.put("ALIBABA_CLOUD_OIDC_PROVIDER_ARN", PROVIDER);
        assertEquals("ALIBABA_CLOUD_ROLE_ARN is not set", failure(fetcher));
        variables.put("ALIBABA_CLOUD_ROLE_ARN", ROLE);
        variables.put("ALIBABA_CLOUD_ROLE_SESSION_NAME", "a b");
        assertEquals(
                "the name of a role session must be 2 to 64 letters, digits and . @ - _, was a b", failure(fetcher));
    }

    @Test
    void takesOptionsFromTheEnvironment() {
        variables.put("ALIBABA_CLOUD_ROLE_SESSION_NAME", "pod-7");
        variables.put("ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED", "true");
        AssumeRole role = AssumeRole.builder(ROLE, environment()).build();
        assertEquals("pod-7", role.sessionName());
        assertEquals("https://sts.aliyuncs.com/", role.stsEndpoint().toString());
        variables.put("ALIBABA_CLOUD_STS_REGION", "cn-beijing");
        assertEquals(
                "https://sts-vpc.cn-beijing.aliyuncs.com/",
                AssumeRole.builder(ROLE, environment()).build().stsEndpoint().toString());
        variables.put("ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED", "false");
        assertEquals(
                "https://sts.cn-beijing.aliyuncs.com/",
                AssumeRole.builder(ROLE, environment()).build().stsEndpoint().toString());
    }

    @Test
    void readsTheRotatedToken() throws IOException {
        RefreshingCredentials source = refreshing(fetcher());
        assertId("STS.1", source);
        sts.acceptOidcToken("t0k3n-next");
        Files.writeString(tokenFile, "t0k3n-next\n");
        clock.advance(Duration.ofMinutes(47));
        assertId("STS.1", source);
        clock.advance(Duration.ofMinutes(1));
        assertId("STS.2", source);
        assertEquals("t0k3n-next", sts.accepted.get(1).get("OIDCToken"));
    }

    @Test
    void usesOldCredentialsWhileTheTokenIsMissing() throws IOException {
        RefreshingCredentials source = refreshing(fetcher());
        assertId("STS.1", source);
        Files.delete(tokenFile);
        clock.advance(Duration.ofMinutes(59));
        assertId("STS.1", source);
        clock.advance(Duration.ofMinutes(1));
        assertEquals("no credentials: " + tokenFile + " does not exist", failure(source));
        Files.writeString(tokenFile, TOKEN);
        clock.advance(Duration.ofSeconds(1));
        assertId("STS.2", source);
    }

    @Test
    void redactsTheEchoedToken() {
        sts.acceptOidcToken("t0k3n-other");
        assertEquals(
                from()
                        + " refused AssumeRoleWithOIDC with status 400, AuthenticationFail.OIDCToken.Invalid, request id C0FFEE:"
                        + " invalid token …",
                failure(fetcher()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "t0k3n t0k3n", "t0k3n\nt0k3n", "t0k3né"})
    void rejectsMalformedTokens(String token) throws IOException {
        Files.writeString(tokenFile, token);
        assertEquals(
                "the OIDC token in " + tokenFile + " must be 4 to 20000 ASCII characters without whitespace, has "
                        + token.length(),
                failure(fetcher()));
        assertEquals(0, sts.requests);
    }

    @Test
    void limitsTheTokenFile() throws IOException {
        Files.writeString(tokenFile, "x".repeat(20_000));
        sts.acceptOidcToken("x".repeat(20_000));
        fetcher().fetch();
        Files.writeString(tokenFile, "x".repeat(20_001));
        assertEquals(
                "the OIDC token in " + tokenFile + " must be 4 to 20000 ASCII characters without whitespace, has 20001",
                failure(fetcher()));
        Files.writeString(tokenFile, "x".repeat(1024 * 1024 + 1));
        assertEquals(
                "cannot read " + tokenFile + ": java.io.IOException: the file is longer than 1048576 bytes",
                failure(fetcher()));
    }

    /** Opening a pipe waits for a writer. */
    @Test
    void rejectsFilesThatAreNotRegular() throws IOException {
        Files.delete(tokenFile);
        TestFiles.createPipe(tokenFile);
        assertEquals(
                "cannot read " + tokenFile + ": java.io.IOException: it is not a regular file", failure(fetcher()));
        Files.delete(tokenFile);
        Files.createSymbolicLink(tokenFile, Files.writeString(home.resolve("data"), TOKEN));
        fetcher().fetch();
    }

    @Test
    void rejectsMalformedArguments() {
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class, () -> CloudCredentials.oidcRole(role().build(), ROLE, tokenFile));
        assertEquals(
                "the ARN of an OIDC provider must have the form acs:ram::ACCOUNT:oidc-provider/NAME, was " + ROLE,
                e.getMessage());
        AssumeRole external = role().externalId("t0k3n").build();
        e = assertThrows(
                IllegalArgumentException.class, () -> CloudCredentials.oidcRole(external, PROVIDER, tokenFile));
        assertEquals("a role that is assumed with OIDC must not have an external id", e.getMessage());
    }

    @Test
    void fetchesOnceFor32Threads() {
        RefreshingCredentials source = refreshing(fetcher());
        assertEquals("STS.1", idOf32Threads(source));
        assertEquals(1, sts.requests);
        assertFalse(source.toString().contains("t0k3n"), source::toString);
    }

    @Test
    void fetchesByTheFactory() throws IOException {
        clock.set(Instant.now());
        assertId("STS.1", CloudCredentials.oidcRole(role().build(), PROVIDER, tokenFile));
    }
}
