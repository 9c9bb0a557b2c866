// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.http.testing.Reply;
import io.github.ossv4.http.testing.WireFixture;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Responses to GetObject, of a whole object or of a range. */
class GetObjectTest extends WireFixture {

    @Test
    void comparesTheChecksumAtTheEnd() throws Exception {
        server.enqueue(response(200)
                .body("hello")
                .addHeader("Content-Type", "text/plain")
                .addHeader("Last-Modified", "Sat, 16 Dec 2023 16:20:57 GMT")
                .addHeader("x-oss-meta-city", "杭州"));
        try (GetResult result = bucket.get("hello.txt")) {
            assertFalse(result.isCrcChecked());
            assertEquals(5, result.metadata().size());
            assertEquals("text/plain", result.metadata().contentType());
            assertEquals(NOW, result.metadata().lastModified());
            assertEquals(Map.of("city", "杭州"), result.metadata().metadata());
            assertEquals(Crc64.compute(HELLO), result.metadata().crc64());
            assertArrayEquals(HELLO, result.bytes());
            assertTrue(result.isCrcChecked());
        }
        assertEquals("identity", server.take().header("Accept-Encoding"));
    }

    @Test
    void throwsAtTheEndOfADamagedBody() throws Exception {
        server.enqueue(response(200).body("hellp"));
        try (GetResult result = bucket.get("hello.txt")) {
            byte[] read = new byte[5];
            assertEquals(5, result.stream().readNBytes(read, 0, 5));
            ChecksumMismatchException e = assertThrows(
                    ChecksumMismatchException.class, () -> result.stream().read());
            assertEquals(Crc64.compute("hellp".getBytes(UTF_8)), e.localCrc64());
            assertEquals(Crc64.compute(HELLO), e.remoteCrc64());
            assertNull(e.stored());
            assertFalse(result.isCrcChecked());
        }
    }

    @Test
    void failsIfTheBodyIsTruncated() throws Exception {
        server.enqueue(response(200).body("x".repeat(100_000)).cut(Reply.Cut.IN_BODY));
        try (GetResult result = bucket.get("hello.txt")) {
            assertThrows(IOException.class, result::bytes);
        }
    }

    @Test
    void failsIfAChunkedBodyIsOneByteShort() throws Exception {
        server.enqueue(response(200).body("hell").chunked(2));
        try (GetResult result = bucket.get("hello.txt")) {
            assertThrows(ChecksumMismatchException.class, result::bytes);
        }
    }

    @Test
    void reportsNoCheckWithoutChecksum() throws Exception {
        server.enqueue(response(200).removeHeader("x-oss-hash-crc64ecma").body("hello"));
        try (GetResult result = bucket.get("hello.txt")) {
            assertArrayEquals(HELLO, result.bytes());
            assertFalse(result.isCrcChecked());
            assertNull(result.metadata().crc64());
        }
    }

    @Test
    void throwsNotModifiedException() {
        for (int i = 0; i < 3; i++) {
            server.enqueue(response(304));
        }
        GetOptions get = GetOptions.builder()
                .conditions(Conditions.noneMatch("5D41402abc4B2A76B9719D911017C592"))
                .build();
        NotModifiedException e = assertThrows(NotModifiedException.class, () -> bucket.get("hello.txt", get));
        assertEquals("5D41402abc4B2A76B9719D911017C592", e.etag());
        assertEquals("5C3D", e.requestId());
        assertThrows(NotModifiedException.class, () -> bucket.head("hello.txt"));
        assertThrows(NotModifiedException.class, () -> bucket.copy(CopySource.of("s"), "hello.txt"));
    }

    @Test
    void reportsNoCheckOfARange() throws Exception {
        server.enqueue(response(206).addHeader("Content-Range", "bytes 1-3/5").body("ell"));
        try (GetResult result =
                bucket.get("hello.txt", GetOptions.builder().range(1, 3).build())) {
            assertEquals(5, result.metadata().size());
            assertEquals(3, result.length());
            assertArrayEquals("ell".getBytes(UTF_8), result.bytes());
            assertFalse(result.isCrcChecked());
        }
    }

    @Test
    void rejectsTheWholeObjectInPlaceOfARange() {
        server.enqueue(response(200).body("hello"));
        GetOptions options = GetOptions.builder().range(1, 3).build();
        String message = assertThrows(IOException.class, () -> bucket.get("hello.txt", options))
                .getMessage();
        assertTrue(message.contains("bytes=1-3"), message);
    }

    @Test
    void reportsNoCheckOfAProcessedObject() throws Exception {
        server.enqueue(response(200).body("thumbnail"));
        try (GetResult result = bucket.get(
                "cat.jpg", GetOptions.builder().process("image/resize,w_9").build())) {
            assertArrayEquals("thumbnail".getBytes(UTF_8), result.bytes());
            assertFalse(result.isCrcChecked());
        }
    }

    @Test
    void throwsIfAClosedResultIsRead() throws Exception {
        server.enqueue(response(200).body("hello"));
        GetResult result = bucket.get("k");
        result.close();
        result.close();
        assertThrows(IOException.class, result::bytes);
        assertThrows(IOException.class, () -> result.stream().read());
    }

    /** The request has Accept-Encoding: identity, so OSS returns the stored bytes, which are gzip. */
    @Test
    void returnsAGzippedObjectAsStored() throws Exception {
        byte[] stored = {0x1f, (byte) 0x8b, 8, 0, 1, 2, 3};
        server.enqueue(response(200)
                .addHeader("Content-Encoding", "gzip")
                .setHeader("x-oss-hash-crc64ecma", Crc64.toString(Crc64.compute(stored)))
                .body(stored));
        try (GetResult result = bucket.get("a.gz")) {
            assertArrayEquals(stored, result.bytes());
            assertTrue(result.isCrcChecked());
        }
    }

    @Test
    void rejectsARangeThatWasNotRequested() {
        server.enqueue(response(206).addHeader("Content-Range", "bytes 0-1/5").body("he"));
        assertThrows(IOException.class, () -> bucket.get("hello.txt"));
    }

    @Test
    void rejectsAnotherRange() {
        GetOptions options = GetOptions.builder().range(3, 4).build();
        for (String range : new String[] {"bytes 0-1/5", "bytes */5", "", "items 3-4/5"}) {
            server.enqueue(response(206).addHeader("Content-Range", range).body("he"));
            assertThrows(IOException.class, () -> bucket.get("hello.txt", options), range);
        }
        server.enqueue(response(206).body("he"));
        assertEquals(
                "GetObject hello.txt" + where()
                        + ", attempt 1 of 1: requested bytes=3-4, the response is 206 with no Content-Range",
                assertThrows(IOException.class, () -> bucket.get("hello.txt", options))
                        .getMessage());
    }
}
