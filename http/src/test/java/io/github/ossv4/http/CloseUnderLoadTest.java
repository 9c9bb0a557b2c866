// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.http.testing.RawServer;
import io.github.ossv4.http.testing.WireFixture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A client that is closed while calls are in progress. */
class CloseUnderLoadTest {
    private static final int CALLS = 32;

    /** Responds to one request of each connection when it is asked to, and counts the connections that the client closes. */
    private static final class HeldServer implements AutoCloseable {
        final CountDownLatch requests = new CountDownLatch(CALLS);
        final CountDownLatch respond = new CountDownLatch(1);
        final CountDownLatch closed = new CountDownLatch(CALLS);
        private final ServerSocket server = new ServerSocket(0, CALLS, InetAddress.getLoopbackAddress());
        private final ExecutorService threads = Executors.newCachedThreadPool();

        HeldServer() throws IOException {
            threads.execute(() -> {
                while (!server.isClosed()) {
                    try {
                        Socket socket = server.accept();
                        threads.execute(() -> serve(socket));
                    } catch (IOException e) {
                        // The server is closed.
                    }
                }
            });
        }

        private void serve(Socket socket) {
            try (socket) {
                RawServer.Peer client = new RawServer.Peer(socket);
                boolean isPut = client.head().startsWith("PUT");
                client.skip(isPut ? WireFixture.HELLO.length : 0);
                if (isPut) {
                    requests.countDown();
                    respond.await();
                }
                client.respond(
                        "200 OK",
                        "x-oss-request-id: 5C3D",
                        "x-oss-hash-crc64ecma: " + WireFixture.HELLO_CRC,
                        "ETag: \"5D41402abc4B2A76B9719D911017C592\"",
                        "Content-Length: " + (isPut ? 0 : WireFixture.HELLO.length));
                if (!isPut) {
                    client.send("hello");
                    requests.countDown();
                }
                assertEquals(-1, socket.getInputStream().read(), "the client closes the connection");
                closed.countDown();
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        String endpoint() {
            return "http://127.0.0.1:" + server.getLocalPort();
        }

        @Override
        public void close() throws IOException {
            respond.countDown();
            server.close();
            threads.shutdownNow();
        }
    }

    /** OkHttp keeps a connection for five minutes after its call. */
    @Test
    void closesEachConnectionWhenItsCallEnds() throws Exception {
        try (HeldServer server = new HeldServer()) {
            BucketClient bucket = BucketClient.builder(server.endpoint(), "examplebucket")
                    .retryPolicy(RetryPolicy.NONE)
                    .region("cn-hangzhou")
                    .credentials(WireFixture.CREDENTIALS)
                    .build();
            List<CompletableFuture<PutResult>> puts = new ArrayList<>();
            for (int i = 1; i < CALLS; i++) {
                puts.add(
                        i % 2 == 0
                                ? bucket.async().put("k" + i, Body.of(WireFixture.HELLO))
                                : CompletableFuture.supplyAsync(() -> put(bucket), server.threads));
            }
            GetResult open = bucket.get("k");
            assertTrue(server.requests.await(1, TimeUnit.MINUTES), "in progress");
            bucket.close();
            server.respond.countDown();
            for (CompletableFuture<PutResult> put : puts) {
                put.get(1, TimeUnit.MINUTES);
            }
            assertEquals("hello", new String(open.bytes(), UTF_8));
            open.close();
            assertTrue(server.closed.await(1, TimeUnit.MINUTES), () -> server.closed.getCount() + " are open");
        }
    }

    private static PutResult put(BucketClient bucket) {
        try {
            return bucket.put("k", Body.of(WireFixture.HELLO));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
