// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.okhttp;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The input of a socket, read up to 64 KB at a time. Has a buffer only while bytes wait in it. The first read goes into
 * the caller's array. If it was filled and more bytes are there, the next read of the socket fills a buffer: a thread
 * that waits for a response has none. Unlike {@code BufferedInputStream}, a read makes at most one read of the socket.
 * Not thread-safe.
 */
final class SocketInput extends InputStream {
    /** The read timeout with which OkHttp looks whether an idle connection is still open. */
    private static final int PROBE_MILLIS = 1;

    private final Socket socket;
    private final InputStream stream;
    private final Pace pace;

    /**
     * The bytes that wait. A read takes them and puts them back, so that two threads, which must not read at the same
     * time, never return one buffer to the pool twice: other connections would share it.
     */
    private final AtomicReference<@Nullable Filled> waiting = new AtomicReference<>();

    /** Whether the last read of the socket returned as many bytes as it could. */
    private boolean wasFull;

    SocketInput(Socket socket, InputStream stream, Pace pace) {
        this.socket = socket;
        this.stream = stream;
        this.pace = pace;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        Filled filled = waiting.getAndSet(null);
        if (filled == null) {
            if (!wasFull || stream.available() == 0) {
                int count = readPaced(bytes, offset, length);
                wasFull = count == length;
                return count;
            }
            filled = fill();
            if (filled == null) {
                return -1;
            }
        }
        int count = Math.min(length, filled.limit - filled.position);
        System.arraycopy(filled.buffer, filled.position, bytes, offset, count);
        filled.position += count;
        if (filled.position == filled.limit) {
            BufferPool.give(filled.buffer);
        } else {
            waiting.set(filled);
        }
        return count;
    }

    /** Returns bytes of the socket; null at the end. */
    private @Nullable Filled fill() throws IOException {
        byte[] taken = BufferPool.take();
        int count = 0;
        try {
            count = readPaced(taken, 0, taken.length);
        } finally {
            if (count <= 0) {
                BufferPool.give(taken);
            }
        }
        wasFull = count == taken.length;
        return count <= 0 ? null : new Filled(taken, count);
    }

    private int readPaced(byte[] bytes, int offset, int length) throws IOException {
        EarliestTimeout.keep();
        boolean isTimed = pace.isTimed();
        long started = isTimed ? System.nanoTime() : 0;
        int count = stream.read(bytes, offset, length);
        if (count > 0) {
            pace.received(count, isTimed ? System.nanoTime() - started : 0);
            if (isTimed) {
                // OkHttp sets this option to the read timeout; to 0 for HTTP/2, whose connections are read while idle.
                int millis = socket.getSoTimeout();
                if (millis != PROBE_MILLIS) {
                    pace.check(millis);
                }
            }
        }
        return count;
    }

    @Override
    public int available() throws IOException {
        Filled filled = waiting.get();
        return (filled == null ? 0 : filled.limit - filled.position) + stream.available();
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }

    private static final class Filled {
        private final byte[] buffer;
        private final int limit;
        private int position;

        Filled(byte[] buffer, int limit) {
            this.buffer = buffer;
            this.limit = limit;
        }
    }
}
