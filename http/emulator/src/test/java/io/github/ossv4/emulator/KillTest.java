// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.emulator.testing.EmulatorProcess;
import io.github.ossv4.emulator.testing.JavaProgram;
import io.github.ossv4.emulator.testing.RawConnection;
import io.github.ossv4.emulator.testing.RawResponse;
import io.github.ossv4.emulator.testing.SignedRequest;
import io.github.ossv4.multipart.MultipartResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An emulator with {@code --persist} that is killed while clients write. */
class KillTest {
    private static final int WRITERS = 3;
    private static final int KEYS = 8;
    private static final byte[] NOTHING = {};

    @TempDir
    private Path directory;

    /** A client with keys of its own, which remembers the acknowledged changes. */
    private static final class Writer {
        private final String name;
        private final Random random;
        private final Map<String, Content> acknowledged = new HashMap<>();
        private EmulatorProcess emulator;
        private long requests;

        /** The request whose response has not arrived. */
        private String pendingKey = "";

        private Content pending = Content.ABSENT;

        /** An upload in progress and its acknowledged parts. */
        private String upload = "";

        private final Map<Integer, String> parts = new HashMap<>();

        /** The bytes of an object, or none. */
        private record Content(boolean exists, long crc64, int size) {
            static final Content ABSENT = new Content(false, 0, 0);

            static Content of(byte[] bytes) {
                return new Content(true, Crc64.compute(bytes), bytes.length);
            }

            Content plus(byte[] more) {
                return new Content(true, Crc64.combine(crc64, Crc64.compute(more), more.length), size + more.length);
            }
        }

        Writer(String name, long seed) {
            this.name = name;
            this.random = new Random(seed);
        }

        private Content content(String key) {
            return acknowledged.getOrDefault(key, Content.ABSENT);
        }

        private byte[] bytes(int length) {
            byte[] bytes = new byte[length];
            random.nextBytes(bytes);
            return bytes;
        }

        /** Writes until the emulator is killed. */
        void run() {
            try (RawConnection connection = new RawConnection(emulator.port())) {
                while (true) {
                    write(connection);
                    requests++;
                }
            } catch (IOException e) {
                // The emulator was killed.
            }
        }

        private void write(RawConnection connection) throws IOException {
            String key = name + random.nextInt(KEYS);
            switch (random.nextInt(8)) {
                case 0 -> expect(connection, key, Content.ABSENT, SignedRequest.of(emulator, "DELETE", key), NOTHING);
                case 1, 2 -> append(connection);
                case 3 -> {
                    String source = name + random.nextInt(KEYS);
                    if (content(source).exists()) {
                        expect(
                                connection,
                                key,
                                content(source),
                                SignedRequest.of(emulator, "PUT", key)
                                        .header("x-oss-copy-source", "/examplebucket/" + source),
                                NOTHING);
                    }
                }
                case 4 -> part(connection);
                default -> {
                    byte[] body = bytes(new int[] {0, 100, 1000, 3000, 200_000}[random.nextInt(5)]);
                    expect(connection, key, Content.of(body), SignedRequest.of(emulator, "PUT", key), body);
                }
            }
        }

        private RawResponse expect(
                RawConnection connection, String key, Content after, SignedRequest request, byte[] body)
                throws IOException {
            pendingKey = key;
            pending = after;
            RawResponse response = send(connection, request, body);
            acknowledged.put(key, after);
            pendingKey = "";
            return response;
        }

        private static RawResponse send(RawConnection connection, SignedRequest request, byte[] body)
                throws IOException {
            RawResponse response = connection
                    .send(request.length(body.length).head())
                    .send(body)
                    .read();
            assertEquals(2, response.status() / 100, response::text);
            return response;
        }

        private void append(RawConnection connection) throws IOException {
            String key = name + "-appendable";
            byte[] more = bytes(random.nextInt(5000));
            SignedRequest request = SignedRequest.of(emulator, "POST", key)
                    .query("append", null)
                    .query("position", Integer.toString(content(key).size()));
            expect(connection, key, content(key).plus(more), request, more);
        }

        /** Uploads a part, or completes the upload. */
        private void part(RawConnection connection) throws IOException {
            String key = name + "-upload";
            if (upload.isEmpty()) {
                RawResponse response =
                        send(connection, SignedRequest.of(emulator, "POST", key).query("uploads", null), NOTHING);
                upload = MultipartResponse.uploadId(response.text().getBytes(StandardCharsets.UTF_8));
                parts.clear();
                return;
            }
            int number = parts.size() + 1;
            if (number <= 3) {
                RawResponse response = send(
                        connection,
                        SignedRequest.of(emulator, "PUT", key)
                                .query("partNumber", Integer.toString(number))
                                .query("uploadId", upload),
                        bytes(100 * 1024));
                parts.put(number, response.header("x-oss-hash-crc64ecma"));
                return;
            }
            long crc64 = 0;
            for (int i = 1; i <= 3; i++) {
                crc64 = Crc64.combine(crc64, Crc64.parse(parts.get(i)), 100 * 1024);
            }
            expect(
                    connection,
                    key,
                    new Content(true, crc64, 300 * 1024),
                    SignedRequest.of(emulator, "POST", key)
                            .query("uploadId", upload)
                            .header("x-oss-complete-all", "yes"),
                    NOTHING);
            upload = "";
        }

        /** Checks the objects and the upload in a new process. */
        void check() throws IOException {
            try (RawConnection connection = new RawConnection(emulator.port())) {
                for (int i = 0; i < KEYS; i++) {
                    check(connection, name + i);
                }
                check(connection, name + "-appendable");
                check(connection, name + "-upload");
                checkUpload(connection);
            }
            pendingKey = "";
        }

        private void check(RawConnection connection, String key) throws IOException {
            RawResponse head = connection
                    .send(SignedRequest.of(emulator, "GET", key).head())
                    .readHead();
            byte[] body = connection.body().readNBytes(Integer.parseInt(head.header("content-length")));
            Content found = head.status() == 404 ? Content.ABSENT : Content.of(body);
            if (found.exists()) {
                assertEquals(200, head.status());
                assertEquals(Crc64.toString(found.crc64()), head.header("x-oss-hash-crc64ecma"), key);
            }
            if (!key.equals(pendingKey) || !found.equals(pending)) {
                assertEquals(content(key), found, () -> key + ", pending " + pendingKey + " " + pending);
            }
            acknowledged.put(key, found);
        }

        private void checkUpload(RawConnection connection) throws IOException {
            if (upload.isEmpty()) {
                return;
            }
            String key = name + "-upload";
            RawResponse list = connection
                    .send(SignedRequest.of(emulator, "GET", key)
                            .query("uploadId", upload)
                            .head())
                    .read();
            if (list.status() == 404) {
                // The upload was completed, and its object exists.
                assertEquals(key, pendingKey);
                assertEquals(pending, content(key));
                upload = "";
                return;
            }
            for (Map.Entry<Integer, String> part : parts.entrySet()) {
                assertTrue(list.text().contains(">" + part.getValue() + "<"), () -> part + " in " + list.text());
            }
            // A part that was not acknowledged may be stored as well.
            RawResponse aborted = connection
                    .send(SignedRequest.of(emulator, "DELETE", key)
                            .query("uploadId", upload)
                            .head())
                    .read();
            assertEquals(204, aborted.status());
            upload = "";
        }
    }

    private static List<String> java() {
        List<String> java = new ArrayList<>(JavaProgram.SHORT_LIVED);
        java.addAll(List.of("-Xmx64m", "-cp", System.getProperty("java.class.path"), Main.class.getName()));
        return java;
    }

    private void kill(int times) throws Exception {
        long seed = new Random().nextLong() >>> 1;
        System.out.println("KillTest, seed " + seed);
        Random random = new Random(seed);
        List<Writer> writers = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            writers.add(new Writer("writer" + i + "-", seed + i));
        }
        ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
        try {
            for (int i = 0; i < times; i++) {
                try (EmulatorProcess emulator = EmulatorProcess.start(java(), "--persist", directory.toString())) {
                    List<Future<?>> running = new ArrayList<>();
                    for (Writer writer : writers) {
                        writer.emulator = emulator;
                        writer.check();
                        running.add(threads.submit(writer::run));
                    }
                    // Kills at a random time. This sleep is not for synchronization.
                    Thread.sleep(random.nextInt(400));
                    emulator.kill();
                    for (Future<?> each : running) {
                        each.get();
                    }
                }
            }
            try (EmulatorProcess emulator = EmulatorProcess.start(java(), "--persist", directory.toString())) {
                for (Writer writer : writers) {
                    writer.emulator = emulator;
                    writer.check();
                }
            }
        } finally {
            threads.shutdownNow();
        }
        long requests = writers.stream().mapToLong(writer -> writer.requests).sum();
        System.out.println("killed " + times + " times during " + requests + " writes");
        assertNotEquals(0, requests);
    }

    @Test
    void losesNothingAcknowledged() throws Exception {
        kill(3);
    }

    @Test
    @Tag("full")
    void losesNothingAcknowledgedAfterSomeDeaths() throws Exception {
        kill(20);
    }

    @Test
    @Tag("stress")
    void losesNothingAcknowledgedAfterManyDeaths() throws Exception {
        kill(200);
    }
}
