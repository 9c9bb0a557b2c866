// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.http.testing.RawServer;
import io.github.ossv4.http.testing.SocksRelay;
import io.github.ossv4.http.testing.WireFixture;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that send single bytes with pauses, so that no read timeout applies. */
@Timeout(60)
class CallTimeoutTest {
    private static final Pattern CONTENT_LENGTH = Pattern.compile("Content-Length: ([0-9]+)");

    private static BucketClient.Builder client(RawServer server) {
        return BucketClient.builder(server.endpoint(), "examplebucket")
                .region("cn-hangzhou")
                .credentials(WireFixture.CREDENTIALS);
    }

    /** Sends bytes until the client closes the connection. */
    private static RawServer trickle(String start) throws IOException {
        return new RawServer(peer -> {
            Matcher length = CONTENT_LENGTH.matcher(peer.head());
            peer.skip(length.find() ? Long.parseLong(length.group(1)) : 0);
            peer.send(start);
            while (true) {
                peer.send("a");
                LockSupport.parkNanos(5_000_000);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nx-oss-request-id: ",
                "HTTP/1.1 404 Not Found\r\nx-oss-request-id: 1\r\nContent-Length: 200000\r\n\r\n",
                "HTTP/1.1 200 OK\r\nx-oss-request-id: 1\r\nETag: \"E\"\r\nContent-Length: 200000\r\n\r\n",
            })
    void callTimeoutEndsSlowResponse(String start) throws Exception {
        try (RawServer server = trickle(start);
                BucketClient bucket =
                        client(server).callTimeout(Duration.ofMillis(300)).build()) {
            IOException failure =
                    assertThrows(IOException.class, () -> bucket.get("k").bytes());
            // An error is reported with the part of its document that was received.
            assertTrue(
                    start.contains("404") ? failure instanceof ServiceException : isTimeout(failure),
                    failure::toString);
        }
        // The body of a successful response is not needed, so the call does not wait for it.
        if (start.contains("ETag")) {
            Duration limit = Duration.ofMillis(300);
            while (!isStored(start, limit)) {
                // A busy machine may need longer for the headers.
                limit = limit.multipliedBy(2);
            }
        } else {
            assertFalse(isStored(start, Duration.ofMillis(300)));
        }
    }

    private static boolean isTimeout(Throwable failure) {
        Throwable cause = failure;
        while (cause != null && !(cause instanceof InterruptedIOException)) {
            cause = cause.getCause();
        }
        return cause != null;
    }

    private static boolean isStored(String start, Duration limit) throws Exception {
        try (RawServer server = trickle(start);
                BucketClient bucket = client(server).callTimeout(limit).build()) {
            return bucket.async()
                    .put("k", Body.of(WireFixture.HELLO), PutOptions.NONE)
                    .handle((result, failure) -> failure == null)
                    .get();
        }
    }

    @Test
    void callTimeoutThrowsInterruptedIoException() throws Exception {
        try (RawServer server = trickle("HTTP/1.1 200 OK\r\nx-oss-request-id: ");
                BucketClient bucket =
                        client(server).callTimeout(Duration.ofMillis(300)).build()) {
            assertThrows(InterruptedIOException.class, () -> bucket.head("k"));
        }
    }

    @Test
    void stopsTheRetriesOfACall() throws Exception {
        AtomicInteger requests = new AtomicInteger();
        try (RawServer server = new RawServer(peer -> {
                    peer.head();
                    requests.incrementAndGet();
                    peer.respond("503 Busy", "x-oss-request-id: 1", "Retry-After: 20", "Content-Length: 0");
                });
                BucketClient bucket =
                        client(server).callTimeout(Duration.ofSeconds(10)).build()) {
            assertThrows(ServiceException.class, () -> bucket.head("k"));
        }
        assertEquals(1, requests.get());
    }

    private interface Request {
        Object send(BucketClient bucket) throws Exception;
    }

    private interface Check {
        void of(Request request) throws Exception;
    }

    /** Checks requests at the same time, each on a thread of its own, since each only waits. */
    private static void checkEach(List<Request> requests, Check check) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(requests.size());
        try {
            List<Future<?>> checks = new ArrayList<>();
            for (Request request : requests) {
                checks.add(threads.submit(() -> {
                    check.of(request);
                    return null;
                }));
            }
            for (int number = 0; number < checks.size(); number++) {
                try {
                    checks.get(number).get();
                } catch (ExecutionException e) {
                    throw new AssertionError("request " + number, e.getCause());
                }
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static Throwable failure(RawServer server, Request request) {
        try (BucketClient bucket =
                client(server).readTimeout(Duration.ofMillis(200)).build()) {
            return failure(bucket, request);
        }
    }

    private static Throwable failure(BucketClient bucket, Request request) {
        Throwable thrown = assertThrows(Exception.class, () -> request.send(bucket));
        return thrown instanceof ExecutionException ? Objects.requireNonNull(thrown.getCause()) : thrown;
    }

    private static List<Request> requests() {
        byte[] large = new byte[100_000];
        return List.of(
                bucket -> bucket.put("k", Body.of(WireFixture.HELLO)),
                bucket -> bucket.put("k", Body.of(large)),
                bucket -> bucket.get("k"),
                bucket -> bucket.head("k"),
                bucket -> bucket.listPage(ListOptions.builder().build()),
                bucket -> bucket.async().put("k", WireFixture.HELLO).get(),
                bucket -> bucket.async().put("k", large).get(),
                bucket -> bucket.async().getBytes("k").get());
    }

    @Test
    void failsIfResponseHeadersAreSlow() throws Exception {
        checkEach(requests(), request -> {
            try (RawServer server = trickle("HTTP/1.1 200 OK\r\nx-oss-request-id: ")) {
                Throwable failure = failure(server, request);
                assertInstanceOf(SocketTimeoutException.class, failure);
                assertTrue(
                        String.valueOf(failure.getMessage()).contains("the response is too slow"), failure::toString);
                assertTrue(server.connections() <= 3, () -> server.connections() + " attempts");
            }
        });
    }

    @Test
    void failsIfResponseHeadersAreSlowWithClientOfCaller() throws Exception {
        checkEach(requests(), request -> {
            OkHttpClient given = new OkHttpClient.Builder()
                    .readTimeout(Duration.ofMillis(200))
                    .build();
            try (RawServer server = trickle("HTTP/1.1 200 OK\r\nx-oss-request-id: ");
                    BucketClient bucket = client(server).okHttpClient(given).build()) {
                assertInstanceOf(SocketTimeoutException.class, failure(bucket, request));
                assertTrue(server.connections() <= 3, () -> server.connections() + " attempts");
            }
        });
    }

    /** The policy allows four attempts. */
    @Test
    void failsAfterThreeReadTimeoutsIfServerHangs() throws Exception {
        checkEach(requests(), request -> {
            try (RawServer server = new RawServer(peer -> {
                peer.head();
                peer.drain();
            })) {
                Throwable failure = failure(server, request);
                assertTrue(isTimeout(failure), failure::toString);
                assertTrue(server.connections() <= 3, () -> server.connections() + " attempts");
            }
        });
    }

    /** Together they take longer than the read timeout, and have less than 1 KB. */
    @Test
    void acceptsSlowResponsesOfOneConnection() throws Exception {
        try (RawServer server = new RawServer(peer -> {
                    while (true) {
                        peer.head();
                        LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
                        peer.respond("200 OK", "x-oss-request-id: 1", "ETag: \"E\"", "Content-Length: 0");
                    }
                });
                BucketClient bucket = client(server)
                        .retryPolicy(RetryPolicy.NONE)
                        .readTimeout(Duration.ofSeconds(2))
                        .build()) {
            for (int call = 0; call < 6; call++) {
                bucket.head("k");
            }
            assertEquals(1, server.connections());
        }
    }

    private static List<Request> reads() {
        return List.of(
                bucket -> bucket.get("k").bytes(),
                bucket -> bucket.get("k").stream().readAllBytes(),
                bucket -> bucket.getText("k"),
                bucket -> bucket.getTags("k"),
                bucket -> bucket.async().getBytes("k").get());
    }

    @Test
    void failsIfResponseBodyIsSlow() throws Exception {
        checkEach(reads(), request -> {
            try (RawServer server = trickle(
                    "HTTP/1.1 200 OK\r\nx-oss-request-id: 1\r\nETag: \"E\"\r\nContent-Length: 200000\r\n\r\n")) {
                Throwable failure = failure(server, request);
                assertInstanceOf(SocketTimeoutException.class, failure);
                assertTrue(
                        String.valueOf(failure.getMessage()).contains("the response is too slow"), failure::toString);
            }
        });
    }

    /** OkHttp does not use our sockets for it. */
    @Test
    void failsIfResponseBodyIsSlowThroughASocksProxy() throws Exception {
        checkEach(reads(), request -> {
            try (RawServer server = trickle(
                            "HTTP/1.1 200 OK\r\nx-oss-request-id: 1\r\nETag: \"E\"\r\nContent-Length: 200000\r\n\r\n");
                    SocksRelay socks =
                            new SocksRelay(HttpUrl.get(server.endpoint()).port());
                    BucketClient bucket = client(server)
                            .retryPolicy(RetryPolicy.NONE)
                            .callTimeout(Duration.ofSeconds(30))
                            .okHttpClient(new OkHttpClient.Builder()
                                    .readTimeout(Duration.ofMillis(200))
                                    .proxySelector(selecting(socks.proxy()))
                                    .build())
                            .build()) {
                Throwable failure = failure(bucket, request);
                assertTrue(
                        String.valueOf(failure.getMessage()).contains("the response is too slow"), failure::toString);
            }
        });
    }

    private static ProxySelector selecting(Proxy proxy) {
        return new ProxySelector() {
            @Override
            public List<Proxy> select(URI uri) {
                return List.of(proxy);
            }

            @Override
            public void connectFailed(URI uri, SocketAddress address, IOException failure) {
                throw new AssertionError(failure);
            }
        };
    }

    @Test
    void rejectsTimeoutsOutOfRange() {
        BucketClient.Builder builder = BucketClient.builder("https://oss-cn-hangzhou.aliyuncs.com", "examplebucket");
        for (Duration timeout : new Duration[] {Duration.ZERO, Duration.ofSeconds(-1), Duration.ofDays(366)}) {
            assertThrows(IllegalArgumentException.class, () -> builder.callTimeout(timeout));
        }
    }
}
