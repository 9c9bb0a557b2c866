// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.http.testing.RawServer;
import io.github.ossv4.http.testing.Reply;
import io.github.ossv4.http.testing.WireFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadIntoMemoryTest extends WireFixture {
    @Test
    void readsBytesAndText() throws Exception {
        server.enqueue(response(200).body(HELLO));
        assertArrayEquals(HELLO, bucket.getBytes("k"));
        server.enqueue(response(200).body(HELLO));
        assertEquals("hello", bucket.getText("k", 5));
        server.enqueue(response(200).body(HELLO).chunked(2));
        assertEquals("hello", bucket.getText("k", 5));
    }

    /** The connection ends the body: it may have been cut. */
    @ParameterizedTest
    @ValueSource(strings = {"", "identity", "gzip, chunked"})
    void rejectsObjectsWhoseEndIsNotKnown(String coding, @TempDir Path directory) throws Exception {
        try (RawServer cutting = new RawServer(peer -> {
                    peer.head();
                    peer.respond("200 OK", "x-oss-request-id: 1", "ETag: \"E\"", "Transfer-Encoding: " + coding)
                            .send("hello");
                });
                BucketClient client = client(cutting)) {
            String message = "GetObject k in bucket \"examplebucket\" at "
                    + cutting.endpoint().substring("http://".length())
                    + ": the response has no Content-Length, chunked encoding or checksum,"
                    + " so a truncated response cannot be detected";
            Path file = directory.resolve("file");
            for (Executable call : List.<Executable>of(
                    () -> client.getBytes("k"),
                    () -> client.getText("k"),
                    () -> client.download(
                            "k",
                            file,
                            DownloadOptions.builder().process("image/info").build()),
                    () -> client.get("k"),
                    () -> client.get(
                            "k", GetOptions.builder().process("image/info").build()))) {
                assertEquals(message, assertThrows(IOException.class, call).getMessage());
            }
            assertFalse(Files.exists(file));
            assertEquals(5, cutting.connections());
        }
    }

    /** Its CRC64 shows whether the body was cut. */
    @Test
    void acceptsAnObjectWithoutLengthIfItsChecksumMatches() throws Exception {
        try (RawServer closing = new RawServer(peer -> {
                    peer.head();
                    peer.respond("200 OK", "x-oss-request-id: 1", "x-oss-hash-crc64ecma: " + HELLO_CRC)
                            .send("hello");
                });
                BucketClient client = client(closing)) {
            assertEquals("hello", client.getText("k"));
        }
    }

    @Test
    void rejectsLargerObjects() {
        server.enqueue(response(200).body(HELLO));
        assertEquals(
                "GetObject k" + where() + ": the object has 5 bytes, more than the limit of 4 bytes",
                assertThrows(IOException.class, () -> bucket.getBytes("k", 4)).getMessage());
        server.enqueue(response(200).body(HELLO).chunked(2));
        assertEquals(
                "GetObject k" + where() + ": the object has more than the limit of 4 bytes",
                assertThrows(IOException.class, () -> bucket.getText("k", 4)).getMessage());
        assertThrows(IllegalArgumentException.class, () -> bucket.getBytes("k", -1));
    }

    @Test
    void checksTheBytes() {
        server.enqueue(response(200).body("hallo"));
        assertThrows(ChecksumMismatchException.class, () -> bucket.getBytes("k"));
        server.enqueue(response(200).body("hallo"));
        assertThrows(ChecksumMismatchException.class, () -> bucket.getText("k", 5));
    }

    @Test
    void retriesABrokenOrCorruptResponse() throws Exception {
        try (BucketClient retrying =
                client().credentials(CREDENTIALS).retryPolicy(IMMEDIATE_RETRIES).build()) {
            server.enqueue(response(200).body(new byte[100_000]).cut(Reply.Cut.IN_BODY));
            server.enqueue(response(200).body("hallo"));
            server.enqueue(response(200).body(HELLO));
            assertEquals("hello", retrying.getText("k"));
            assertEquals(3, server.requestCount());
            server.enqueue(response(200).body(HELLO));
            assertThrows(IOException.class, () -> retrying.getBytes("k", 4));
            assertEquals(4, server.requestCount());
            for (int i = 0; i < 4; i++) {
                server.enqueue(response(200).body(new byte[100_000]).cut(Reply.Cut.IN_BODY));
            }
            String message = assertThrows(IOException.class, () -> retrying.getBytes("k"))
                    .getMessage();
            assertTrue(message.startsWith("GetObject k" + where() + ", attempt 4 of 4: "), message);
            assertEquals(message.indexOf("GetObject"), message.lastIndexOf("GetObject"), message);
        }
    }

    @Test
    void rejectsTextThatIsNotUtf8() {
        server.enqueue(response(200).removeHeader("x-oss-hash-crc64ecma").body(new byte[] {'a', (byte) 0xff}));
        assertEquals(
                "GetObject k" + where() + ": the object is not UTF-8",
                assertThrows(IOException.class, () -> bucket.getText("k")).getMessage());
    }
}
