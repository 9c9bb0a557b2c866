// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.access;

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
    private final TestEmulator emulator = TestEmulator.bare(
            builder -> builder.accessKey("id", "secret").temporaryAccessKey("STS.1", "sk1", "token1", EXPIRY));

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

        emulator.running().addTemporaryAccessKey("STS.2", "sk2", "token2", EXPIRY);
        assertEquals(TestEmulator.NO_SUCH_KEY, errorText(SECOND));

        emulator.running().expireAccessKey("STS.2");
        assertEquals(EXPIRED, errorText(SECOND));
        assertEquals(TestEmulator.NO_SUCH_KEY, errorText(FIRST));
    }

    @Test
    void expiresCredentialsWithoutExpiry() throws IOException {
        emulator.running().addTemporaryAccessKey("STS.2", "sk2", "token2");
        emulator.advance(Duration.ofDays(365));
        assertEquals(TestEmulator.NO_SUCH_KEY, errorText(SECOND));

        emulator.running().expireAccessKey("STS.2");
        emulator.advance(Duration.ofDays(-365));

        assertEquals(EXPIRED, errorText(SECOND));
    }

    @Test
    void addsPermanentKeyToRunningEmulator() throws IOException {
        emulator.running().addAccessKey("new", "secret");

        assertEquals(TestEmulator.NO_SUCH_KEY, errorText(Credentials.of("new", "secret")));
        assertEquals("403 SignatureDoesNotMatch 0002-00000201", errorText(Credentials.of("new", "wrong")));
    }

    @Test
    void reportsMistakes() {
        assertRejected(
                "securityToken must not be empty",
                () -> Emulator.builder().temporaryAccessKey("STS.2", "sk2", "", EXPIRY));
        assertRejected(
                "securityToken must not be empty", () -> emulator.running().addTemporaryAccessKey("STS.2", "sk2", ""));
        assertRejected(
                "accessKeySecret must not contain control characters or begin or end with a space, has U+000a at index 6",
                () -> emulator.running().addAccessKey("new", "secret\n"));
        assertRejected(
                "the AccessKey to expire must be temporary, was id",
                () -> emulator.running().expireAccessKey("id"));
        assertRejected(
                "the AccessKey to expire must have been added, was STS.2",
                () -> emulator.running().expireAccessKey("STS.2"));
        assertRejected(
                "AccessKey IDs must be unique, was STS.1",
                () -> emulator.running().addTemporaryAccessKey("STS.1", "sk1", "token1"));
        assertRejected(
                "AccessKey IDs must be unique, was STS.1",
                () -> Emulator.builder()
                        .temporaryAccessKey("STS.1", "sk1", "token1")
                        .temporaryAccessKey("STS.1", "sk1", "token1", EXPIRY));
    }

    private static void assertRejected(String message, Executable call) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
    }
}
