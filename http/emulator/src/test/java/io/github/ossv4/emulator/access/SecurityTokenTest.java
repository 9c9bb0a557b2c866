// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.ossv4.emulator.Emulator;
import io.github.ossv4.emulator.testing.RawResponse;
import io.github.ossv4.emulator.testing.SignedRequest;
import io.github.ossv4.emulator.testing.TestEmulator;
import io.github.ossv4.sign.Credentials;
import io.github.ossv4.sign.Signer;
import io.github.ossv4.sign.UnsignedRequest;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.function.Executable;

/** Credentials that are added and expire while an emulator runs. */
class SecurityTokenTest {
    private static final Credentials PERMANENT = Credentials.of("id", "secret");
    private static final Credentials FIRST = Credentials.of("STS.1", "sk1", "token1");
    private static final Credentials SECOND = Credentials.of("STS.2", "sk2", "token2");
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Instant EXPIRY = TestEmulator.NOW.plus(HOUR);
    private static final String EXPIRED = "403 SecurityTokenExpired 0002-00000007";
    private static final String UNKNOWN = "403 InvalidAccessKeyId 0002-00000902";

    @RegisterExtension
    private final TestEmulator emulator =
            TestEmulator.bare(builder -> builder.credentials(PERMANENT).credentials(FIRST, EXPIRY));

    private RawResponse response(Credentials credentials) throws IOException {
        return emulator.request("GET", "key").credentials(credentials).send();
    }

    private String errorText(Credentials credentials) throws IOException {
        return response(credentials).errorText();
    }

    @Test
    void acceptsCredentialsUntilExpiry() throws IOException {
        emulator.advance(HOUR.minusNanos(1));
        assertEquals(TestEmulator.NO_SUCH_KEY, errorText(FIRST));

        emulator.advance(Duration.ofNanos(1));
        RawResponse response = response(FIRST);

        assertEquals(EXPIRED, response.errorText());
        assertEquals(
                "The security token you provided has expired.", response.error().message());
        assertEquals(TestEmulator.NO_SUCH_KEY, errorText(PERMANENT));
    }

    @Test
    void rejectsUrlAfterExpiry() throws IOException {
        UnsignedRequest get =
                UnsignedRequest.builder("GET", "examplebucket", "key").build();
        String query = Signer.of(FIRST, "cn-hangzhou")
                .presign(get, TestEmulator.NOW, HOUR.multipliedBy(2))
                .query();
        SignedRequest request = emulator.request("GET", "key")
                .target("/examplebucket/key?" + query)
                .anonymous();
        assertEquals(TestEmulator.NO_SUCH_KEY, request.send().errorText());

        emulator.advance(HOUR);

        assertEquals(EXPIRED, request.send().errorText());
    }

    @Test
    void rejectsHeadAfterExpiry() throws IOException {
        emulator.advance(HOUR);

        RawResponse response =
                emulator.request("HEAD", "key").credentials(FIRST).send();

        assertEquals(EXPIRED, response.errorText());
    }

    @Test
    void reportsWrongTokenBeforeExpiry() throws IOException {
        emulator.advance(HOUR);

        assertEquals("403 InvalidSecurityToken 0002-00000006", errorText(Credentials.of("STS.1", "sk1", "token2")));
        assertEquals("403 InvalidAccessKeyId 0002-00000003", errorText(Credentials.of("STS.1", "sk1")));
    }

    /** The server checks the token before the signature. */
    @Test
    void reportsExpiryBeforeWrongSignature() throws IOException {
        emulator.advance(HOUR);

        assertEquals(EXPIRED, errorText(Credentials.of("STS.1", "wrong", "token1")));
    }

    @Test
    void addsAndExpiresCredentialsOfRunningEmulator() throws IOException {
        assertEquals(UNKNOWN, errorText(SECOND));

        emulator.running().addCredentials(SECOND, EXPIRY);
        assertEquals(TestEmulator.NO_SUCH_KEY, errorText(SECOND));

        emulator.running().expireCredentials(SECOND);
        assertEquals(EXPIRED, errorText(SECOND));
        assertEquals(TestEmulator.NO_SUCH_KEY, errorText(FIRST));
    }

    @Test
    void expiresCredentialsWithoutExpiry() throws IOException {
        emulator.running().addCredentials(SECOND);
        emulator.advance(Duration.ofDays(365));
        assertEquals(TestEmulator.NO_SUCH_KEY, errorText(SECOND));

        emulator.running().expireCredentials(SECOND);
        emulator.advance(Duration.ofDays(-365));

        assertEquals(EXPIRED, errorText(SECOND));
    }

    @Test
    void reportsMistakes() {
        assertRejected(
                "credentials with an expiry must have a security token, AccessKey ID was id",
                () -> Emulator.builder().credentials(PERMANENT, EXPIRY));
        assertRejected(
                "credentials with an expiry must have a security token, AccessKey ID was new",
                () -> emulator.running().addCredentials(Credentials.of("new", "secret"), EXPIRY));
        assertRejected(
                "credentials with an expiry must have a security token, AccessKey ID was id",
                () -> emulator.running().expireCredentials(PERMANENT));
        assertRejected(
                "credentials to expire must be accepted ones, AccessKey ID was STS.2",
                () -> emulator.running().expireCredentials(SECOND));
        assertRejected(
                "credentials to expire must be accepted ones, AccessKey ID was STS.1",
                () -> emulator.running().expireCredentials(Credentials.of("STS.1", "sk1", "other")));
        assertRejected(
                "the AccessKey ID of credentials must be unique, was STS.1",
                () -> emulator.running().addCredentials(FIRST));
        assertRejected(
                "the AccessKey ID of credentials must be unique, was STS.1",
                () -> Emulator.builder().credentials(FIRST).credentials(FIRST, EXPIRY));
    }

    private static void assertRejected(String message, Executable call) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
    }
}
