// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CurrentSignerTest {
    private static final int THREADS = 16;
    private static final int REQUESTS = 200;
    private static final Instant BEFORE_MIDNIGHT = Instant.parse("2026-11-24T23:59:00Z");

    /** Each reading is 40 ms later, so that midnight passes while all threads sign. */
    private static final class Hurrying extends Clock {
        private final AtomicLong readings = new AtomicLong();

        @Override
        public Instant instant() {
            return BEFORE_MIDNIGHT.plusMillis(40 * readings.getAndIncrement());
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

    /** Id, secret and token of one signature always belong together, and so do its time and the day of its key. */
    @Test
    void sixteenThreadsAcrossMidnightAndARotation() throws Exception {
        List<Credentials> all = List.of(
                Credentials.of("ak", "sk"),
                Credentials.of("STS.1", "sk1", "token1"),
                Credentials.of("STS.2", "sk2", "token2"));
        Map<String, Credentials> byId = Map.of("ak", all.get(0), "STS.1", all.get(1), "STS.2", all.get(2));
        AtomicLong asked = new AtomicLong();
        CredentialsSource rotating = () -> all.get((int) (asked.getAndIncrement() / 700 % all.size()));
        CurrentSigner signer = new CurrentSigner(rotating, "cn-hangzhou", "oss", new Hurrying());
        ExecutorService executor = Executors.newFixedThreadPool(THREADS);
        try {
            CyclicBarrier start = new CyclicBarrier(THREADS);
            List<Future<?>> futures = new ArrayList<>();
            for (int t = 0; t < THREADS; t++) {
                int thread = t;
                futures.add(executor.submit(() -> {
                    start.await();
                    for (int i = 0; i < REQUESTS; i++) {
                        check(signer, byId, "k" + thread + "/" + i);
                    }
                    return null;
                }));
            }
            for (Future<?> future : futures) {
                future.get();
            }
            assertEquals(THREADS * REQUESTS, asked.get());
        } finally {
            executor.shutdownNow();
        }
    }

    private static void check(CurrentSigner signer, Map<String, Credentials> byId, String key) throws IOException {
        UnsignedRequest.Builder request = UnsignedRequest.builder("PUT", "examplebucket", key);
        Signature signature = signer.sign(request.build()).signature;
        Map<String, String> headers = signature.headers();
        Credentials credentials =
                byId.get(Authorization.parse(headers.get("authorization")).accessKeyId());
        assertEquals(credentials.securityToken(), headers.get("x-oss-security-token"));
        String date = headers.get("x-oss-date");
        assertEquals(date.substring(0, 8), signature.scope().date());
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

    @Test
    void aSourceThatReturnsNull() {
        CurrentSigner signer = new CurrentSigner(() -> null, "cn-hangzhou", "oss", Clock.systemUTC());
        UnsignedRequest request =
                UnsignedRequest.builder("GET", "examplebucket", "k").build();
        assertEquals(
                "the credentials source returned null",
                assertThrows(NullPointerException.class, () -> signer.sign(request))
                        .getMessage());
    }
}
