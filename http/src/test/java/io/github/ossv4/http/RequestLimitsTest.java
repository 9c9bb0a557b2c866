// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.http.testing.WireFixture;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The limits of requests in progress and in the queue. */
@Timeout(60)
class RequestLimitsTest extends WireFixture {
    private final CountDownLatch gate = new CountDownLatch(1);

    /** Open when a gated body is sent: then its request has a connection. */
    private final CountDownLatch sending = new CountDownLatch(1);

    @AfterEach
    void openTheGate() {
        gate.countDown();
    }

    /** A body that is sent when the gate opens. */
    private Body gated() {
        return Body.of(HELLO.length, () -> {
            sending.countDown();
            try {
                gate.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return new ByteArrayInputStream(HELLO);
        });
    }

    private void restart(BucketClient.Builder client) throws IOException {
        bucket.close();
        bucket = client.credentials(CREDENTIALS).build();
    }

    private static Throwable failure(Future<?> future) {
        return assertThrows(ExecutionException.class, future::get).getCause();
    }

    @Test
    void sendsWaitingRequestsInOrder() throws Exception {
        List<String> started = Collections.synchronizedList(new ArrayList<>());
        AtomicLong queueTime = new AtomicLong();
        CallListener listener = new CallListener() {
            @Override
            public void started(CallAttempt attempt) {
                started.add(attempt.key());
                queueTime.set(attempt.queueTime().toNanos());
            }
        };
        restart(client().maxRequests(1).listener(listener));
        for (int i = 0; i < 3; i++) {
            server.enqueue(response(200));
        }
        CompletableFuture<PutResult> first = bucket.async().put("first", gated());
        CompletableFuture<PutResult> cancelled = bucket.async().put("cancelled", HELLO);
        CompletableFuture<PutResult> second = bucket.async().put("second", HELLO);
        CompletableFuture<PutResult> third = bucket.async().put("third", HELLO);
        assertEquals(3, bucket.metrics().waitingRequests());
        assertEquals(1, bucket.metrics().runningRequests());
        cancelled.cancel(true);
        assertEquals(2, bucket.metrics().waitingRequests());
        while (started.isEmpty()) {
            Thread.onSpinWait();
        }
        assertEquals(List.of("first"), started);
        long waiting = System.nanoTime();
        bucket.metrics();
        long waited = System.nanoTime() - waiting;
        gate.countDown();
        CompletableFuture.allOf(first, second, third).get();
        assertEquals(List.of("first", "second", "third"), started);
        assertTrue(queueTime.get() >= waited, queueTime + " of " + waited + " ns");
        assertEquals(3, server.requestCount());
    }

    @Test
    void refusesCallsBeyondTheQueue(@TempDir Path folder) throws Exception {
        restart(client().maxRequests(1).maxQueuedRequests(2));
        CompletableFuture<PutResult> running = bucket.async().put("running", gated());
        List<CompletableFuture<?>> waiting =
                List.of(bucket.async().put("waiting", HELLO), bucket.async().head("waiting"));
        for (Future<?> refused : List.of(
                bucket.async().put("k", HELLO),
                bucket.async().download("k", folder.resolve("f")),
                bucket.async().download("k", folder.resolve("f")),
                bucket.async().upload("k", folder.resolve("f")),
                bucket.async().deleteAll(List.of("k")),
                bucket.async().copy(CopySource.of("k"), "l"))) {
            assertEquals(
                    2,
                    assertInstanceOf(QueueFullException.class, failure(refused)).limit());
        }
        waiting.get(0).cancel(true);
        CompletableFuture<PutResult> next = bucket.async().put("next", HELLO);
        assertEquals(2, bucket.metrics().waitingRequests());
        running.cancel(true);
        waiting.get(1).cancel(true);
        next.cancel(true);
        assertEquals(0, bucket.metrics().waitingRequests());
    }

    @Test
    void limitsTheTimeInTheQueue() throws Exception {
        restart(client().maxRequests(1).callTimeout(Duration.ofMillis(200)));
        Future<PutResult> running = bucket.async().put("running", gated());
        Throwable failure = failure(bucket.async().put("waiting", HELLO));
        assertInstanceOf(InterruptedIOException.class, failure);
        assertEquals(
                "PutObject waiting" + where() + ": the request was still in the queue at the call timeout",
                failure.getMessage());
        assertEquals(ConnectionFailure.TIMEOUT, ConnectionFailure.of(failure));
        assertEquals(0, bucket.metrics().waitingRequests());
        running.cancel(true);
    }

    @Test
    void aClosedClientIsNoTimeout() throws Exception {
        restart(client().maxRequests(1).callTimeout(Duration.ofHours(1)));
        Future<PutResult> running = bucket.async().put("running", gated());
        Future<PutResult> waiting = bucket.async().put("waiting", HELLO);
        bucket.close();
        assertInstanceOf(IllegalStateException.class, failure(waiting));
        running.cancel(true);
    }

    @Test
    void limitsConnectionsOfBlockingCalls() throws Exception {
        restart(client().maxConnections(1));
        server.enqueue(response(200).body("hello"));
        server.enqueue(response(200).toHead(5));
        FutureTask<Boolean> waiting = new FutureTask<>(() -> bucket.exists("other"));
        try (GetResult held = bucket.get("k")) {
            new Thread(waiting).start();
            while (bucket.metrics().waitingRequests() < 1) {
                Thread.onSpinWait();
            }
            assertEquals(
                    "ClientMetrics{1 requests wait, 1 in progress, 1 connections, 0 idle, 100 retries left}",
                    bucket.metrics().toString());
            assertArrayEquals(HELLO, held.bytes());
            assertFalse(waiting.isDone());
        }
        assertTrue(waiting.get());
        assertEquals(0, bucket.metrics().runningRequests());
        assertEquals(1, bucket.metrics().connections());
    }

    @Test
    void freesThePlaceOfACallThatFails() throws Exception {
        restart(client().maxConnections(1).maxRequests(1));
        for (int i = 0; i < 3; i++) {
            server.enqueue(response(404));
            assertThrows(ServiceException.class, () -> bucket.get("k"));
            server.enqueue(response(404));
            failure(bucket.async().getBytes("k"));
        }
        assertEquals(0, bucket.metrics().runningRequests());
    }

    /** A dependent runs on the thread of the call, whose place must be free. */
    @Test
    void aDependentMayUseThePlaceOfItsCall() throws Exception {
        restart(client().maxConnections(1).maxRequests(1));
        server.enqueue(response(200).body("hello"));
        server.enqueue(response(200).body("hello"));
        byte[] bytes = bucket.async()
                .getBytes("k")
                .thenApply(first -> {
                    try {
                        return bucket.getBytes("k");
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .get();
        assertArrayEquals(HELLO, bytes);
    }

    @Test
    void closeEndsCallsThatWait() throws Exception {
        restart(client().maxConnections(1));
        Future<PutResult> running = bucket.async().put("running", gated());
        sending.await();
        Future<PutResult> waiting = bucket.async().put("waiting", HELLO);
        FutureTask<Boolean> blocking = new FutureTask<>(() -> bucket.exists("waiting"));
        new Thread(blocking).start();
        while (bucket.metrics().waitingRequests() < 2) {
            Thread.onSpinWait();
        }
        bucket.close();
        assertInstanceOf(IllegalStateException.class, failure(waiting));
        assertInstanceOf(IllegalStateException.class, failure(blocking));
        assertThrows(IllegalStateException.class, () -> bucket.async().put("k", HELLO));
        assertFalse(running.isDone());
        running.cancel(true);
    }

    @Test
    void closeEndsAWaitForARetry() throws Exception {
        CountDownLatch retrying = new CountDownLatch(1);
        restart(client().retryPolicy(HOURLY_RETRIES).listener(new CallListener() {
            @Override
            public void retry(CallAttempt attempt, IOException reason, Duration delay) {
                retrying.countDown();
            }
        }));
        server.enqueue(response(503));
        FutureTask<Boolean> blocking = new FutureTask<>(() -> bucket.exists("k"));
        new Thread(blocking).start();
        retrying.await();
        bucket.close();
        assertInstanceOf(IllegalStateException.class, failure(blocking));
    }

    @Test
    void aRefusalRefillsTheBudget() throws Exception {
        restart(client().retryPolicy(RetryPolicy.builder()
                .baseDelay(Duration.ZERO)
                .retryBudget(1)
                .build()));
        server.enqueue(response(503));
        server.enqueue(response(404));
        assertThrows(ServiceException.class, () -> bucket.head("k"));
        assertEquals(1, bucket.metrics().retriesLeft());
    }

    @Test
    void showsAnExhaustedRetryBudget() throws Exception {
        List<String> events = new ArrayList<>();
        RetryPolicy policy =
                RetryPolicy.builder().baseDelay(Duration.ZERO).retryBudget(1).build();
        restart(client().retryPolicy(policy).listener(CallListener.log(events::add)));
        assertEquals(1, bucket.metrics().retriesLeft());
        server.enqueue(response(503));
        server.enqueue(response(503));
        ServiceException failure = assertThrows(ServiceException.class, () -> bucket.head("k"));
        assertEquals(503, failure.status());
        assertEquals(2, server.requestCount());
        assertEquals(0, bucket.metrics().retriesLeft());
        assertTrue(
                events.contains("1 HeadObject k attempt 2: not retried: the retry budget of the bucket is exhausted"),
                events::toString);
        // All clients of the bucket share it.
        server.enqueue(response(503));
        assertThrows(
                ServiceException.class, () -> bucket.bucket("examplebucket").head("k"));
        assertEquals(3, server.requestCount());
    }

    @Test
    void rejectsLimitsOutOfRange() {
        for (int number : new int[] {0, -1}) {
            assertThrows(IllegalArgumentException.class, () -> client().maxConnections(number));
            assertThrows(IllegalArgumentException.class, () -> client().maxQueuedRequests(number));
        }
        assertThrows(IllegalArgumentException.class, () -> client().maxConnections(10_001));
        assertThrows(IllegalArgumentException.class, () -> client().maxQueuedRequests(10_000_001));
    }
}
