// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.okhttp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SocketOutputTest {
    private static final int SIZE = BufferPool.SIZE;

    private final Socket owner = new Socket() {
        @Override
        public synchronized int getSoTimeout() {
            return readMillis;
        }
    };
    private int readMillis = 20_000;
    private final Recorded socket = new Recorded();
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1000);
    private final SocketOutput output = new SocketOutput(owner, socket, new Pace(), nanos::get);

    @Test
    void sendsWholeBuffers() throws Exception {
        byte[] bytes = random(3 * SIZE + 10);
        for (int sent = 0; sent < bytes.length; sent += 8192) {
            output.write(bytes, sent, Math.min(8192, bytes.length - sent));
        }
        assertEquals(List.of(8192, SIZE, SIZE), socket.lengths);
        output.flush();
        assertEquals(List.of(8192, SIZE, SIZE, SIZE - 8192 + 10), socket.lengths);
        assertArrayEquals(bytes, socket.bytes.toByteArray());
    }

    /** The server would see nothing of a slow body for as long as the body fits into the buffer. */
    @Test
    void sendsTheFirstBytesOfEachRequestAtOnce() throws Exception {
        for (int request = 0; request < 2; request++) {
            socket.lengths.clear();
            output.write(new byte[300]);
            assertEquals(List.of(), socket.lengths);
            output.write(new byte[8192]);
            assertEquals(List.of(8492), socket.lengths);
            output.write(new byte[8192]);
            output.write(new byte[5]);
            assertEquals(List.of(8492), socket.lengths);
            output.flush();
            assertEquals(List.of(8492, 8197), socket.lengths);
        }
    }

    @Test
    void keepsTheOrderOfWritesOfAllSizes() throws Exception {
        long seed = System.nanoTime();
        System.out.println("SocketOutputTest seed " + seed);
        Random random = new Random(seed);
        byte[] bytes = random(20 * SIZE);
        int sent = 0;
        while (sent < bytes.length) {
            int length = Math.min(bytes.length - sent, random.nextInt(random.nextBoolean() ? 20 : 3 * SIZE));
            if (length == 1) {
                output.write(bytes[sent]);
            } else {
                output.write(bytes, sent, length);
            }
            sent += length;
            if (random.nextInt(5) == 0) {
                output.flush();
            }
        }
        output.flush();
        assertArrayEquals(bytes, socket.bytes.toByteArray());
    }

    @Test
    void sendsNothingIfFlushedTwice() throws Exception {
        output.flush();
        output.write(7);
        output.flush();
        output.flush();
        assertEquals(List.of(1), socket.lengths);
    }

    @Test
    void sendsASlowBodyAsItComes() throws Exception {
        output.write(new byte[5]);
        nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(100));
        output.write(new byte[5]);
        assertEquals(List.of(), socket.lengths);
        nanos.addAndGet(1);
        output.write(new byte[5]);
        assertEquals(List.of(15), socket.lengths);
        output.write(new byte[5]);
        assertEquals(List.of(15), socket.lengths);
        nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(101));
        output.write(new byte[5]);
        assertEquals(List.of(15, 10), socket.lengths);
        nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(101));
        output.write(new byte[5]);
        assertEquals(List.of(15, 10, 5), socket.lengths);
    }

    /** OkHttp waits for the window of the server without a flush. */
    @Test
    void sendsEachWriteOfHttp2() throws Exception {
        readMillis = 0;
        output.write(new byte[5]);
        output.write(new byte[6]);
        assertEquals(List.of(5, 6), socket.lengths);
    }

    /** Otherwise it would send bytes of another connection. */
    @Test
    void keepsItsBufferWhileItSends() throws Exception {
        socket.duringWrite = () -> {
            byte[] buffer = BufferPool.take();
            Arrays.fill(buffer, (byte) 99);
            BufferPool.give(buffer);
        };
        output.write(new byte[] {1, 2, 3});
        output.flush();
        assertArrayEquals(new byte[] {1, 2, 3}, socket.bytes.toByteArray());
    }

    /** A thread that ends the call closes the socket while another one writes. */
    @Test
    void givesItsBufferBackOnce() throws Exception {
        socket.duringWrite = () -> {
            socket.duringWrite = () -> {};
            output.close();
        };
        output.write(new byte[SIZE]);
        output.flush();
        List<byte[]> buffers = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            byte[] buffer = BufferPool.take();
            assertTrue(buffers.stream().noneMatch(other -> other == buffer));
            buffers.add(buffer);
        }
        buffers.forEach(BufferPool::give);
    }

    @Test
    void closesTheSocketAlsoIfItCannotSend() throws Exception {
        output.write(1);
        socket.fails = true;
        assertThrows(IOException.class, output::close);
        assertTrue(socket.isClosed);
    }

    @Test
    void sendsTheRestWhenClosed() throws Exception {
        output.write(1);
        output.close();
        assertEquals(List.of(1), socket.lengths);
        assertTrue(socket.isClosed);
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(1).nextBytes(bytes);
        return bytes;
    }

    /** Records the length of each write. */
    private static final class Recorded extends OutputStream {
        private final List<Integer> lengths = new ArrayList<>();
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private boolean fails;
        private boolean isClosed;
        private Action duringWrite = () -> {};

        private interface Action {
            void run() throws IOException;
        }

        @Override
        public void write(int b) {
            throw new AssertionError("a system call for one byte");
        }

        @Override
        public void write(byte[] array, int offset, int length) throws IOException {
            if (fails) {
                throw new IOException("planted");
            }
            duringWrite.run();
            lengths.add(length);
            bytes.write(array, offset, length);
        }

        @Override
        public void close() {
            isClosed = true;
        }
    }
}
