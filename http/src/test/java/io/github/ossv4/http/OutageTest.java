// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.emulator.Emulator;
import io.github.ossv4.http.testing.RawServer;
import io.github.ossv4.http.testing.WireFixture;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server that is down for a while. */
@Timeout(60)
class OutageTest {
    /** More calls than requests in progress, and more retries than budgets and attempts allow. */
    private static final int CALLS = 200;

    private static final int RETRIES = 10 * CALLS;

    private static RetryPolicy.Builder policy() {
        return RetryPolicy.builder()
                .attempts(2)
                .retryBudget(1)
                .baseDelay(Duration.ofMillis(1))
                .maxDelay(Duration.ofMillis(20));
    }

    private static BucketClient.Builder client(String endpoint) {
        return BucketClient.builder(endpoint, "examplebucket")
                .region("cn-hangzhou")
                .credentials(WireFixture.CREDENTIALS);
    }

    private static Emulator start(int port) throws IOException {
        return Emulator.builder()
                .accessKey("ak", "sk")
                .bucket("examplebucket")
                .port(port)
                .start();
    }

    @Test
    void allCallsSurviveAnOutage() throws Exception {
        CountDownLatch retries = new CountDownLatch(RETRIES);
        CallListener listener = new CallListener() {
            @Override
            public void retry(CallAttempt attempt, IOException reason, Duration delay) {
                retries.countDown();
            }
        };
        Emulator first = start(0);
        try (BucketClient bucket = client(first.endpoint().toString())
                .retryPolicy(policy().retryFor(Duration.ofHours(1)).build())
                .listener(listener)
                .build()) {
            bucket.put("k", "before");
            first.close();
            List<Future<?>> calls = new ArrayList<>();
            for (int i = 0; i < CALLS; i++) {
                calls.add(bucket.async().put("k" + i, WireFixture.HELLO));
            }
            FutureTask<PutResult> blocking = new FutureTask<>(() -> bucket.put("blocking", "hello"));
            calls.add(blocking);
            new Thread(blocking).start();
            retries.await();
            try (Emulator again = start(first.port())) {
                assertEquals(first.endpoint(), again.endpoint());
                for (Future<?> call : calls) {
                    call.get();
                }
                assertTrue(bucket.exists("k0"));
            }
            assertEquals(1, bucket.metrics().retriesLeft());
        }
    }

    @Test
    void aCallFailsWhenItsTimeHasPassed() throws Exception {
        Emulator closed = start(0);
        closed.close();
        Duration time = Duration.ofMillis(300);
        try (BucketClient bucket = client(closed.endpoint().toString())
                .retryPolicy(policy().retryFor(time).build())
                .build()) {
            long start = System.nanoTime();
            IOException failure = assertThrows(ConnectException.class, () -> bucket.head("k"));
            assertTrue(System.nanoTime() - start >= time.toNanos());
            assertTrue(failure.getSuppressed().length > 2, () -> failure.getSuppressed().length + " attempts");
        }
    }

    /** Without this time, a call is not retried after three read timeouts. */
    @Test
    void aCallSurvivesAServerThatHangs() throws Exception {
        AtomicInteger requests = new AtomicInteger();
        try (RawServer server = new RawServer(peer -> {
                    peer.head();
                    if (requests.incrementAndGet() > 6) {
                        peer.respond("200 OK", "x-oss-request-id: 1", "ETag: \"E\"", "Content-Length: 0");
                    }
                    peer.drain();
                });
                BucketClient bucket = client(server.endpoint())
                        .readTimeout(Duration.ofMillis(100))
                        .retryPolicy(policy().retryFor(Duration.ofHours(1)).build())
                        .build()) {
            bucket.head("k");
        }
        assertTrue(requests.get() > 6, requests::toString);
    }
}
