// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.body;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.ossv4.callback.Callback;
import io.github.ossv4.emulator.BuilderAccess;
import io.github.ossv4.emulator.Fault;
import io.github.ossv4.emulator.internal.store.ObjectStore;
import io.github.ossv4.emulator.testing.AppServer;
import io.github.ossv4.emulator.testing.RawConnection;
import io.github.ossv4.emulator.testing.RawResponse;
import io.github.ossv4.emulator.testing.SignedRequest;
import io.github.ossv4.emulator.testing.TestEmulator;
import io.github.ossv4.emulator.testing.TestUpload;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bodies that are kept in memory: those of less than 10 bytes. */
class SmallContentTest {
    private static final int FILE_BYTES = 10;

    @RegisterExtension
    private final TestEmulator emulator =
            new TestEmulator().with(builder -> BuilderAccess.fileBytes(builder, FILE_BYTES));

    @RegisterExtension
    private final TestEmulator byDefault =
            new TestEmulator().with(builder -> BuilderAccess.fileBytes(builder, ObjectStore.FILE_BYTES));

    private RawResponse append(String key, long position, String body) throws IOException {
        return emulator.request("POST", key)
                .query("append", null)
                .query("position", Long.toString(position))
                .length(body.length())
                .send(body);
    }

    @ParameterizedTest
    @CsvSource({"'', 0", "123456789, 0", "1234567890, 1", "12345678901, 1"})
    void storesSmallBodiesWithoutFile(String body, int files) throws IOException {
        assertEquals(200, emulator.put("a", body).send(body).status());

        assertEquals(body, emulator.get("a").text());
        assertEquals(files, emulator.files());
        emulator.request("DELETE", "a").send();
        assertEquals(0, emulator.files());
    }

    @Test
    void storesFourKilobytesInFileByDefault() throws IOException {
        byDefault.put("small", "x".repeat(4095)).send("x".repeat(4095));
        assertEquals(0, byDefault.files());

        byDefault.put("large", "x".repeat(4096)).send("x".repeat(4096));
        assertEquals(1, byDefault.files());
    }

    @Test
    void movesChunksToFile() throws IOException {
        SignedRequest request = emulator.request("PUT", "a").header("Transfer-Encoding", "chunked");
        try (RawConnection connection = emulator.connect()) {
            connection.send(request.head()).send("4\r\nabcd\r\n").send("8\r\nefghijkl\r\n");
            emulator.awaitFiles(1);
            assertEquals(200, connection.send("2\r\nmn\r\n0\r\n\r\n").read().status());
        }

        assertEquals("abcdefghijklmn", emulator.get("a").text());
        assertEquals("\"0845A5972CD9AD4A46BAD66F1253581F\"", emulator.head("a").header("etag"));
    }

    @Test
    void readsRanges() throws IOException {
        emulator.put("a", "123456789").send("123456789");

        RawResponse response =
                emulator.request("GET", "a").header("Range", "bytes=2-4").send();

        assertEquals(206, response.status());
        assertEquals("345", response.text());
        assertEquals("bytes 2-4/9", response.header("content-range"));
        assertEquals("9", emulator.head("a").header("content-length"));
    }

    @Test
    void injectsFaultsIntoDownload() throws IOException {
        emulator.put("a", "123456789").send("123456789");

        emulator.inject(Fault.flippedByte(2));
        assertEquals("122456789", emulator.get("a").text());
        emulator.inject(Fault.flippedByte(100));
        assertEquals("123456788", emulator.get("a").text());
        emulator.inject(Fault.downloadCut(3));
        assertEquals("123", emulator.get("a").text());
        assertEquals("123456789", emulator.get("a").text());
    }

    @Test
    void copiesShareBytes() throws IOException {
        emulator.put("a", "123456789").send("123456789");
        emulator.request("PUT", "b")
                .header("x-oss-copy-source", "/examplebucket/a")
                .send();
        emulator.request("DELETE", "a").send();

        assertEquals("123456789", emulator.get("b").text());
        assertEquals(0, emulator.files());
    }

    @Test
    void appendsBeyondMemory() throws IOException {
        assertEquals("4", append("a", 0, "abcd").header("x-oss-next-append-position"));
        assertEquals(0, emulator.files());
        assertEquals("8", append("a", 4, "efgh").header("x-oss-next-append-position"));
        assertEquals("20", append("a", 8, "ijklmnopqrst").header("x-oss-next-append-position"));
        assertEquals("21", append("a", 20, "u").header("x-oss-next-append-position"));

        assertEquals("abcdefghijklmnopqrstu", emulator.get("a").text());
        assertEquals(1, emulator.files());
        emulator.request("DELETE", "a").send();
        assertEquals(0, emulator.files());
    }

    @Test
    void oneOfConcurrentAppendsSucceeds() throws Exception {
        ExecutorService appenders = Executors.newFixedThreadPool(4);
        try {
            for (int round = 0; round < 20; round++) {
                String key = "key" + round;
                append(key, 0, "abcd");
                List<Future<RawResponse>> appends = IntStream.range(0, 4)
                        .mapToObj(i -> appenders.submit(() -> append(key, 4, "efg" + i)))
                        .toList();
                int succeeded = 0;
                for (Future<RawResponse> each : appends) {
                    succeeded += each.get().status() == 200 ? 1 : 0;
                }
                assertEquals(1, succeeded);
                assertEquals("abcdefg", emulator.get(key).text().substring(0, 7));
            }
            assertEquals(20, emulator.files());
        } finally {
            appenders.shutdownNow();
        }
    }

    @Test
    void completesUploadOfSmallParts() throws IOException {
        TestUpload upload = TestUpload.initiate(emulator, "a");
        byte[] first = new byte[100 * 1024];
        new Random(1).nextBytes(first);
        upload.put(1, first);
        emulator.put("source", "123456789").send("123456789");
        emulator.request("PUT", "a")
                .query("uploadId", upload.id())
                .query("partNumber", "2")
                .header("x-oss-copy-source", "/examplebucket/source")
                .header("x-oss-copy-source-range", "bytes=1-3")
                .send();
        assertEquals(1, emulator.files());

        assertEquals(
                200,
                emulator.request("POST", "a")
                        .query("uploadId", upload.id())
                        .header("x-oss-complete-all", "yes")
                        .length(0)
                        .send()
                        .status());

        byte[] all = emulator.read("a");
        assertEquals(first.length + 3, all.length);
        assertEquals("234", new String(all, first.length, 3, StandardCharsets.US_ASCII));
        assertEquals(1, emulator.files());
    }

    @Test
    void readsImageInMemory() throws Exception {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(3, 2, BufferedImage.TYPE_BYTE_GRAY), "png", png);
        try (AppServer server = AppServer.good().calledBy(byDefault)) {
            Callback callback = Callback.builder(server.url("/"))
                    .formBody("w=${imageInfo.width}&f=${imageInfo.format}")
                    .build();
            byDefault
                    .request("PUT", "a.png")
                    .callback(callback)
                    .length(png.size())
                    .send(png.toByteArray());

            assertEquals("w=3&f=png", server.take().text());
        }
        assertEquals(0, byDefault.files());
    }
}
