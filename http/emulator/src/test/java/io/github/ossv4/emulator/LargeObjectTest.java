// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.emulator.testing.EmulatorProcess;
import io.github.ossv4.emulator.testing.RawConnection;
import io.github.ossv4.emulator.testing.RawResponse;
import io.github.ossv4.emulator.testing.TestForm;
import io.github.ossv4.multipart.MultipartResponse;
import io.github.ossv4.sign.Signer;
import io.github.ossv4.sign.UnsignedRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Transfers of 1 GiB by an emulator with a heap of 64 MB. */
@Tag("stress")
class LargeObjectTest {
    private static final byte[] PIECE = new byte[1 << 20];
    private static final int PIECES = 1 << 10;

    static {
        new Random(1).nextBytes(PIECE);
    }

    @TempDir
    private Path directory;

    @Test
    void transfersGigabyteInSmallHeap() throws Exception {
        List<String> java = List.of("-Xmx64m", "-cp", System.getProperty("java.class.path"), Main.class.getName());
        try (EmulatorProcess emulator = EmulatorProcess.start(java, "--directory", directory.toString())) {
            int port = emulator.port();
            String crc64 = Crc64.toString(crc64OfAll());

            assertEquals(crc64, put(port, "a", "Content-Length: " + (long) PIECE.length * PIECES));
            assertEquals(crc64, get(port, "a"));
            assertEquals(crc64, put(port, "b", "Transfer-Encoding: chunked"));
            assertEquals(crc64, get(port, "b"));
            assertEquals(crc64, putParts(port, "c"));
            assertEquals(crc64, get(port, "c"));
            assertEquals(crc64, post(emulator, "d"));
            assertEquals(crc64, get(port, "d"));
        }
    }

    private static long crc64OfAll() {
        long piece = Crc64.compute(PIECE);
        long all = piece;
        for (int i = 1; i < PIECES; i++) {
            all = Crc64.combine(all, piece, PIECE.length);
        }
        return all;
    }

    /** Uploads, and returns the checksum in the response. */
    private static String put(int port, String key, String lengthHeader) throws IOException {
        boolean chunked = lengthHeader.endsWith("chunked");
        try (RawConnection connection = new RawConnection(port)) {
            connection.send(head("PUT", key, "", lengthHeader));
            for (int i = 0; i < PIECES; i++) {
                connection
                        .send(chunked ? Integer.toHexString(PIECE.length) + "\r\n" : "")
                        .send(PIECE)
                        .send(chunked ? "\r\n" : "");
            }
            return connection.send(chunked ? "0\r\n\r\n" : "").read().header("x-oss-hash-crc64ecma");
        }
    }

    /** Uploads in a form, and returns the checksum in the response. */
    private static String post(EmulatorProcess emulator, String key) throws IOException {
        TestForm form = TestForm.of(emulator, Instant.now())
                .key(key)
                .expiration(Instant.now()
                        .plusSeconds(3600)
                        .truncatedTo(ChronoUnit.MILLIS)
                        .toString())
                .file("");
        byte[] body = form.body();
        int end = body.length - ("\r\n--" + TestForm.BOUNDARY + "--\r\n").length();
        try (RawConnection connection = new RawConnection(emulator.port())) {
            connection
                    .send(form.head(body.length + (long) PIECE.length * PIECES))
                    .send(Arrays.copyOf(body, end));
            for (int i = 0; i < PIECES; i++) {
                connection.send(PIECE);
            }
            return connection
                    .send(Arrays.copyOfRange(body, end, body.length))
                    .read()
                    .header("x-oss-hash-crc64ecma");
        }
    }

    /** Copies and uploads parts of 64 MiB alternately, and returns the checksum in the response. */
    private static String putParts(int port, String key) throws IOException {
        int count = 16;
        int pieces = PIECES / count;
        String length = "Content-Length: " + (long) PIECE.length * pieces;
        String uploadId = MultipartResponse.uploadId(
                send(port, head("POST", key, "uploads", "Content-Length: 0")).getBytes(StandardCharsets.UTF_8));
        for (int number = 1; number <= count; number++) {
            String query = "partNumber=" + number + "&uploadId=" + uploadId;
            if (number % 2 == 0) {
                long first = (long) PIECE.length * pieces * (number - 1);
                send(
                        port,
                        head(
                                "PUT",
                                key,
                                query,
                                "x-oss-copy-source: /examplebucket/a",
                                "x-oss-copy-source-range: bytes=" + first + "-"
                                        + (first + (long) PIECE.length * pieces - 1)));
                continue;
            }
            try (RawConnection connection = new RawConnection(port)) {
                connection.send(head("PUT", key, query, length));
                for (int i = 0; i < pieces; i++) {
                    connection.send(PIECE);
                }
                assertEquals(200, connection.read().status());
            }
        }
        try (RawConnection connection = new RawConnection(port)) {
            return connection
                    .send(head("POST", key, "uploadId=" + uploadId, "x-oss-complete-all: yes"))
                    .read()
                    .header("x-oss-hash-crc64ecma");
        }
    }

    private static String send(int port, String head) throws IOException {
        try (RawConnection connection = new RawConnection(port)) {
            RawResponse response = connection.send(head).read();
            assertEquals(200, response.status(), response.text());
            return response.text();
        }
    }

    /** Downloads, and returns the checksum of the received bytes. */
    private static String get(int port, String key) throws IOException {
        try (RawConnection connection = new RawConnection(port)) {
            RawResponse head =
                    connection.send(head("GET", key, "", "Accept: */*")).readHead();
            Crc64 crc64 = new Crc64();
            byte[] buffer = new byte[1 << 16];
            long left = Long.parseLong(head.header("content-length"));
            while (left > 0) {
                int length = connection.body().readNBytes(buffer, 0, (int) Math.min(left, buffer.length));
                crc64.update(buffer, 0, length);
                left -= length;
            }
            return crc64.toString();
        }
    }

    private static String head(String method, String key, String query, String... headers) {
        UnsignedRequest.Builder request = UnsignedRequest.builder(method, "examplebucket", key);
        StringBuilder head =
                new StringBuilder(method + " /examplebucket/" + key + "?" + query + " HTTP/1.1\r\nHost: localhost\r\n");
        for (String parameter : query.split("&")) {
            String[] pair = parameter.split("=");
            if (!parameter.isEmpty()) {
                request.query(pair[0], pair.length == 1 ? "" : pair[1]);
            }
        }
        for (String header : headers) {
            request.header(header.split(": ")[0], header.split(": ")[1]);
            head.append(header).append("\r\n");
        }
        Signer.of(EmulatorProcess.CREDENTIALS, "cn-hangzhou")
                .sign(request.build(), Instant.now())
                .headers()
                .forEach((name, value) ->
                        head.append(name).append(": ").append(value).append("\r\n"));
        return head.append("\r\n").toString();
    }
}
