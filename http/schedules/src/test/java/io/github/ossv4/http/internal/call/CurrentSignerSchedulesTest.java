// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.call;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.ossv4.http.schedules.InParallel;
import io.github.ossv4.sign.Authorization;
import io.github.ossv4.sign.Credentials;
import io.github.ossv4.sign.Signature;
import io.github.ossv4.sign.Signer;
import io.github.ossv4.sign.UnsignedRequest;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.extension.ExtendWith;
import org.pastalab.fray.junit.junit5.FrayTestExtension;
import org.pastalab.fray.junit.junit5.annotations.FrayTest;

@ExtendWith(FrayTestExtension.class)
class CurrentSignerSchedulesTest {
    private static final Instant BEFORE_MIDNIGHT = Instant.parse("2026-11-24T23:59:59Z");
    private static final Instant AFTER_MIDNIGHT = Instant.parse("2026-11-25T00:00:01Z");
    private static final Credentials FIRST = Credentials.of("STS.1", "sk1", "token1");
    private static final Credentials SECOND = Credentials.of("STS.2", "sk2", "token2");
    private static final UnsignedRequest REQUEST =
            UnsignedRequest.builder("PUT", "examplebucket", "k").build();

    private final AtomicReference<Credentials> credentials = new AtomicReference<>(FIRST);
    private final AtomicReference<Instant> time = new AtomicReference<>(BEFORE_MIDNIGHT);
    private final CurrentSigner signer = new CurrentSigner(credentials::get, "cn-hangzhou", "oss", new TimeOfTest());

    private final class TimeOfTest extends Clock {
        @Override
        public Instant instant() {
            return time.get();
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }

    /** Signs: id, secret and token must belong together, and so must the time and the day of the key. */
    private Credentials sign() throws IOException {
        Signature signature = signer.sign(REQUEST).signature;
        Map<String, String> headers = signature.headers();
        Authorization authorization = Authorization.parse(headers.get("authorization"));
        String id = authorization.accessKeyId();
        Credentials used = id.equals(FIRST.accessKeyId()) ? FIRST : SECOND;
        Instant signed = authorization.date().equals("20261124") ? BEFORE_MIDNIGHT : AFTER_MIDNIGHT;
        assertEquals(Signer.of(used, "cn-hangzhou").sign(REQUEST, signed).headers(), headers);
        return used;
    }

    @FrayTest(resetClassLoaderPerIteration = false)
    void signsWithOneSetOfCredentialsDuringARotation() throws Exception {
        InParallel.run(this::sign, this::sign, () -> {
            credentials.set(SECOND);
            assertEquals(SECOND, sign());
        });
    }

    @FrayTest(resetClassLoaderPerIteration = false)
    void signsWithTheKeyOfItsDayAtMidnight() throws Exception {
        InParallel.run(this::sign, this::sign, () -> {
            time.set(AFTER_MIDNIGHT);
            sign();
        });
    }
}
