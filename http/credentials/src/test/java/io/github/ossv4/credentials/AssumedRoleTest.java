// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.credentials;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.http.credentials.CredentialsSource;
import io.github.ossv4.http.credentials.ExpiringCredentials;
import io.github.ossv4.http.internal.credentials.RefreshingCredentials;
import io.github.ossv4.http.testing.RawServer;
import io.github.ossv4.sign.Credentials;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AssumedRoleTest extends PlatformFixture {
    private static final Credentials USER = Credentials.of("LTAI", "s3cr3t");

    private AssumedRole fetcher(CredentialsSource source, AssumeRole role) {
        return new AssumedRole(source, role, platform.sts());
    }

    private AssumedRole fetcher() {
        return fetcher(CredentialsSource.of(USER), role().build());
    }

    private String from() {
        return "STS at " + sts.endpoint().substring("http://".length());
    }

    @Test
    void signsAndSendsAllParameters() throws IOException {
        String policy = "{\"Statement\": [{\"Action\": \"oss:*\", \"Resource\": \"a+b ~*键😀\"}]}";
        AssumeRole role = role().sessionName("me@example.com")
                .duration(Duration.ofMinutes(15))
                .policy(policy)
                .externalId("a=b,c.d@e:f/g-h_i+j")
                .build();
        assertEquals(
                ExpiringCredentials.of(
                        Credentials.of("STS.1", "s3cr3t-1", "t0k3n-1"),
                        clock.instant().plus(Duration.ofMinutes(15))),
                fetcher(CredentialsSource.of(USER), role).fetch());
        assertEquals(
                List.of(Map.of(
                        "RoleArn", ROLE,
                        "RoleSessionName", "me@example.com",
                        "DurationSeconds", "900",
                        "Policy", policy,
                        "ExternalId", "a=b,c.d@e:f/g-h_i+j")),
                sts.accepted);
    }

    @Test
    void signsWithTemporaryCredentials() throws IOException {
        sts.accept("STS.x", "s3cr3t", "t0k3n/+=");
        CredentialsSource source = CredentialsSource.of(Credentials.of("STS.x", "s3cr3t", "t0k3n/+="));
        assertEquals(
                "STS.1", fetcher(source, role().build()).fetch().credentials().accessKeyId());
    }

    /** The signature of policies with random characters, checked by the server. */
    @Test
    void signsAnyPolicy() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 50; i++) {
            StringBuilder policy = new StringBuilder();
            for (int length = 1 + random.nextInt(40); length > 0; length--) {
                int c = random.nextInt(4) == 0 ? random.nextInt(0x3000) : random.nextInt(0x80);
                policy.appendCodePoint(c);
            }
            AssumeRole role = role().policy(policy.toString()).build();
            sts.accepted.clear();
            fetcher(CredentialsSource.of(USER), role).fetch();
            assertEquals(policy.toString(), sts.accepted.get(0).get("Policy"), "seed " + seed);
        }
    }

    @Test
    void refreshesInTime() throws IOException {
        RefreshingCredentials source = refreshing(fetcher());
        assertId("STS.1", source);
        clock.advance(Duration.ofMinutes(48).minusSeconds(1));
        assertId("STS.1", source);
        assertEquals(1, sts.requests);
        clock.advance(Duration.ofSeconds(1));
        assertId("STS.2", source);
    }

    @Test
    void fetchesOnceFor32Threads() {
        RefreshingCredentials source = refreshing(fetcher());
        assertEquals("STS.1", idOf32Threads(source));
        assertEquals(1, sts.requests);
    }

    @Test
    void usesTheCurrentCredentialsOfTheSource() throws IOException {
        List<Credentials> current = new ArrayList<>(List.of(USER));
        AssumedRole fetcher = fetcher(() -> current.get(0), role().build());
        fetcher.fetch();
        sts.revoke("LTAI");
        sts.accept("LTAJ", "s3cr3t-of-j", "");
        current.set(0, Credentials.of("LTAJ", "s3cr3t-of-j"));
        assertEquals("STS.2", fetcher.fetch().credentials().accessKeyId());
    }

    @Test
    void notifiesTheSourceOfRefusedCredentials() {
        List<Credentials> refused = new ArrayList<>();
        CredentialsSource source = new CredentialsSource() {
            @Override
            public Credentials get() {
                return USER;
            }

            @Override
            public void refused(Credentials credentials) {
                refused.add(credentials);
            }
        };
        AssumedRole fetcher = fetcher(source, role().build());
        sts.reply(403, "{\"Code\": \"NoPermission\"}");
        failure(fetcher);
        assertEquals(List.of(), refused);
        sts.revoke("LTAI");
        assertEquals(
                from() + " refused AssumeRole with status 404, InvalidAccessKeyId.NotFound, request id C0FFEE:"
                        + " Specified access key is not found.",
                failure(fetcher));
        assertEquals(List.of(USER), refused);
    }

    /** STS returns the canonical request, with the token in it. */
    @Test
    void redactsEchoedTokens() {
        String token = "t0k3n" + "CAISgwJ1q6Ft5B2yfSjIr5fb/+==".repeat(20);
        sts.accept("STS.x", "s3cr3t-other", token);
        CredentialsSource source = CredentialsSource.of(Credentials.of("STS.x", "s3cr3t", token));
        String message =
                failure(fetcher(source, role().externalId("t0k3n-external").build()));
        assertTrue(
                message.startsWith(
                        from() + " refused AssumeRole with status 400, SignatureDoesNotMatch, request id C0FFEE:"
                                + " Specified signature is not matched. Server canonical request: POST\\u000a/\\u000a"),
                message);
        assertTrue(message.contains("ExternalId=…&"), message);
        assertTrue(message.length() < 800, message);
        sts.reply(400, "{\"Code\": \"" + token + "\", \"RequestId\": \"" + token + "\"}");
        String pieces = failure(fetcher(source, role().build()));
        assertEquals(from() + " refused AssumeRole with status 400, …, request id …", pieces);
    }

    @Test
    void escapesErrors() {
        sts.reply(400, "{\"Code\": \"a\\nb\", \"Message\": \"\\u001b[31m" + "x".repeat(1000) + "\"}");
        assertEquals(
                from() + " refused AssumeRole with status 400, a\\u000ab: \\u001b[31m" + "x".repeat(507) + "…",
                failure(fetcher()));
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 302, 307, 408, 500, 503})
    void failsOnOtherResponsesWithoutRepetition(int status) {
        sts.reply(status, status == 204 ? "" : "<html>s3cr3t</html>");
        assertEquals(from() + " refused AssumeRole with status " + status, failure(fetcher()));
        assertEquals(1, sts.requests);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "s3cr3t", "[]", "{}", "{\"Credentials\": \"s3cr3t\"}", "{\"AccessKeyId\": \"a\"}"})
    void rejectsResponsesWithoutCredentials(String body) {
        sts.reply(200, body);
        assertEquals(from() + " returned no credentials for AssumeRole", failure(fetcher()));
    }

    @Test
    void rejectsIncompleteCredentials() {
        sts.reply(200, "{\"Credentials\": {\"AccessKeyId\": \"a\", \"AccessKeySecret\": \"s3cr3t\"}}");
        assertEquals(from() + " returned credentials without SecurityToken, Expiration", failure(fetcher()));
    }

    @Test
    void limitsTheResponse() {
        sts.reply(200, " ".repeat(64 * 1024 + 1));
        assertEquals(from() + " returned more than 65536 bytes for POST /", failure(fetcher()));
    }

    @Test
    void timesOut() throws IOException {
        try (RawServer silent = new RawServer(RawServer.Peer::drain)) {
            AssumeRole role =
                    AssumeRole.builder(ROLE).stsEndpoint(silent.endpoint()).build();
            AssumedRole fetcher = new AssumedRole(
                    () -> USER, role, new StsClient(clock, Duration.ofMillis(100), UnaryOperator.identity()));
            assertThrows(InterruptedIOException.class, fetcher::fetch);
        }
    }

    @Test
    void fetchesByTheFactory() throws IOException {
        clock.set(Instant.now());
        assertId("STS.1", CloudCredentials.assumeRole(CredentialsSource.of(USER), role().build()));
    }

    @Test
    void failsWithTheSource() {
        AssumedRole fetcher = fetcher(
                () -> {
                    throw new IOException("the source is down");
                },
                role().build());
        assertEquals("the source is down", failure(fetcher));
        assertEquals(0, sts.requests);
    }
}
