// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.ossv4.emulator.testing.EmulatorProcess;
import io.github.ossv4.emulator.testing.RawConnection;
import io.github.ossv4.emulator.testing.RawResponse;
import io.github.ossv4.emulator.testing.SignedRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many connections, malformed requests and much work for an emulator with a heap of 64 MB. */
@Tag("stress")
class LoadTest {
    private static final int MALFORMED_REQUESTS = 1000;
    private static final int IDLE_CONNECTIONS = 4000;
    private static final int DOCUMENTS = 48;
    private static final int DOCUMENT_BYTES = 2_000_000;
    private static final int CLIENTS = 64;
    private static final Duration TIME = Duration.ofSeconds(60);
    private static final int MAX_SIZE = 200_000;

    @TempDir
    private Path directory;

    private EmulatorProcess emulator;

    @BeforeEach
    void start() throws IOException {
        List<String> java = List.of("-Xmx64m", "-cp", System.getProperty("java.class.path"), Main.class.getName());
        emulator = EmulatorProcess.start(java, "--quiet", "--directory", directory.toString());
    }

    @AfterEach
    void stop() throws IOException {
        emulator.close();
    }

    private void putAndGet() throws IOException {
        try (RawConnection connection = new RawConnection(emulator.port())) {
            assertEquals(
                    200,
                    exchange(connection, "PUT", "works", "works".getBytes(StandardCharsets.UTF_8))
                            .status());
            assertEquals(
                    "works", exchange(connection, "GET", "works", new byte[0]).text());
        }
    }

    private RawResponse exchange(RawConnection connection, String method, String key, byte[] body) throws IOException {
        SignedRequest request = SignedRequest.of(emulator, method, key).length(body.length);
        return connection.send(request.head()).send(body).read();
    }

    /** Each request gets a response or a closed connection, and the next one is executed. */
    @Test
    void survivesMalformedRequests() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int answered = 0;
        for (int i = 0; i < MALFORMED_REQUESTS; i++) {
            byte[] request = mutate(
                    random,
                    SignedRequest.of(emulator, "GET", "a").query("acl", null).head());
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), emulator.port())) {
                socket.setSoTimeout(10_000);
                socket.getOutputStream().write(request);
                socket.shutdownOutput();
                byte[] start = socket.getInputStream().readNBytes("HTTP/1.1 200".length());
                if (start.length > 0) {
                    String status = new String(start, StandardCharsets.ISO_8859_1);
                    assertEquals("HTTP/1.", status.substring(0, 7), "seed " + seed);
                    answered++;
                }
            } catch (SocketTimeoutException e) {
                throw new AssertionError("no response, seed " + seed + ", request " + i, e);
            }
        }
        putAndGet();
        System.out.printf(
                Locale.ROOT, "%d malformed requests, %d answered, seed %d%n", MALFORMED_REQUESTS, answered, seed);
    }

    private static byte[] mutate(Random random, String head) {
        byte[] bytes = head.getBytes(StandardCharsets.UTF_8);
        for (int i = random.nextInt(8); i >= 0; i--) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(3)) {
                case 0 -> bytes[at] = (byte) random.nextInt(256);
                case 1 -> bytes = concatenated(bytes, 0, at, at + random.nextInt(bytes.length - at));
                default -> bytes = concatenated(bytes, 0, at, random.nextInt(at + 1));
            }
            if (bytes.length == 0) {
                return new byte[] {0};
            }
        }
        return bytes;
    }

    /** Returns the bytes before {@code end}, and those from {@code again} on. */
    private static byte[] concatenated(byte[] bytes, int start, int end, int again) {
        byte[] result = new byte[end - start + bytes.length - again];
        System.arraycopy(bytes, start, result, 0, end - start);
        System.arraycopy(bytes, again, result, end - start, bytes.length - again);
        return result;
    }

    /** Each document is received up to its last byte, so that all are in memory at the same time. */
    @Test
    void servesOthersBesideManyDocuments() throws IOException {
        List<RawConnection> connections = new ArrayList<>();
        try {
            byte[] document = new byte[DOCUMENT_BYTES];
            for (int i = 0; i < DOCUMENTS; i++) {
                RawConnection connection = new RawConnection(emulator.port());
                connections.add(connection);
                String head = SignedRequest.of(emulator, "POST", null)
                        .query("delete", null)
                        .header("Content-MD5", "1B2M2Y8AsgTpgAmY7PhCfg==")
                        .length(DOCUMENT_BYTES + 1)
                        .head();
                connection.send(head).send(document);
            }
            putAndGet();
        } finally {
            for (RawConnection connection : connections) {
                connection.close();
            }
        }
    }

    @Test
    void servesOthersBesideIdleConnections() throws IOException {
        List<RawConnection> idle = new ArrayList<>();
        try {
            for (int i = 0; i < IDLE_CONNECTIONS; i++) {
                idle.add(new RawConnection(emulator.port()));
            }
            putAndGet();
            System.out.printf(
                    Locale.ROOT, "%d idle connections, RSS %d MB%n", idle.size(), emulator.residentBytes() / 1_000_000);
        } finally {
            for (RawConnection connection : idle) {
                connection.close();
            }
        }
    }

    @Test
    void storesWhatManyClientsSend() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        AtomicLong operations = new AtomicLong();
        AtomicLong bytes = new AtomicLong();
        List<Future<?>> clients = new ArrayList<>();
        long start = System.nanoTime();
        long end = start + TIME.toNanos();
        List<Long> memory = new ArrayList<>();
        try {
            for (int i = 0; i < CLIENTS; i++) {
                int client = i;
                clients.add(threads.submit(() -> {
                    run(client, end, operations, bytes);
                    return null;
                }));
            }
            for (Future<?> client : clients) {
                client.get();
                memory.add(emulator.residentBytes() / 1_000_000);
            }
        } finally {
            threads.shutdownNow();
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf(
                Locale.ROOT,
                "%d clients, %.0f operations per second, %.0f MB per second, RSS %d MB%n",
                CLIENTS,
                operations.get() / seconds,
                bytes.get() / 1e6 / seconds,
                memory.get(memory.size() - 1));
    }

    private void run(int client, long end, AtomicLong operations, AtomicLong bytes) throws IOException {
        Random random = new Random(client);
        try (RawConnection connection = new RawConnection(emulator.port())) {
            for (int i = 0; System.nanoTime() < end; i++) {
                String key = "client" + client + "/" + i % 20;
                byte[] body = new byte[random.nextInt(10) == 0 ? random.nextInt(MAX_SIZE) : random.nextInt(2000)];
                random.nextBytes(body);
                assertEquals(200, exchange(connection, "PUT", key, body).status());
                RawResponse got = exchange(connection, "GET", key, new byte[0]);
                assertEquals(200, got.status());
                assertArrayEquals(body, got.body());
                operations.addAndGet(2);
                bytes.addAndGet(2L * body.length);
                if (random.nextInt(4) == 0) {
                    assertEquals(
                            204,
                            exchange(connection, "DELETE", key, new byte[0]).status());
                    operations.incrementAndGet();
                }
            }
        }
    }
}
