// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.emulator.internal.wire.HandledRequest;
import io.github.ossv4.emulator.testing.RawConnection;
import io.github.ossv4.emulator.testing.RawResponse;
import io.github.ossv4.emulator.testing.SignedRequest;
import io.github.ossv4.emulator.testing.TestUpload;
import io.github.ossv4.multipart.MultipartResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An emulator that keeps all bodies in memory, and the limit of that memory. */
class InMemoryTest {
    private static final int LIMIT = 4_000_000;
    private static final String FULL = "403 QuotaExceeded null";

    private Emulator emulator;

    @BeforeEach
    void start() throws IOException {
        emulator = Emulator.builder().accessKey("id", "secret").inMemory(LIMIT).start();
    }

    @AfterEach
    void stop() {
        emulator.close();
    }

    private SignedRequest request(String method, String key) {
        return SignedRequest.of(emulator, method, key);
    }

    private RawResponse put(String key, byte[] body) throws IOException {
        return request("PUT", key).length(body.length).send(body);
    }

    private byte[] read(SignedRequest get) throws IOException {
        try (RawConnection connection = new RawConnection(emulator)) {
            RawResponse head = connection.send(get.head()).readHead();
            assertEquals(2, head.status() / 100);
            return connection.body().readNBytes(Integer.parseInt(head.header("content-length")));
        }
    }

    private byte[] read(String key) throws IOException {
        return read(request("GET", key));
    }

    @Test
    void returnsLargeObjectAndItsRanges() throws IOException {
        byte[] body = TestUpload.bytes(1, 3_000_000);
        RawResponse stored = put("a", body);
        assertEquals(Crc64.toString(Crc64.compute(body)), stored.header("x-oss-hash-crc64ecma"));

        assertArrayEquals(body, read("a"));
        for (int[] range : new int[][] {{0, 0}, {1, 70_000}, {65_535, 65_536}, {999_999, 2_999_999}}) {
            assertArrayEquals(
                    Arrays.copyOfRange(body, range[0], range[1] + 1),
                    read(request("GET", "a").header("Range", "bytes=" + range[0] + "-" + range[1])));
        }
    }

    @Test
    void reportsSizeOfDownload() throws IOException {
        emulator.close();
        List<HandledRequest> handled = new CopyOnWriteArrayList<>();
        emulator = Emulator.builder()
                .accessKey("id", "secret")
                .inMemory(LIMIT)
                .observer(handled::add)
                .start();
        put("a", new byte[100_000]);
        read("a");

        assertEquals(100_000, handled.get(1).traffic().bytesOut());
    }

    @Test
    void injectsFaultsIntoDownload() throws IOException {
        byte[] body = TestUpload.bytes(1, 200_000);
        put("a", body);

        emulator.inject(Fault.flippedByte(150_000));
        byte[] flipped = body.clone();
        flipped[150_000] ^= 1;
        assertArrayEquals(flipped, read("a"));
        emulator.inject(Fault.downloadCut(100_001));
        assertEquals(100_001, read("a").length);
        assertArrayEquals(body, read("a"));
    }

    @Test
    void appendsAndCopies() throws IOException {
        byte[] body = TestUpload.bytes(1, 10_000);
        int position = 0;
        for (int length : new int[] {5, 2000, 7995}) {
            byte[] piece = Arrays.copyOfRange(body, position, position + length);
            RawResponse response = request("POST", "a")
                    .query("append", null)
                    .query("position", Integer.toString(position))
                    .length(length)
                    .send(piece);
            assertEquals(200, response.status(), response::text);
            position += length;
        }
        assertArrayEquals(body, read("a"));

        put("b", body);
        request("PUT", "c").header("x-oss-copy-source", "/examplebucket/b").send();
        request("DELETE", "b").send();
        assertArrayEquals(body, read("c"));
    }

    @Test
    void completesMultipartUpload() throws IOException {
        String id = MultipartResponse.uploadId(request("POST", "a")
                .query("uploads", null)
                .query("sequential", null)
                .send()
                .text()
                .getBytes(StandardCharsets.UTF_8));
        byte[] first = TestUpload.bytes(1, TestUpload.SMALLEST);
        byte[] second = TestUpload.bytes(2, 10);
        for (int i = 1; i <= 2; i++) {
            byte[] part = i == 1 ? first : second;
            request("PUT", "a")
                    .query("uploadId", id)
                    .query("partNumber", Integer.toString(i))
                    .length(part.length)
                    .send(part);
        }
        RawResponse completed = request("POST", "a")
                .query("uploadId", id)
                .header("x-oss-complete-all", "yes")
                .length(0)
                .send();

        assertEquals(200, completed.status(), completed::text);
        assertArrayEquals(TestUpload.join(first, second), read("a"));
    }

    @Test
    void refusesBodyBeyondLimitAndKeepsOldOne() throws IOException {
        byte[] old = TestUpload.bytes(1, 1_500_000);
        put("a", old);
        put("b", old);

        assertEquals(FULL, put("a", TestUpload.bytes(2, 2_000_000)).errorText());
        assertArrayEquals(old, read("a"));
        request("DELETE", "b").send();
        assertEquals(200, put("a", TestUpload.bytes(2, 2_000_000)).status());
    }

    @Test
    void deletingMakesRoom() throws IOException {
        byte[] body = TestUpload.bytes(1, 1_900_000);
        byte[] tooLarge = TestUpload.bytes(1, 2_500_000);
        for (int i = 0; i < 10; i++) {
            assertEquals(200, put("a", body).status());
            assertEquals(FULL, put("b", tooLarge).errorText());
            assertEquals(204, request("DELETE", "a").send().status());
        }
        emulator.emptyBuckets();
        assertEquals(200, put("a", TestUpload.bytes(1, 3_900_000)).status());
    }

    @Test
    void refusesManySmallObjects() throws IOException {
        stop();
        emulator =
                Emulator.builder().accessKey("id", "secret").inMemory(1 << 20).start();
        byte[] body = new byte[900];
        int stored = 0;
        try (RawConnection connection = new RawConnection(emulator)) {
            RawResponse response = null;
            while (response == null || response.status() == 200) {
                response = connection
                        .send(request("PUT", "key" + stored).length(body.length).head())
                        .send(body)
                        .read();
                stored++;
            }
            assertEquals(FULL, response.errorText());
        }
        assertTrue(stored > 650 && stored < 1050, stored + " objects");
        request("DELETE", "key0").send();
        assertEquals(200, put("key0", body).status());
    }

    @Test
    void rejectsMoreThanHeapPermits() {
        long heap = Runtime.getRuntime().maxMemory();
        IllegalArgumentException error = assertThrows(
                IllegalArgumentException.class,
                () -> Emulator.builder().inMemory(heap).start());
        assertTrue(error.getMessage().contains("start Java with a larger -Xmx"), error::getMessage);
        assertThrows(IllegalArgumentException.class, () -> Emulator.builder().inMemory(0));
    }

    @Test
    void rejectsDirectory() {
        IllegalArgumentException error = assertThrows(
                IllegalArgumentException.class,
                () -> Emulator.builder().inMemory(LIMIT).persist(Path.of("d")).start());
        assertEquals("memory must not be set together with persist d", error.getMessage());
        assertFalse(Path.of("d").toFile().exists());
    }
}
