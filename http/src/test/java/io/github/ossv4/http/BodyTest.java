// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.http.testing.TestFiles;
import io.github.ossv4.http.testing.WireFixture;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Arrays, files and streams as request bodies. */
class BodyTest extends WireFixture {

    @Test
    void failsIfAStreamEndsEarly() throws Exception {
        server.enqueue(response(200));
        IOException e = assertThrows(
                IOException.class,
                () -> bucket.put("hello.txt", Body.of(new ByteArrayInputStream(new byte[99_999]), 100_000)));
        assertTrue(e.getMessage().contains("ended after 99999 of 100000"), e.getMessage());
        assertTrue(server.take().bodySize() < 100_000);
    }

    @Test
    void readsNoMoreOfAStreamThanTheBody() throws Exception {
        ByteArrayInputStream stream = new ByteArrayInputStream("hello, world".getBytes(UTF_8));
        server.enqueue(response(200));
        Body body = Body.of(stream, 5);
        assertTrue(bucket.put("hello.txt", body).isCrcChecked());
        assertEquals(7, stream.available());
        assertTrue(assertThrows(IOException.class, () -> bucket.put("hello.txt", body))
                .getMessage()
                .contains("already sent"));
    }

    @Test
    void readsAFileWhenItIsSent(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("hello.txt");
        Body body = Body.of(file);
        assertThrows(IOException.class, () -> bucket.put("hello.txt", body));
        assertThrows(IOException.class, () -> bucket.put("hello.txt", Body.of(folder)));
        Files.write(file, HELLO);
        server.enqueue(response(200));
        assertTrue(bucket.put("hello.txt", body).isCrcChecked());
        assertEquals("hello", server.take().text());
    }

    @Test
    void sendsPartOfAnArray() throws Exception {
        server.enqueue(response(200));
        assertTrue(bucket.put("hello.txt", Body.of("[hello]".getBytes(UTF_8), 1, 5))
                .isCrcChecked());
        assertThrows(IndexOutOfBoundsException.class, () -> Body.of(HELLO, 1, 5));
        assertThrows(IllegalArgumentException.class, () -> Body.of(new ByteArrayInputStream(HELLO), -1));
    }

    @Test
    void sendsAnEmptyObject() throws Exception {
        server.enqueue(response(200).setHeader("x-oss-hash-crc64ecma", "0"));
        assertTrue(bucket.put("empty", Body.of(new byte[0])).isCrcChecked());
        assertEquals("0", server.take().header("Content-Length"));
    }

    @Test
    void reportsProgressOfPutAndGet() throws Exception {
        byte[] bytes = new byte[100_000];
        String crc = Crc64.toString(Crc64.compute(bytes));
        for (String call : new String[] {"put", "get"}) {
            List<Long> reports = new ArrayList<>();
            TransferListener listener = progress -> {
                assertEquals(100_000, progress.totalBytes());
                assertEquals(1, progress.totalParts());
                reports.add(progress.bytes());
                throw new IllegalStateException("listener failed");
            };
            server.enqueue(response(200)
                    .setHeader("x-oss-hash-crc64ecma", crc)
                    .body(call.equals("get") ? bytes : new byte[0]));
            if (call.equals("put")) {
                assertTrue(bucket.put(
                                "k",
                                Body.of(bytes),
                                PutOptions.builder().progress(listener).build())
                        .isCrcChecked());
            } else {
                try (GetResult result =
                        bucket.get("k", GetOptions.builder().progress(listener).build())) {
                    assertArrayEquals(bytes, result.bytes());
                }
            }
            assertEquals(reports.stream().sorted().toList(), reports, call);
            assertEquals(100_000, reports.get(reports.size() - 1), call);
            assertTrue(reports.get(0) < 100_000, call + " " + reports);
        }
    }

    @Test
    void rejectsABodyOverFiveGigabytes() {
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class,
                () -> bucket.put("k", Body.of(new ByteArrayInputStream(HELLO), (5L << 30) + 1)));
        assertTrue(e.getMessage().contains("5368709121"), e.getMessage());
        assertEquals(0, server.requestCount());
    }

    @Test
    void failsIfAFileGrowsOrIsNotRegular(@TempDir Path folder) throws Exception {
        Path file = Files.write(folder.resolve("file"), new byte[100_000]);
        server.enqueue(response(200));
        PutOptions growing = PutOptions.builder()
                .progress(progress -> {
                    try {
                        Files.write(file, new byte[1], StandardOpenOption.APPEND);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .build();
        String message = assertThrows(IOException.class, () -> bucket.put("k", Body.of(file), growing))
                .getMessage();
        assertTrue(message.contains("grew beyond"), message);
        assertTrue(server.take().bodySize() < 100_000, "never a whole request");
        Path socket = TestFiles.createSocket(folder.resolve("socket"));
        assertThrows(IOException.class, () -> bucket.put("k", Body.of(socket)));
    }
}
