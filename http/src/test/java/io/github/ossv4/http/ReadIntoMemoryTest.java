// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.http.testing.Reply;
import io.github.ossv4.http.testing.WireFixture;
import java.io.IOException;
import org.junit.jupiter.api.Test;

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

    @Test
    void rejectsLargerObjects() {
        server.enqueue(response(200).body(HELLO));
        assertEquals(
                "GetObject k at 127.0.0.1: the object has 5 bytes, more than the limit of 4 bytes",
                assertThrows(IOException.class, () -> bucket.getBytes("k", 4)).getMessage());
        server.enqueue(response(200).body(HELLO).chunked(2));
        assertEquals(
                "GetObject k at 127.0.0.1: the object has more than the limit of 4 bytes",
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
            assertTrue(message.startsWith("GetObject k at 127.0.0.1, attempt 4 of 4: "), message);
            assertEquals(message.indexOf("GetObject"), message.lastIndexOf("GetObject"), message);
        }
    }

    @Test
    void rejectsTextThatIsNotUtf8() {
        server.enqueue(response(200).removeHeader("x-oss-hash-crc64ecma").body(new byte[] {'a', (byte) 0xff}));
        assertEquals(
                "GetObject k at 127.0.0.1: the object is not UTF-8",
                assertThrows(IOException.class, () -> bucket.getText("k")).getMessage());
    }
}
