// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.http.credentials.CredentialsSource;
import io.github.ossv4.http.credentials.ExpiringCredentials;
import io.github.ossv4.http.credentials.RefreshingSource;
import io.github.ossv4.http.internal.call.CurrentSigner;
import io.github.ossv4.http.testing.TestClock;
import io.github.ossv4.http.testing.TestCredentials;
import io.github.ossv4.sign.Authorization;
import io.github.ossv4.sign.Credentials;
import io.github.ossv4.sign.Signer;
import io.github.ossv4.sign.UnsignedRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CurrentSignerConcurrencyTest {
    private static final int THREADS = 16;

    private final TestClock clock = new TestClock();
    private final ExecutorService executor = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        executor.shutdownNow();
    }

    private ExpiringCredentials numbered(int number) {
        return ExpiringCredentials.of(
                TestCredentials.temporary(number), clock.instant().plus(Duration.ofHours(1)));
    }

    /**
     * Sixteen threads sign while time advances, fetches fail, and credentials are rejected. Id, secret and token of a
     * signature must belong together, and must be valid.
     */
    @Test
    void signsWithOneSetOfCredentialsWhileTheyAreRefreshed() throws Exception {
        long seed = new Random().nextLong();
        System.out.println("CurrentSignerConcurrencyTest seed " + seed);
        AtomicInteger fetching = new AtomicInteger();
        AtomicInteger fetches = new AtomicInteger();
        Random failing = new Random(seed);
        CredentialsSource source = RefreshingSource.of(
                () -> {
                    assertEquals(1, fetching.incrementAndGet(), "fetches in parallel");
                    try {
                        switch (failing.nextInt(8)) {
                            case 0 -> throw new IOException("down");
                            case 1 -> throw new IllegalStateException("broken");
                            default -> {}
                        }
                        return numbered(fetches.incrementAndGet());
                    } finally {
                        fetching.decrementAndGet();
                    }
                },
                clock);
        CurrentSigner signer = new CurrentSigner(source, "cn-hangzhou", "oss", clock);
        CountDownLatch start = new CountDownLatch(1);
        List<Future<Integer>> futures = new ArrayList<>();
        for (int t = 0; t < THREADS; t++) {
            int thread = t;
            futures.add(executor.submit(() -> {
                Random random = new Random(seed + 1 + thread);
                start.await();
                int signed = 0;
                for (int i = 0; i < 200; i++) {
                    signed += signAndCheck(signer, source, random, "k" + thread + "/" + i);
                    clock.advance(Duration.ofSeconds(20));
                }
                return signed;
            }));
        }
        start.countDown();
        int signed = 0;
        for (Future<Integer> future : futures) {
            signed += future.get();
        }
        assertTrue(signed > THREADS * 100, signed + " signed");
        assertTrue(fetches.get() > 10, fetches + " fetches");
    }

    private static int signAndCheck(CurrentSigner signer, CredentialsSource source, Random random, String key) {
        UnsignedRequest.Builder request = UnsignedRequest.builder("PUT", "examplebucket", key);
        Map<String, String> headers;
        try {
            headers = signer.sign(request.build()).signature.headers();
        } catch (IOException e) {
            assertTrue(e.getMessage().startsWith("no credentials: "), e.getMessage());
            return 0;
        }
        Authorization authorization = Authorization.parse(headers.get("authorization"));
        Credentials whole = TestCredentials.temporary(
                Integer.parseInt(authorization.accessKeyId().substring("STS.".length())));
        assertEquals(whole.securityToken(), headers.get("x-oss-security-token"));
        headers.forEach((name, value) -> {
            if (!name.equals("authorization")) {
                request.header(name, value);
            }
        });
        assertTrue(Signer.of(whole, "cn-hangzhou")
                .expected(request.build(), headers.get("x-oss-date"))
                .matches(authorization.signature()));
        if (random.nextInt(50) == 0) {
            source.refused(whole);
        }
        return 1;
    }
}
