// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.call;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.form.FormUpload;
import io.github.ossv4.http.ServiceException;
import io.github.ossv4.http.testing.TestClock;
import io.github.ossv4.sign.Authorization;
import io.github.ossv4.sign.Credentials;
import io.github.ossv4.sign.Signature;
import io.github.ossv4.sign.Signer;
import io.github.ossv4.sign.UnsignedRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.CipherSuite;
import okhttp3.Handshake;
import okhttp3.Headers;
import okhttp3.TlsVersion;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CurrentSignerTest {
    private static void check(CurrentSigner signer, Map<String, Credentials> byId, String key) throws IOException {
        UnsignedRequest.Builder request = UnsignedRequest.builder("PUT", "examplebucket", key);
        Signature signature = signer.sign(request.build()).signature;
        Map<String, String> headers = signature.headers();
        Credentials credentials =
                byId.get(Authorization.parse(headers.get("authorization")).accessKeyId());
        assertEquals(credentials.securityToken(), headers.get("x-oss-security-token"));
        String date = headers.get("x-oss-date");
        assertEquals(
                date.substring(0, 8),
                Authorization.parse(headers.get("authorization")).date());
        headers.forEach((name, value) -> {
            if (!name.equals("authorization")) {
                request.header(name, value);
            }
        });
        assertEquals(
                Signer.of(credentials, "cn-hangzhou")
                        .expected(request.build(), date)
                        .hex(),
                signature.hex());
    }

    /** A secret can be replaced under the same id, for example by a file that another program writes. */
    @Test
    void signsWithTheNewSecretOfAnAccessKey() throws Exception {
        Deque<Credentials> sources = new ArrayDeque<>(List.of(
                Credentials.of("ak", "sk1"),
                Credentials.of("ak", "sk2"),
                Credentials.of("ak", "sk2", "token1"),
                Credentials.of("ak", "sk2", "token2")));
        CurrentSigner signer = new CurrentSigner(sources::peek, "cn-hangzhou", "oss", new TestClock());
        for (int i = 0; !sources.isEmpty(); i++) {
            check(signer, Map.of("ak", sources.element()), "k" + i);
            sources.remove();
        }
    }

    private static ServiceException skewed(String serverTime, @Nullable Handshake handshake) {
        String document = "<Error><Code>RequestTimeTooSkewed</Code><ServerTime>" + serverTime + "</ServerTime></Error>";
        OssResponse response = TestResponse.of(403, Headers.of(), document)
                .handshake(handshake)
                .received();
        return assertThrows(
                ServiceException.class,
                () -> ResponseDocument.throwUnlessSuccessful(new Operation("PutObject", "PUT", "k"), response));
    }

    /** Signs, corrects the clock by an error with this time, and signs again. */
    private static String[] learn(String serverTime, @Nullable Handshake handshake) throws IOException {
        CurrentSigner signer =
                new CurrentSigner(() -> Credentials.of("ak", "sk"), "cn-hangzhou", "oss", new TestClock());
        UnsignedRequest request =
                UnsignedRequest.builder("GET", "examplebucket", "k").build();
        boolean again = signer.learn(signer.sign(request), skewed(serverTime, handshake), handshake != null);
        String form = signer.sign(FormUpload.toKey("examplebucket", "k").build(), Duration.ofMinutes(10))
                .field("policy");
        Matcher expiration = Pattern.compile("\"expiration\":\"([^\"]+)\"")
                .matcher(new String(Base64.getDecoder().decode(form), StandardCharsets.UTF_8));
        assertTrue(expiration.find());
        return new String[] {
            Boolean.toString(again),
            signer.sign(request).signature.headers().get("x-oss-date"),
            signer.now().toString(),
            expiration.group(1)
        };
    }

    private static final Handshake TLS =
            Handshake.get(TlsVersion.TLS_1_3, CipherSuite.TLS_AES_128_GCM_SHA256, List.of(), List.of());

    /** Without a limit, one forged response makes a form of ten minutes that expires in 2031. */
    @Test
    void limitsTheEffectOfForgedTimes() throws IOException {
        assertArrayEquals(
                new String[] {"false", "20261124T120000Z", "2026-11-24T12:00:00Z", "2026-11-24T12:10:00.000Z"},
                learn("2031-01-01T00:00:00.000Z", null));
        assertArrayEquals(
                new String[] {"false", "20261124T120000Z", "2026-11-24T12:00:00Z", "2026-11-24T12:10:00.000Z"},
                learn("2031-01-01T00:00:00.000Z", TLS));
        assertArrayEquals(
                new String[] {"true", "20261124T200000Z", "2026-11-24T12:15:00Z", "2026-11-24T12:25:00.000Z"},
                learn("2026-11-24T20:00:00.000Z", null));
        assertArrayEquals(
                new String[] {"true", "20261124T200000Z", "2026-11-24T20:00:00Z", "2026-11-24T20:10:00.000Z"},
                learn("2026-11-24T20:00:00.000Z", TLS));
        assertArrayEquals(
                new String[] {"true", "20270601T000000Z", "2027-06-01T00:00:00Z", "2027-06-01T00:10:00.000Z"},
                learn("2027-06-01T00:00:00.000Z", TLS));
    }

    /** The second correction is of the local clock too, and not of the corrected one. */
    @Test
    void correctsTheClockOnceForTwoRefusals() throws IOException {
        CurrentSigner signer =
                new CurrentSigner(() -> Credentials.of("ak", "sk"), "cn-hangzhou", "oss", new TestClock());
        UnsignedRequest request =
                UnsignedRequest.builder("GET", "examplebucket", "k").build();
        CurrentSigner.Signed first = signer.sign(request);
        CurrentSigner.Signed second = signer.sign(request);
        assertTrue(signer.learn(first, skewed("2026-11-24T20:00:00.000Z", TLS), true));
        assertTrue(signer.learn(second, skewed("2026-11-24T20:00:00.000Z", TLS), true));
        assertEquals("2026-11-24T20:00:00Z", signer.now().toString());
        assertEquals(
                "20261124T200000Z", signer.sign(request).signature.headers().get("x-oss-date"));
    }

    /**
     * The clock was ahead, and was set back after the request was signed: the offset that was learnt is zero, as
     * before.
     */
    @Test
    void retriesIfTheClockWasSetBackDuringTheRequest() throws IOException {
        TestClock clock = new TestClock(TestClock.NOON.plus(Duration.ofMinutes(40)));
        CurrentSigner signer = new CurrentSigner(() -> Credentials.of("ak", "sk"), "cn-hangzhou", "oss", clock);
        CurrentSigner.Signed signed =
                signer.sign(UnsignedRequest.builder("GET", "examplebucket", "k").build());
        clock.set(TestClock.NOON);
        assertTrue(signer.learn(signed, skewed("2026-11-24T12:00:00.000Z", null), false));
    }

    @Test
    void rejectsASourceThatReturnsNull() {
        CurrentSigner signer = new CurrentSigner(() -> null, "cn-hangzhou", "oss", Clock.systemUTC());
        UnsignedRequest request =
                UnsignedRequest.builder("GET", "examplebucket", "k").build();
        assertEquals(
                "the credentials source returned null",
                assertThrows(NullPointerException.class, () -> signer.sign(request))
                        .getMessage());
    }
}
