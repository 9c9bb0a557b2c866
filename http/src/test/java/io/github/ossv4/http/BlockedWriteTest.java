// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.ossv4.emulator.Emulator;
import io.github.ossv4.http.testing.RawServer;
import io.github.ossv4.http.testing.WireFixture;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import okhttp3.OkHttp;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server that stops reading a body. */
class BlockedWriteTest {
    private static final int READ = 300_000;

    private final CountDownLatch ended = new CountDownLatch(1);

    /** Connects a client to a port, but reads only so many of its bytes. */
    private void relay(Socket client, int port) throws IOException {
        try (Socket server = new Socket(InetAddress.getLoopbackAddress(), port)) {
            Thread responses = new Thread(() -> {
                try {
                    server.getInputStream().transferTo(client.getOutputStream());
                } catch (IOException e) {
                    // Closed.
                }
            });
            responses.setDaemon(true);
            responses.start();
            InputStream in = client.getInputStream();
            OutputStream out = server.getOutputStream();
            byte[] buffer = new byte[8192];
            for (int left = READ; left > 0; ) {
                int count = in.read(buffer, 0, Math.min(left, buffer.length));
                out.write(buffer, 0, count);
                left -= count;
            }
            ended.await();
        } catch (InterruptedException e) {
            throw new InterruptedIOException();
        }
    }

    /**
     * The JDK's TLS would wait for the blocked write before it closes the socket: on the thread of Okio that ends all
     * calls of the JVM at their limits, until the server gives up.
     */
    @Test
    @Timeout(15)
    void endsAtItsLimitOverHttps() throws Exception {
        assumeTrue(!OkHttp.VERSION.startsWith("4."), "https of the emulator requires OkHttp 5");
        try (Emulator emulator =
                        Emulator.builder().accessKey("id", "secret").https().start();
                RawServer server = new RawServer(peer ->
                        relay(peer.socket(), URI.create(emulator.https().url()).getPort()));
                RawServer silent = new RawServer(RawServer.Peer::drain);
                BucketClient bucket = client(server.endpoint().replace("http:", "https:"))
                        .okHttpClient(new OkHttpClient.Builder()
                                .sslSocketFactory(
                                        emulator.https().sslContext().getSocketFactory(),
                                        emulator.https().trustManager())
                                .writeTimeout(Duration.ofSeconds(1))
                                .build())
                        .build();
                BucketClient other = client(silent.endpoint())
                        .callTimeout(Duration.ofSeconds(2))
                        .build()) {
            IOException failure = assertThrows(IOException.class, () -> bucket.put("k", Body.of(new byte[30_000_000])));
            assertInstanceOf(InterruptedIOException.class, failure);
            assertThrows(IOException.class, () -> other.head("k"));
        } finally {
            ended.countDown();
        }
    }

    private static BucketClient.Builder client(String endpoint) {
        return BucketClient.builder(endpoint, "examplebucket")
                .region("cn-hangzhou")
                .credentials(WireFixture.CREDENTIALS)
                .retryPolicy(RetryPolicy.NONE);
    }
}
