// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.callback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.callback.CallbackPublicKey;
import io.github.ossv4.http.testing.RawServer;
import io.github.ossv4.http.testing.Reply;
import io.github.ossv4.http.testing.WireServer;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.SocketFactory;
import okhttp3.Cache;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.BufferedSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fetching public keys from working, broken and hostile servers. */
@Timeout(60)
class CallbackKeyFetcherTest {
    /** The key of OSS, with which the sample request of its documentation is signed. */
    private static final String PEM = """
            -----BEGIN PUBLIC KEY-----
            MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAKs/JBGzwUB2aVht4crBx3oIPBLNsjGs
            C0fTXv+nvlmklvkcolvpvXLTjaxUHR3W9LXxQ2EHXAJfCB+6H2YF1k8CAwEAAQ==
            -----END PUBLIC KEY-----
            """;

    /** More than the time limit of a fetch, 5 s, and less than OkHttp's timeout of 10 s. */
    private static final Duration LATE = Duration.ofSeconds(8);

    private static final String HANGING = "http://keys.test/hanging";

    private final AtomicLong nanos = new AtomicLong();
    private final Gate gate = new Gate();
    private final OkHttpClient gated =
            new OkHttpClient.Builder().addInterceptor(gate).build();
    private WireServer server;
    private CallbackKeyFetcher fetcher;

    @BeforeEach
    void start() throws IOException {
        server = new WireServer();
        fetcher = CallbackKeyFetcher.of(new OkHttpClient(), nanos::get);
    }

    @AfterEach
    void stop() throws IOException {
        gate.open.countDown();
        server.close();
    }

    private String url() {
        return "http://127.0.0.1:" + server.port() + "/key.pem";
    }

    /** Responds in place of a server: with a key, after the gate opens for HANGING URLs, and with 404 for missing ones. */
    private static final class Gate implements Interceptor {
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

    private static Response response(Interceptor.Chain chain, int code, ResponseBody body) {
        return new Response.Builder()
                .request(chain.request())
                .protocol(Protocol.HTTP_1_1)
                .code(code)
                .message("")
                .body(body)
                .build();
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Fetches a key in a new thread, and returns when that thread waits or has ended. */
    private static Thread start(FutureTask<?> fetching) {
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

    private static FutureTask<CallbackPublicKey> fetch(CallbackKeyFetcher fetcher, String url) {
        FutureTask<CallbackPublicKey> fetching = new FutureTask<>(() -> fetcher.key(url));
        start(fetching);
        return fetching;
    }

    private List<FutureTask<CallbackPublicKey>> hang(CallbackKeyFetcher fetcher, int count)
            throws InterruptedException {
        List<FutureTask<CallbackPublicKey>> fetching = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            fetching.add(fetch(fetcher, HANGING + i));
        }
        gate.hanging.acquire(count);
        return fetching;
    }

    @Test
    void fetchesAKeyOnce() throws Exception {
        server.enqueue(Reply.of(200).body(PEM));
        CallbackPublicKey key = fetcher.key(url());
        assertEquals(CallbackPublicKey.ofPem(PEM), key);
        nanos.addAndGet(TimeUnit.DAYS.toNanos(1000));
        assertSame(key, fetcher.key(url()));
        assertEquals(1, server.requestCount());
    }

    /** Over http, an attacker on the network could replace the key. */
    @Test
    void fetchesKeysOfOssOverHttpsOnly() throws Exception {
        CallbackKeyFetcher own = CallbackKeyFetcher.of(gated);
        assertNotNull(own.key("http://gosspublic.alicdn.com/callback_pub_key_v2.pem"));
        assertNotNull(own.key("https://gosspublic.alicdn.com/callback_pub_key_v2.pem"));
        assertEquals(List.of("https://gosspublic.alicdn.com/callback_pub_key_v2.pem"), gate.requested);
    }

    /** The key with which OSS signs is available without network, and while other fetches are at their limit. */
    @Test
    void doesNotFetchTheKnownKeyOfOss() throws Exception {
        OkHttpClient offline = new OkHttpClient.Builder()
                .addInterceptor(chain -> {
                    throw new IOException("offline");
                })
                .build();
        CallbackKeyFetcher own = CallbackKeyFetcher.of(offline);
        for (String scheme : List.of("http", "https")) {
            assertEquals(
                    CallbackPublicKey.ofPem(PEM), own.key(scheme + "://gosspublic.alicdn.com/callback_pub_key_v1.pem"));
        }
        assertThrows(IOException.class, () -> own.key("https://gosspublic.alicdn.com/callback_pub_key_v2.pem"));
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 410})
    void returnsNullForAMissingKeyAndCachesThatForTenSeconds(int status) throws Exception {
        server.enqueue(Reply.of(status).body(PEM));
        assertNull(fetcher.key(url()));
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(10) - 1);
        assertNull(fetcher.key(url()));
        assertEquals(1, server.requestCount());
        nanos.addAndGet(1);
        server.enqueue(Reply.of(200).body(PEM));
        assertNotNull(fetcher.key(url()));
    }

    /** Proxies, rate limits and server errors do not mean that the key does not exist. */
    @ParameterizedTest
    @ValueSource(ints = {201, 204, 206, 302, 304, 400, 401, 403, 405, 407, 408, 421, 425, 429, 451, 500, 502, 503})
    void failsOnOtherStatusesAndCachesThatForTenSeconds(int status) throws Exception {
        CallbackKeyFetcher own = CallbackKeyFetcher.of(
                new OkHttpClient.Builder().retryOnConnectionFailure(false).build(), nanos::get);
        server.enqueue(
                status == 204 || status == 304
                        ? Reply.of(status)
                        : Reply.of(status).body(PEM));
        IOException e = assertThrows(IOException.class, () -> own.key(url()));
        assertTrue(e.getMessage().contains(String.valueOf(status)), e.getMessage());
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(10) - 1);
        assertThrows(IOException.class, () -> own.key(url()));
        assertEquals(1, server.requestCount());
        nanos.addAndGet(1);
        server.enqueue(Reply.of(200).body(PEM));
        assertNotNull(own.key(url()));
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void doesNotFollowRedirects(int status) throws Exception {
        server.enqueue(Reply.of(status).addHeader("Location", url()));
        server.enqueue(Reply.of(200).body(PEM));
        assertThrows(IOException.class, () -> fetcher.key(url()));
        assertEquals(1, server.requestCount());
    }

    @Test
    void ignoresTheCacheOfTheClient(@TempDir Path directory) throws Exception {
        try (Cache cache = new Cache(directory.toFile(), 1 << 20)) {
            CallbackKeyFetcher own = CallbackKeyFetcher.of(
                    new OkHttpClient.Builder().cache(cache).build(), nanos::get);
            server.enqueue(Reply.of(404).addHeader("Cache-Control", "max-age=1000"));
            assertNull(own.key(url()));
            nanos.addAndGet(TimeUnit.SECONDS.toNanos(10));
            server.enqueue(Reply.of(200).body(PEM));
            assertNotNull(own.key(url()));
        }
    }

    /** Attackers can send callbacks with any key URL of the trusted host. */
    @Test
    void limitsFetchesOfUnknownKeys() throws Exception {
        server.enqueue(Reply.of(200).body(PEM));
        CallbackPublicKey key = fetcher.key(url());
        for (int i = 0; i < 16; i++) {
            server.enqueue(Reply.of(404));
            assertNull(fetcher.key(url() + i));
        }
        for (int i = 16; i < 100; i++) {
            String other = url() + i;
            assertThrows(IOException.class, () -> fetcher.key(other));
        }
        assertEquals(17, server.requestCount());
        assertSame(key, fetcher.key(url()));
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(10));
        server.enqueue(Reply.of(200).body(PEM));
        assertNotNull(fetcher.key(url() + 100));
        assertNull(fetcher.key("no URL"));
    }

    /** Otherwise there could be more than 16 cached failures. */
    @Test
    void countsAFetchInProgressAsAFailure() throws Exception {
        CallbackKeyFetcher own = CallbackKeyFetcher.of(gated, nanos::get);
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

    @Test
    void keepsASeventeenthKeyForTenSecondsWithoutEvictingAnother() throws Exception {
        CallbackKeyFetcher own = CallbackKeyFetcher.of(gated, nanos::get);
        List<CallbackPublicKey> keys = new ArrayList<>();
        for (int i = 0; i < 17; i++) {
            keys.add(own.key("http://keys.test/" + i));
        }
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(10) - 1);
        for (int i = 0; i < 17; i++) {
            assertSame(keys.get(i), own.key("http://keys.test/" + i));
        }
        assertEquals(17, gate.requested.size());
        nanos.addAndGet(1);
        assertNotSame(keys.get(16), own.key("http://keys.test/16"));
        for (int i = 0; i < 16; i++) {
            assertSame(keys.get(i), own.key("http://keys.test/" + i));
        }
        assertEquals(18, gate.requested.size());
    }

    @Test
    void returnsNullForAMalformedKey() throws Exception {
        server.enqueue(Reply.of(200).body("<html>welcome</html>"));
        assertNull(fetcher.key(url()));
    }

    @Test
    void failsOnATruncatedKey() throws Exception {
        server.enqueue(Reply.of(200).body(new byte[10_000]).cut(Reply.Cut.IN_BODY));
        assertThrows(IOException.class, () -> fetcher.key(url()));
    }

    @Test
    void doesNotReadAKeyOfTenMegabytes() throws Exception {
        CountingSocketFactory counting = new CountingSocketFactory();
        CallbackKeyFetcher own = CallbackKeyFetcher.of(
                new OkHttpClient.Builder().socketFactory(counting).build());
        server.enqueue(Reply.of(200).body(new byte[10 << 20]).chunked(8192));
        assertNull(own.key(url()));
        assertTrue(counting.read.get() > 16 * 1024, counting.read + " bytes were read");
        assertTrue(counting.read.get() < 64 * 1024, counting.read + " bytes were read");
    }

    @Test
    void closesAConnectionThatTricklesBytes() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        try (RawServer trickling = new RawServer(client -> {
            client.head();
            client.respond("200 OK", "Content-Length: 1000").send("-----BEGIN");
            try {
                trickleUntilClosed(client);
            } finally {
                closed.countDown();
            }
        })) {
            assertTimeoutPreemptively(LATE, () -> {
                assertThrows(IOException.class, () -> fetcher.key(trickling.endpoint() + "/key.pem"));
                closed.await();
            });
        }
    }

    private static void trickleUntilClosed(RawServer.Peer client) throws IOException {
        client.socket().setSoTimeout(100);
        while (true) {
            try {
                client.drain();
                return;
            } catch (SocketTimeoutException e) {
                client.send("-");
            }
        }
    }

    /** OkHttp's timeouts do not apply to DNS lookups. */
    @Test
    void doesNotWaitForAHangingDnsLookup() throws Exception {
        AtomicInteger lookups = new AtomicInteger();
        CountDownLatch finished = new CountDownLatch(1);
        CallbackKeyFetcher own = CallbackKeyFetcher.of(new OkHttpClient.Builder()
                .dns(host -> {
                    lookups.incrementAndGet();
                    awaitUninterruptibly(finished);
                    throw new UnknownHostException(host);
                })
                .build());
        try {
            assertTimeoutPreemptively(LATE, () -> {
                assertThrows(IOException.class, () -> own.key("http://keys.test/key.pem"));
                assertThrows(IOException.class, () -> own.key("http://keys.test/key.pem"));
            });
            assertEquals(1, lookups.get());
        } finally {
            finished.countDown();
        }
    }

    @Test
    void doesNotExtendTheTimeLimitForALaterCaller() throws Exception {
        CallbackKeyFetcher own = CallbackKeyFetcher.of(gated, nanos::get);
        FutureTask<CallbackPublicKey> first = fetch(own, HANGING);
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(5));
        assertThrows(IOException.class, () -> own.key(HANGING));
        assertFalse(first.isDone());
    }

    @Test
    void sharesOneFetchOfAKey() throws Exception {
        CallbackKeyFetcher own = CallbackKeyFetcher.of(gated);
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
        CallbackKeyFetcher own = CallbackKeyFetcher.of(new OkHttpClient.Builder()
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
        CallbackKeyFetcher own = CallbackKeyFetcher.of(gated);
        List<FutureTask<CallbackPublicKey>> hanging = hang(own, 1);
        assertNotNull(own.key("http://keys.test/other"));
        assertNoneIsDone(hanging);
    }

    @Test
    void servesCachedKeysAndRejectsOthersAtTheLimitOfFetches() throws Exception {
        CallbackKeyFetcher own = CallbackKeyFetcher.of(gated);
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
        CallbackKeyFetcher own = CallbackKeyFetcher.of(gated);
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

    /** The dispatcher may be full of uploads, or shut down. */
    @Test
    void doesNotUseTheDispatcherOfAGivenClient() throws Exception {
        gated.dispatcher().executorService().shutdown();
        assertNotNull(CallbackKeyFetcher.of(gated).key("http://keys.test/key.pem"));
    }

    @Test
    void fetchesOnADaemonThread() throws Exception {
        assertNotNull(CallbackKeyFetcher.of(gated).key("http://keys.test/key.pem"));
        assertTrue(gate.daemon);
    }

    /** Failed fetches do not count as fetches in progress. */
    @Test
    void recoversFromFailuresOfOkHttp() throws Exception {
        OkHttpClient atTheStart = new OkHttpClient.Builder()
                .eventListener(new EventListener() {
                    @Override
                    public void callStart(Call call) {
                        throw new IllegalStateException("broken");
                    }
                })
                .build();
        OkHttpClient inTheMiddle = new OkHttpClient.Builder()
                .addInterceptor(chain -> response(chain, 200, new BrokenBody()))
                .build();
        CallbackKeyFetcher first = CallbackKeyFetcher.of(atTheStart);
        CallbackKeyFetcher second = CallbackKeyFetcher.of(inTheMiddle);
        for (int i = 0; i < 5; i++) {
            String url = "http://keys.test/" + i;
            assertThrows(IllegalStateException.class, () -> first.key(url));
            Throwable e = assertThrows(IOException.class, () -> second.key(url)).getCause();
            assertInstanceOf(IllegalStateException.class, e.getCause());
        }
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
            CallbackKeyFetcher own = CallbackKeyFetcher.create();
            CallbackPublicKey key = own.key(keepingAlive.endpoint() + "/key.pem");
            assertNotNull(key);
            assertEquals(1, closed.getCount());
            own.close();
            closed.await();
            assertThrows(IOException.class, () -> own.key(keepingAlive.endpoint() + "/other.pem"));
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
        CallbackKeyFetcher own = CallbackKeyFetcher.of(given);
        server.enqueue(Reply.of(200).body(PEM));
        assertNotNull(own.key(url()));
        own.close();
        assertEquals(1, given.connectionPool().connectionCount());
        assertFalse(given.dispatcher().executorService().isShutdown());
    }

    private static final class BrokenBody extends ResponseBody {
        @Override
        public MediaType contentType() {
            return null;
        }

        @Override
        public long contentLength() {
            return -1;
        }

        @Override
        public BufferedSource source() {
            throw new IllegalStateException("broken");
        }

        @Override
        public void close() {}
    }

    /** Counts the bytes that connections receive, including headers and discarded bytes. */
    private static final class CountingSocketFactory extends SocketFactory {
        final AtomicLong read = new AtomicLong();

        @Override
        public Socket createSocket() {
            return new Socket() {
                @Override
                public InputStream getInputStream() throws IOException {
                    return new FilterInputStream(super.getInputStream()) {
                        @Override
                        public int read(byte[] bytes, int offset, int length) throws IOException {
                            int count = super.read(bytes, offset, length);
                            read.addAndGet(Math.max(count, 0));
                            return count;
                        }
                    };
                }
            };
        }

        @Override
        public Socket createSocket(String host, int port) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(InetAddress host, int port) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort) {
            throw new UnsupportedOperationException();
        }
    }
}
