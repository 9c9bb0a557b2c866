// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.http.testing.ClientSocketFactory;
import io.github.ossv4.http.testing.EmulatorFixture;
import io.github.ossv4.http.testing.RawServer;
import io.github.ossv4.http.testing.TestFiles;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Requests that are stopped while a server never responds. No timeout of the client ends them. */
@Timeout(60)
class StoppedRequestTest {
    /** More than the buffers of a connection take. */
    private static final int SIZE = 16 * 1024 * 1024;

    private enum Phase {
        CONNECT,
        TLS,
        WRITE,
        RESPONSE,
        BODY
    }

    @TempDir
    private Path folder;

    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch end = new CountDownLatch(1);
    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = Files.write(folder.resolve("file"), new byte[SIZE]);
    }

    @AfterEach
    void end() {
        end.countDown();
    }

    /** Connects until it is closed. */
    private final class ConnectingSocket extends Socket {
        private final CountDownLatch closed = new CountDownLatch(1);

        @Override
        public void connect(SocketAddress endpoint, int timeout) throws IOException {
            reached.countDown();
            await(closed);
            throw new SocketException("Socket closed");
        }

        @Override
        public synchronized void close() throws IOException {
            closed.countDown();
            super.close();
        }
    }

    private static void await(CountDownLatch latch) {
        while (true) {
            try {
                assertTrue(latch.await(50, TimeUnit.SECONDS));
                return;
            } catch (InterruptedException e) {
                // A socket of a platform thread ignores interrupts.
            }
        }
    }

    private RawServer server(Phase phase) throws IOException {
        return new RawServer(client -> {
            String head = "";
            if (phase == Phase.TLS) {
                // OkHttp misses a cancellation just between TCP and TLS: then its read timeout ends the call.
                client.skip(1);
            } else {
                head = client.head();
            }
            if (phase == Phase.RESPONSE) {
                client.skip(SIZE);
            }
            if (phase == Phase.BODY) {
                client.respond(
                        head.contains("Range:") ? "206 Partial Content" : "200 OK",
                        "x-oss-request-id: 1",
                        "ETag: \"1\"",
                        "x-oss-hash-crc64ecma: 1",
                        "Content-Range: bytes 0-" + (SIZE - 1) + "/" + SIZE,
                        "Content-Length: " + SIZE);
                client.send("half of an object");
            }
            reached.countDown();
            await(end);
        });
    }

    private BucketClient client(RawServer server, Phase phase) {
        OkHttpClient.Builder http = new OkHttpClient.Builder()
                .connectTimeout(Duration.ZERO)
                .readTimeout(Duration.ZERO)
                .writeTimeout(Duration.ZERO);
        if (phase == Phase.CONNECT) {
            http.socketFactory(new ClientSocketFactory() {
                @Override
                public Socket createSocket() {
                    return new ConnectingSocket();
                }
            });
        }
        String endpoint = phase == Phase.TLS ? server.endpoint().replace("http:", "https:") : server.endpoint();
        return BucketClient.builder(endpoint, "examplebucket")
                .region("cn-hangzhou")
                .credentials(EmulatorFixture.CREDENTIALS)
                .retryPolicy(RetryPolicy.NONE)
                .okHttpClient(http.build())
                .build();
    }

    @ParameterizedTest
    @EnumSource
    void cancellationEndsACallInEachPhase(Phase phase) throws Exception {
        try (RawServer server = server(phase);
                BucketClient bucket = client(server, phase)) {
            CompletableFuture<?> call = phase == Phase.BODY
                    ? bucket.async().getBytes("k")
                    : bucket.async().put("k", Body.of(new byte[SIZE]));
            await(reached);
            assertTrue(call.cancel(true));
            while (bucket.metrics().runningRequests() > 0) {
                Thread.onSpinWait();
            }
        }
    }

    /** A socket of a platform thread ignores interrupts: the next read or write fails. */
    @ParameterizedTest
    @EnumSource
    void anInterruptEndsATransferAtTheNextReadOrWrite(Phase phase) throws Exception {
        try (RawServer server = server(phase);
                BucketClient bucket = client(server, phase)) {
            FutureTask<Boolean> caller = new FutureTask<>(() -> {
                assertThrows(InterruptedIOException.class, () -> {
                    if (phase == Phase.BODY) {
                        bucket.download(
                                "k",
                                folder.resolve("target"),
                                DownloadOptions.builder().partSize(SIZE).build());
                    } else {
                        bucket.upload(
                                "k",
                                file,
                                UploadOptions.builder().threshold((long) SIZE).build());
                    }
                });
                return Thread.interrupted();
            });
            Thread thread = new Thread(caller);
            thread.start();
            await(reached);
            thread.interrupt();
            end.countDown();
            assertTrue(caller.get(30, TimeUnit.SECONDS), "the flag is set");
            assertEquals(List.of("file"), TestFiles.names(folder));
        }
    }
}
