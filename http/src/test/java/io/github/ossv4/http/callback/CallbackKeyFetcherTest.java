// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.callback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.callback.CallbackPublicKey;
import io.github.ossv4.http.testing.ClientSocketFactory;
import io.github.ossv4.http.testing.RawServer;
import io.github.ossv4.http.testing.Reply;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import okhttp3.Cache;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.ResponseBody;
import okio.BufferedSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys fetched from working, broken and hostile servers, and their cache. */
@Timeout(120)
class CallbackKeyFetcherTest extends CallbackKeyFetcherFixture {
    @Test
    void fetchesAKeyOnce() throws Exception {
        server.enqueue(Reply.of(200).body(PEM));
        CallbackPublicKey key = fetcher.key(url());
        assertEquals(CallbackPublicKey.ofPem(PEM), key);
        nanos.addAndGet(TimeUnit.DAYS.toNanos(1000));
        assertSame(key, fetcher.key(url()));
        assertEquals(1, server.requestCount());
    }

    /** Otherwise a callback in the next 10 seconds would be refused, although the server is there by then. */
    @Test
    void fetchesAgainAfterFailedWarmUp() throws Exception {
        server.enqueue(Reply.of(500));
        server.enqueue(Reply.of(404));
        server.enqueue(Reply.of(200).body(PEM));
        assertThrows(IOException.class, () -> fetcher.warmUp(url()));
        assertThrows(IOException.class, () -> fetcher.warmUp(url()));
        assertEquals(CallbackPublicKey.ofPem(PEM), fetcher.key(url()));
        fetcher.warmUp(url());
        assertEquals(3, server.requestCount());
    }

    /** Over http, an attacker on the network could replace the key. */
    @Test
    void fetchesKeysOfOssOverHttpsOnly() throws Exception {
        CallbackKeyFetcher own = patient(gated);
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
        CallbackKeyFetcher own = patient(
                new OkHttpClient.Builder().retryOnConnectionFailure(false).build());
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
            CallbackKeyFetcher own =
                    patient(new OkHttpClient.Builder().cache(cache).build());
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

    @Test
    void keepsASeventeenthKeyForTenSecondsWithoutEvictingAnother() throws Exception {
        CallbackKeyFetcher own = patient(gated);
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
        CallbackKeyFetcher own =
                patient(new OkHttpClient.Builder().socketFactory(counting).build());
        server.enqueue(Reply.of(200).body(new byte[10 << 20]).chunked(8192));
        assertNull(own.key(url()));
        assertTrue(counting.read.get() > 16 * 1024, counting.read + " bytes were read");
        assertTrue(counting.read.get() < 64 * 1024, counting.read + " bytes were read");
    }

    /** Repeated with a longer limit if the connection was closed before the response started. */
    @Test
    void closesAConnectionThatTricklesBytes() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        try (RawServer trickling = new RawServer(client -> {
            client.head();
            started.countDown();
            try {
                client.respond("200 OK", "Content-Length: 1000").send("-----BEGIN");
                trickleUntilClosed(client);
            } finally {
                closed.countDown();
            }
        })) {
            for (Duration limit = Duration.ofMillis(250); started.getCount() > 0; limit = limit.multipliedBy(2)) {
                CallbackKeyFetcher own = new CallbackKeyFetcher(new OkHttpClient(), nanos::get, MINUTE, limit);
                assertThrows(IOException.class, () -> own.key(trickling.endpoint() + "/key.pem"));
            }
            closed.await();
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

    /** The dispatcher may be full of uploads, or shut down. */
    @Test
    void doesNotUseTheDispatcherOfAGivenClient() throws Exception {
        gated.dispatcher().executorService().shutdown();
        assertNotNull(patient(gated).key("http://keys.test/key.pem"));
    }

    @Test
    void fetchesOnADaemonThread() throws Exception {
        assertNotNull(patient(gated).key("http://keys.test/key.pem"));
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
        CallbackKeyFetcher first = patient(atTheStart);
        CallbackKeyFetcher second = patient(inTheMiddle);
        for (int i = 0; i < 5; i++) {
            String url = "http://keys.test/" + i;
            assertThrows(IllegalStateException.class, () -> first.key(url));
            Throwable e = assertThrows(IOException.class, () -> second.key(url)).getCause();
            assertInstanceOf(IllegalStateException.class, e.getCause());
        }
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
    private static final class CountingSocketFactory extends ClientSocketFactory {
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
    }
}
