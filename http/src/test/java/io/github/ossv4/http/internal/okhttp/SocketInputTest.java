// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.okhttp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SocketInputTest {
    private static final int SIZE = BufferPool.SIZE;

    private static SocketInput input(InputStream stream) {
        return new SocketInput(new Socket(), stream, new Pace());
    }

    @Test
    void readsMoreThanAskedOnlyIfMoreIsThere() throws Exception {
        Recorded socket = new Recorded(new byte[8192 + SIZE + 100]);
        SocketInput input = input(socket);
        byte[] segment = new byte[8192];
        int read;
        do {
            read = input.read(segment, 0, segment.length);
        } while (read >= 0);
        // The first read fills the segment, so that a buffer is filled after it; then one that is not, and the end.
        assertEquals(List.of(8192, SIZE, SIZE, 8192), socket.asked);
    }

    /** Otherwise each connection that waits after such a response would have a buffer of 64 KB. */
    @Test
    void waitsWithoutABuffer() throws Exception {
        Recorded socket = new Recorded(new byte[8192]);
        SocketInput input = input(socket);
        assertEquals(8192, input.read(new byte[8192], 0, 8192));
        assertEquals(-1, input.read(new byte[8192], 0, 8192));
        assertEquals(List.of(8192, 8192), socket.asked);
    }

    @Test
    void readsAShortResponseIntoTheArray() throws Exception {
        Recorded socket = new Recorded(new byte[300]);
        SocketInput input = input(socket);
        assertEquals(300, input.read(new byte[8192], 0, 8192));
        assertEquals(-1, input.read(new byte[8192], 0, 8192));
        assertEquals(List.of(8192, 8192), socket.asked);
    }

    @Test
    void returnsAllBytesInOrder() throws Exception {
        long seed = System.nanoTime();
        System.out.println("SocketInputTest seed " + seed);
        Random random = new Random(seed);
        byte[] bytes = new byte[20 * SIZE];
        random.nextBytes(bytes);
        SocketInput input = input(new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] array, int offset, int length) {
                return super.read(
                        array, offset, random.nextBoolean() ? length : Math.min(length, 1 + random.nextInt(1000)));
            }
        });
        byte[] received = new byte[bytes.length];
        int count = 0;
        while (count < bytes.length) {
            int most = Math.min(bytes.length - count, 1 + random.nextInt(random.nextBoolean() ? 20 : 3 * SIZE));
            assertEquals(0, input.read(received, count, 0));
            count += input.read(received, count, most);
        }
        assertEquals(-1, input.read(received, 0, 1));
        assertArrayEquals(bytes, received);
    }

    /** OkHttp would use a connection again that the server has closed. */
    @Test
    void reportsNoSlowResponseToTheCheckOfAnIdleConnection() throws Exception {
        Socket socket = new Socket() {
            @Override
            public synchronized int getSoTimeout() {
                return 1;
            }
        };
        Pace pace = new Pace();
        pace.received(300, TimeUnit.SECONDS.toNanos(1));
        SocketInput input = new SocketInput(socket, new ByteArrayInputStream(new byte[24]), pace);
        assertEquals(24, input.read(new byte[8192], 0, 8192));
        assertEquals(-1, input.read());
    }

    /** Records how many bytes each read asks for. */
    private static final class Recorded extends ByteArrayInputStream {
        private final List<Integer> asked = new ArrayList<>();

        Recorded(byte[] bytes) {
            super(bytes);
        }

        @Override
        public synchronized int read(byte[] array, int offset, int length) {
            asked.add(length);
            return super.read(array, offset, length);
        }
    }
}
