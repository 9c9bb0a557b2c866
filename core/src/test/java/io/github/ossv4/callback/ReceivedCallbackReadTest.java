// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.callback;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.ossv4.testing.TestKey;
import io.github.ossv4.testing.Texts;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReceivedCallbackReadTest {
    private static final TestKey KEY = new TestKey();

    /** Returns one byte, then a random number of bytes at a time, and counts them. */
    private static final class Stream extends InputStream {
        final Random random = new Random(1);
        final long length;
        long position;
        boolean closed;

        Stream(long length) {
            this.length = length;
        }

        @Override
        public int read() {
            return position == length ? -1 : (int) (position++ & 0x7f);
        }

        @Override
        public int read(byte[] buffer, int offset, int count) {
            if (count == 0) {
                return 0;
            }
            if (position == length) {
                return -1;
            }
            int n = (int) Math.min(length - position, 1 + random.nextInt(count));
            for (int i = 0; i < n; i++) {
                buffer[offset + i] = (byte) read();
            }
            return n;
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private static ReceivedCallback read(InputStream body) throws IOException {
        return ReceivedCallback.read("POST", "/cb", "q=1", name -> null, body);
    }

    @Test
    void readsAllBytesAndVerifies() throws Exception {
        byte[] body = "a=%20&object=鍵 😀".getBytes(UTF_8);
        byte[] text = ("/cb?q=1\n" + new String(body, UTF_8)).getBytes(UTF_8);
        Map<String, String> headers =
                Map.of("Authorization", KEY.sign(text), "x-oss-pub-key-url", Texts.base64(TestKey.URL));
        ReceivedCallback received =
                ReceivedCallback.read("POST", "/cb", "q=1", headers::get, new ByteArrayInputStream(body));
        assertArrayEquals(body, received.body());
        assertNull(KEY.verifier().verify(received).failedCheck());
    }

    @Test
    void readsBodiesOfAnySizeUpToTheLimit() throws Exception {
        for (int length : new int[] {0, 1, 8191, 8192, 8193, 100_000, 1 << 20}) {
            Stream stream = new Stream(length);
            assertArrayEquals(new Stream(length).readAllBytes(), read(stream).body(), "length " + length);
            assertFalse(stream.closed);
        }
    }

    @Test
    void stopsOneByteAfterTheLimit() throws Exception {
        for (long length : new long[] {(1 << 20) + 1, (1 << 20) + 2, Long.MAX_VALUE}) {
            Stream stream = new Stream(length);
            ReceivedCallback received = read(stream);
            assertEquals((1 << 20) + 1, stream.position);
            CallbackVerification verification = KEY.verifier().verify(received);
            assertEquals(CallbackCheck.BODY_SIZE, verification.failedCheck());
            assertEquals("the body must be at most 1048576 bytes, was at least 1048577", verification.reason());
        }
    }

    /** Only the stream decides: a length may be forged, and a large one must not allocate memory. */
    @Test
    void doesNotTrustContentLength() throws Exception {
        for (String length : new String[] {"0", "1", "9223372036854775807", "-1", "x"}) {
            ReceivedCallback received = ReceivedCallback.read(
                    "POST",
                    "/cb",
                    null,
                    Map.of("Content-Length", length)::get,
                    new ByteArrayInputStream("a=1".getBytes(UTF_8)));
            assertArrayEquals("a=1".getBytes(UTF_8), received.body(), length);
        }
    }

    @Test
    void throwsFailureOfStream() {
        IOException reset = new IOException("Connection reset");
        assertSame(
                reset,
                assertThrows(
                        IOException.class,
                        () -> read(new InputStream() {
                            private int reads;

                            @Override
                            public int read() throws IOException {
                                if (reads++ == 3) {
                                    throw reset;
                                }
                                return 'a';
                            }

                            @Override
                            public int read(byte[] buffer, int offset, int count) throws IOException {
                                buffer[offset] = (byte) read();
                                return 1;
                            }
                        })));
    }
}
