// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.ossv4.emulator.Fault;
import io.github.ossv4.emulator.testing.TestEmulator;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GzipCompressionTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @RegisterExtension
    private final TestEmulator emulator = new TestEmulator();

    @BeforeEach
    void openBucket() throws Exception {
        emulator.request("PUT", null)
                .query("acl", null)
                .header("x-oss-acl", "public-read")
                .send();
    }

    private byte[] put(int bytes, String type) throws Exception {
        // Hardly compressible, so that chunks are large.
        byte[] body = new byte[bytes];
        new Random(bytes).nextBytes(body);
        emulator.request("PUT", "a")
                .length(body.length)
                .header("Content-Type", type)
                .send(body);
        return body;
    }

    private HttpResponse<byte[]> request(String method, String accepted) throws Exception {
        return HTTP.send(
                HttpRequest.newBuilder(URI.create(emulator.running().endpoint() + "/examplebucket/a"))
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .header("Accept-Encoding", accepted)
                        .version(HttpClient.Version.HTTP_1_1)
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    private static String encoding(HttpResponse<byte[]> response) {
        assertEquals(200, response.statusCode());
        return response.headers().firstValue("content-encoding").orElse("none");
    }

    private static byte[] decompress(byte[] gzip) throws Exception {
        try (GZIPInputStream stream = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
            return stream.readAllBytes();
        }
    }

    /** Stored in memory, in a small file, and in a file of many chunks. */
    @ParameterizedTest
    @ValueSource(ints = {1024, 5_000, 1_000_000})
    void compressesWholeObject(int bytes) throws Exception {
        byte[] body = put(bytes, "text/plain; charset=utf-8");

        for (int i = 0; i < 2; i++) {
            HttpResponse<byte[]> response = request("GET", "gzip, deflate");
            assertEquals("gzip", encoding(response));
            assertArrayEquals(body, decompress(response.body()));
        }
        HttpResponse<byte[]> head = request("HEAD", "gzip");
        assertEquals("gzip", encoding(head));
        assertEquals(true, head.headers().firstValue("content-length").isEmpty());
    }

    @ParameterizedTest
    @CsvSource({
        "1023, text/plain, gzip, none",
        "1024, image/png, gzip, none",
        "1024, text/plains, gzip, none",
        "1024, text/plain, identity, none",
        "1024, text/plain, gzip;q=0, none",
        "1024, text/plain, 'gzip; q=0.0, deflate', none",
        "1024, text/plain, 'deflate, gzip;q=0.5', gzip",
        "1024, application/json, gzip, gzip",
        "1024, text/html, 'br,gzip', gzip",
        "1024, TEXT/Plain, gzip, gzip",
        "1024, text/plain, 'xgzip', none",
    })
    void followsSizeTypeAndClient(int bytes, String type, String accepted, String expected) throws Exception {
        put(bytes, type);

        assertEquals(expected, encoding(request("GET", accepted)));
    }

    @Test
    void leavesOtherResponsesAlone() throws Exception {
        byte[] body = put(2048, "text/plain");
        emulator.request("PUT", "a")
                .length(body.length)
                .header("Content-Type", "text/plain")
                .header("Content-Encoding", "br")
                .send(body);
        assertEquals("br", encoding(request("GET", "gzip")));

        emulator.request("PUT", "a")
                .length(body.length)
                .header("Content-Type", "text/plain")
                .send(body);
        assertEquals(
                206,
                emulator.request("GET", "a")
                        .header("Accept-Encoding", "gzip")
                        .header("Range", "bytes=0-1499")
                        .send()
                        .status());
    }

    @Test
    void appliesFaultsToBytesOfObject() throws Exception {
        byte[] body = put(100_000, "text/plain");
        emulator.inject(Fault.flippedByte(50_000).on("GetObject"));
        byte[] flipped = decompress(request("GET", "gzip").body());

        assertEquals(body[50_000] ^ 1, flipped[50_000]);
    }

    /** A client that accepts gzip notices a download that breaks off, as any other client does. */
    @Test
    void breaksOffWithoutCompression() throws Exception {
        put(100_000, "text/plain");
        for (Fault fault : new Fault[] {Fault.downloadCut(5_000), Fault.downloadReset(5_000), Fault.downloadCut(0)}) {
            emulator.inject(fault.on("GetObject"));
            assertThrows(IOException.class, () -> request("GET", "gzip"));
        }
    }
}
