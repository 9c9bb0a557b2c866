// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.callback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.callback.CallbackPublicKey;
import io.github.ossv4.http.testing.RawServer;
import io.github.ossv4.http.testing.Reply;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Concurrent callers, fetches that hang, and closing. */
@Timeout(120)
class CallbackKeyFetcherConcurrencyTest extends CallbackKeyFetcherFixture {
    /** Otherwise there could be more than 16 cached failures. */
    @Test
    void countsAFetchInProgressAsAFailure() throws Exception {
        CallbackKeyFetcher own = patient(gated);
        List<FutureTask<CallbackPublicKey>> hanging = hang(own, 3);
        for (int i = 0; i < 13; i++) {
            assertNull(own.key("http://keys.test/missing" + i));
        }
        assertThrows(IOException.class, () -> own.key("http://keys.test/missing13"));
        assertEquals(16, gate.requested.size());
        gate.open.countDown();
        for (FutureTask<CallbackPublicKey> fetching : hanging) {
            assertNotNull(fetching.get());
        }
        assertNull(own.key("http://keys.test/missing13"));
    }

    /** OkHttp's timeouts do not apply to DNS lookups. */
    @Test
    void doesNotWaitForAHangingDnsLookup() throws Exception {
        AtomicInteger lookups = new AtomicInteger();
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch finished = new CountDownLatch(1);
        OkHttpClient client = new OkHttpClient.Builder()
                .dns(host -> {
                    lookups.incrementAndGet();
                    started.countDown();
                    awaitUninterruptibly(finished);
                    throw new UnknownHostException(host);
                })
                .build();
        CallbackKeyFetcher own = new CallbackKeyFetcher(client, nanos::get, Duration.ofMillis(100), MINUTE);
        try {
            assertThrows(IOException.class, () -> own.key("http://keys.test/key.pem"));
            assertThrows(IOException.class, () -> own.key("http://keys.test/key.pem"));
            started.await();
            assertEquals(1, lookups.get());
        } finally {
            finished.countDown();
        }
    }

    @Test
    void doesNotExtendTheTimeLimitForALaterCaller() throws Exception {
        CallbackKeyFetcher own = patient(gated);
        FutureTask<CallbackPublicKey> first = fetch(own, HANGING);
        nanos.addAndGet(MINUTE.toNanos());
        assertThrows(IOException.class, () -> own.key(HANGING));
        assertFalse(first.isDone());
    }

    @Test
    void waitsForTwoSecondsByDefault() throws Exception {
        CallbackKeyFetcher own = new CallbackKeyFetcher(gated, nanos::get, CallbackKeyFetcher.WAIT_LIMIT, MINUTE);
        FutureTask<CallbackPublicKey> first = fetch(own, HANGING);
        nanos.addAndGet(Duration.ofSeconds(2).toNanos());
        IOException late = assertThrows(IOException.class, () -> own.key(HANGING));
        assertFalse(first.isDone());
        assertEquals("the callback key " + HANGING + " was not received within 2 seconds", late.getMessage());
    }

    @Test
    void keepsAKeyThatArrivesAfterItsCallersStoppedToWait() throws Exception {
        CallbackKeyFetcher own = patient(gated);
        FutureTask<CallbackPublicKey> first = fetch(own, HANGING);
        nanos.addAndGet(MINUTE.toNanos());
        assertThrows(IOException.class, () -> own.key(HANGING));
        nanos.addAndGet(-MINUTE.toNanos());
        gate.open.countDown();
        assertNotNull(own.key(HANGING));
        assertSame(own.key(HANGING), first.get());
        assertEquals(1, gate.requested.size());
    }

    @Test
    void sharesOneFetchOfAKey() throws Exception {
        CallbackKeyFetcher own = patient(gated);
        List<FutureTask<CallbackPublicKey>> fetching = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            fetching.add(fetch(own, HANGING));
        }
        gate.open.countDown();
        CallbackPublicKey key = own.key(HANGING);
        assertNotNull(key);
        for (FutureTask<CallbackPublicKey> one : fetching) {
            assertSame(key, one.get());
        }
        assertEquals(1, gate.requested.size());
    }

    @Test
    void throwsAnExceptionPerCaller() throws Exception {
        CountDownLatch open = new CountDownLatch(1);
        CallbackKeyFetcher own = patient(new OkHttpClient.Builder()
                .addInterceptor(chain -> {
                    awaitUninterruptibly(open);
                    throw new IOException("offline");
                })
                .build());
        List<FutureTask<CallbackPublicKey>> fetching = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            fetching.add(fetch(own, "http://keys.test/key.pem"));
        }
        open.countDown();
        Set<Throwable> failures = new HashSet<>();
        for (FutureTask<CallbackPublicKey> one : fetching) {
            Throwable e = assertThrows(ExecutionException.class, one::get).getCause();
            assertEquals("offline", e.getCause().getMessage());
            failures.add(e);
        }
        assertEquals(4, failures.size());
    }

    @Test
    void fetchesOtherKeysDuringAHangingFetch() throws Exception {
        CallbackKeyFetcher own = patient(gated);
        List<FutureTask<CallbackPublicKey>> hanging = hang(own, 1);
        assertNotNull(own.key("http://keys.test/other"));
        assertNoneIsDone(hanging);
    }

    @Test
    void servesCachedKeysAndRejectsOthersAtTheLimitOfFetches() throws Exception {
        CallbackKeyFetcher own = patient(gated);
        CallbackPublicKey known = own.key("http://keys.test/known");
        List<FutureTask<CallbackPublicKey>> hanging = hang(own, 4);
        assertSame(known, own.key("http://keys.test/known"));
        assertThrows(IOException.class, () -> own.key("http://keys.test/fifth"));
        assertNoneIsDone(hanging);
        assertFalse(gate.requested.contains("http://keys.test/fifth"));
        gate.open.countDown();
        for (FutureTask<CallbackPublicKey> fetching : hanging) {
            assertNotNull(fetching.get());
        }
        assertNotNull(own.key("http://keys.test/fifth"));
    }

    private static void assertNoneIsDone(List<FutureTask<CallbackPublicKey>> hanging) {
        for (FutureTask<CallbackPublicKey> fetching : hanging) {
            assertFalse(fetching.isDone(), "completed early");
        }
    }

    @Test
    void interruptsOneWaitingCallerOnly() throws Exception {
        CallbackKeyFetcher own = patient(gated);
        FutureTask<Boolean> first = new FutureTask<>(() -> {
            assertThrows(InterruptedIOException.class, () -> own.key(HANGING));
            return Thread.currentThread().isInterrupted();
        });
        Thread thread = start(first);
        FutureTask<CallbackPublicKey> second = fetch(own, HANGING);
        thread.interrupt();
        assertTrue(first.get());
        assertFalse(second.isDone());
        gate.open.countDown();
        assertNotNull(second.get());
        assertEquals(1, gate.requested.size());
    }

    @Test
    void closesItsOwnClient() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        try (RawServer keepingAlive = new RawServer(client -> {
            client.head();
            client.respond("200 OK", "Content-Length: " + PEM.length()).send(PEM);
            client.drain();
            closed.countDown();
        })) {
            CallbackKeyFetcher own = new CallbackKeyFetcher(null, nanos::get, MINUTE, MINUTE);
            CallbackPublicKey key = own.key(keepingAlive.endpoint() + "/key.pem");
            assertNotNull(key);
            assertEquals(1, closed.getCount());
            own.close();
            closed.await();
            String other = keepingAlive.endpoint() + "/other.pem";
            assertEquals(
                    "the fetcher of callback keys is closed; not fetched: " + other,
                    assertThrows(IOException.class, () -> own.key(other)).getMessage());
            assertEquals(1, keepingAlive.connections());
            assertSame(key, own.key(keepingAlive.endpoint() + "/key.pem"));
            own.close();
        }
    }

    @Test
    void closeStopsFetchesInProgress() throws Exception {
        CountDownLatch requested = new CountDownLatch(1);
        try (RawServer silent = new RawServer(client -> {
            client.head();
            requested.countDown();
            client.drain();
        })) {
            FutureTask<CallbackPublicKey> fetching = fetch(fetcher, silent.endpoint() + "/key.pem");
            requested.await();
            fetcher.close();
            Throwable e = assertThrows(ExecutionException.class, fetching::get).getCause();
            // The failure is not one of the two time limits.
            assertNotNull(e.getCause(), e.getMessage());
            assertFalse(e.getMessage().contains("timeout"), e.getMessage());
        }
    }

    @Test
    void doesNotCloseAGivenClient() throws Exception {
        OkHttpClient given = new OkHttpClient();
        CallbackKeyFetcher own = patient(given);
        server.enqueue(Reply.of(200).body(PEM));
        assertNotNull(own.key(url()));
        own.close();
        assertEquals(1, given.connectionPool().connectionCount());
        assertFalse(given.dispatcher().executorService().isShutdown());
    }
}
