// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.callback;

import io.github.ossv4.callback.CallbackPublicKey;
import io.github.ossv4.http.testing.WireServer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import okhttp3.ConnectionPool;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A server of keys, and a gate in place of one. */
abstract class CallbackKeyFetcherFixture {
    /** The key of OSS, with which the sample request of its documentation is signed. */
    static final String PEM = """
            -----BEGIN PUBLIC KEY-----
            MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAKs/JBGzwUB2aVht4crBx3oIPBLNsjGs
            C0fTXv+nvlmklvkcolvpvXLTjaxUHR3W9LXxQ2EHXAJfCB+6H2YF1k8CAwEAAQ==
            -----END PUBLIC KEY-----
            """;

    /** A limit that no test reaches, even on a busy machine. */
    static final Duration MINUTE = Duration.ofMinutes(1);

    static final String HANGING = "http://keys.test/hanging";

    final AtomicLong nanos = new AtomicLong();

    final Gate gate = new Gate();

    final OkHttpClient gated = new OkHttpClient.Builder().addInterceptor(gate).build();

    private final ConnectionPool connectionPool = new ConnectionPool();

    WireServer server;

    CallbackKeyFetcher fetcher;

    @BeforeEach
    void start() throws IOException {
        server = new WireServer();
        fetcher = patient(
                new OkHttpClient.Builder().connectionPool(connectionPool).build());
    }

    /** Returns a fetcher whose callers wait for a minute of {@code nanos}. */
    CallbackKeyFetcher patient(OkHttpClient client) {
        return new CallbackKeyFetcher(client, nanos::get, MINUTE, MINUTE);
    }

    @AfterEach
    void stop() throws IOException {
        gate.open.countDown();
        server.close();
        connectionPool.evictAll();
    }

    String url() {
        return "http://127.0.0.1:" + server.port() + "/key.pem";
    }

    /**
     * Responds in place of a server: with a key, after the gate opens for HANGING URLs, and with 404 for missing ones.
     */
    static final class Gate implements Interceptor {
        final List<String> requested = Collections.synchronizedList(new ArrayList<>());
        final Semaphore hanging = new Semaphore(0);
        final CountDownLatch open = new CountDownLatch(1);
        volatile boolean daemon;

        @Override
        public Response intercept(Chain chain) throws IOException {
            String url = chain.request().url().toString();
            requested.add(url);
            daemon = Thread.currentThread().isDaemon();
            if (url.startsWith(HANGING)) {
                hanging.release();
                awaitUninterruptibly(open);
            }
            return response(chain, url.contains("missing") ? 404 : 200, ResponseBody.create(PEM, null));
        }
    }

    static Response response(Interceptor.Chain chain, int code, ResponseBody body) {
        return new Response.Builder()
                .request(chain.request())
                .protocol(Protocol.HTTP_1_1)
                .code(code)
                .message("")
                .body(body)
                .build();
    }

    static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Fetches a key in a new thread, and returns when that thread waits or has ended. */
    static Thread start(FutureTask<?> fetching) {
        Set<Thread.State> settled =
                EnumSet.of(Thread.State.WAITING, Thread.State.TIMED_WAITING, Thread.State.TERMINATED);
        Thread thread = new Thread(fetching, "fetching a key");
        thread.setDaemon(true);
        thread.start();
        while (!settled.contains(thread.getState())) {
            Thread.onSpinWait();
        }
        return thread;
    }

    static FutureTask<CallbackPublicKey> fetch(CallbackKeyFetcher fetcher, String url) {
        FutureTask<CallbackPublicKey> fetching = new FutureTask<>(() -> fetcher.key(url));
        start(fetching);
        return fetching;
    }

    List<FutureTask<CallbackPublicKey>> hang(CallbackKeyFetcher fetcher, int count) throws InterruptedException {
        List<FutureTask<CallbackPublicKey>> fetching = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            fetching.add(fetch(fetcher, HANGING + i));
        }
        gate.hanging.acquire(count);
        return fetching;
    }
}
