// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.ossv4.emulator.Emulator;
import io.github.ossv4.emulator.testing.SignedRequest;
import io.github.ossv4.emulator.testing.TestEmulator;
import io.github.ossv4.emulator.testing.TestResponse;
import io.github.ossv4.sign.Credentials;
import io.github.ossv4.sign.Signer;
import io.github.ossv4.sign.UnsignedRequest;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.function.Executable;

/** Credentials that come and go while an emulator runs. */
class SecurityTokenTest {
    private static final Credentials PERMANENT = Credentials.of("id", "secret");
    private static final Credentials FIRST = Credentials.of("STS.1", "sk1", "token1");
    private static final Credentials SECOND = Credentials.of("STS.2", "sk2", "token2");
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Instant EXPIRY = TestEmulator.NOW.plus(HOUR);
    private static final String LET_IN = "404 NoSuchKey 0026-00000001";
    private static final String EXPIRED = "403 SecurityTokenExpired 0002-00000007";
    private static final String UNKNOWN = "403 InvalidAccessKeyId 0002-00000902";

    @RegisterExtension
    private final TestEmulator emulator =
            TestEmulator.bare(builder -> builder.credentials(PERMANENT).credentials(FIRST, EXPIRY));

    private TestResponse reply(Credentials credentials) throws IOException {
        return emulator.request("GET", "key").credentials(credentials).send();
    }

    private String refusal(Credentials credentials) throws IOException {
        return reply(credentials).refusal();
    }

    @Test
    void theyAreLetInUntilTheyExpire() throws IOException {
        emulator.advance(HOUR.minusNanos(1));
        assertEquals(LET_IN, refusal(FIRST));

        emulator.advance(Duration.ofNanos(1));
        TestResponse reply = reply(FIRST);

        assertEquals(EXPIRED, reply.refusal());
        assertEquals(
                "The security token you provided has expired.", reply.error().message());
        assertEquals(LET_IN, refusal(PERMANENT));
    }

    @Test
    void aUrlEndsWithThem() throws IOException {
        UnsignedRequest get =
                UnsignedRequest.builder("GET", "examplebucket", "key").build();
        String query = Signer.of(FIRST, "cn-hangzhou")
                .presign(get, TestEmulator.NOW, HOUR.multipliedBy(2))
                .query();
        SignedRequest request = emulator.request("GET", "key")
                .target("/examplebucket/key?" + query)
                .anonymous();
        assertEquals(LET_IN, request.send().refusal());

        emulator.advance(HOUR);

        assertEquals(EXPIRED, request.send().refusal());
    }

    @Test
    void aHeadIsRefusedAlike() throws IOException {
        emulator.advance(HOUR);

        TestResponse reply = emulator.request("HEAD", "key").credentials(FIRST).send();

        assertEquals(EXPIRED, reply.refusal());
    }

    @Test
    void anotherTokenIsInvalidRatherThanExpired() throws IOException {
        emulator.advance(HOUR);

        assertEquals("403 InvalidSecurityToken 0002-00000006", refusal(Credentials.of("STS.1", "sk1", "token2")));
        assertEquals("403 InvalidAccessKeyId 0002-00000003", refusal(Credentials.of("STS.1", "sk1")));
    }

    /** The server reads the token before it can check a signature. */
    @Test
    void whatIsExpiredNeedNotBeSignedWell() throws IOException {
        emulator.advance(HOUR);

        assertEquals(EXPIRED, refusal(Credentials.of("STS.1", "wrong", "token1")));
    }

    @Test
    void theyAreAddedAndExpireWhileItRuns() throws IOException {
        assertEquals(UNKNOWN, refusal(SECOND));

        emulator.running().addCredentials(SECOND, EXPIRY);
        assertEquals(LET_IN, refusal(SECOND));

        emulator.running().expireCredentials(SECOND);
        assertEquals(EXPIRED, refusal(SECOND));
        assertEquals(LET_IN, refusal(FIRST));
    }

    @Test
    void thoseWithoutAnExpiryCanBeExpired() throws IOException {
        emulator.running().addCredentials(SECOND);
        emulator.advance(Duration.ofDays(365));
        assertEquals(LET_IN, refusal(SECOND));

        emulator.running().expireCredentials(SECOND);
        emulator.advance(Duration.ofDays(-365));

        assertEquals(EXPIRED, refusal(SECOND));
    }

    @Test
    void mistakesAreNamed() {
        refused(
                "only temporary credentials expire, and these have no security token: id",
                () -> Emulator.builder().credentials(PERMANENT, EXPIRY));
        refused(
                "only temporary credentials expire, and these have no security token: new",
                () -> emulator.running().addCredentials(Credentials.of("new", "secret"), EXPIRY));
        refused(
                "only temporary credentials expire, and these have no security token: id",
                () -> emulator.running().expireCredentials(PERMANENT));
        refused(
                "credentials that are not let in cannot expire: STS.2",
                () -> emulator.running().expireCredentials(SECOND));
        refused(
                "credentials that are not let in cannot expire: STS.1",
                () -> emulator.running().expireCredentials(Credentials.of("STS.1", "sk1", "other")));
        refused(
                "two credentials have the AccessKey ID STS.1",
                () -> emulator.running().addCredentials(FIRST));
        refused(
                "two credentials have the AccessKey ID STS.1",
                () -> Emulator.builder().credentials(FIRST).credentials(FIRST, EXPIRY));
    }

    private static void refused(String message, Executable call) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
    }
}
