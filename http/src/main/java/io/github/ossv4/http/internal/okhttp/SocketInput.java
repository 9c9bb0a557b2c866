// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.okhttp;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/**
 * The input of a socket, read up to 64 KB at a time. Has a buffer only while bytes wait in it. The first read goes into the caller's array. Only if it was filled,
 * more bytes are there, and a read of the socket fills a buffer. Unlike {@code BufferedInputStream}, a read makes at
 * most one read of the socket. Not thread-safe.
 */
final class SocketInput extends InputStream {
    private final Socket socket;
    private final InputStream stream;
    private final Pace pace;
    private byte @Nullable [] buffer;
    private int position;
    private int limit;

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
        byte[] waiting = buffer;
        if (waiting == null) {
            if (!wasFull) {
                int count = readPaced(bytes, offset, length);
                wasFull = count == length;
                return count;
            }
            waiting = fill();
            if (waiting == null) {
                return -1;
            }
        }
        int count = Math.min(length, limit - position);
        System.arraycopy(waiting, position, bytes, offset, count);
        position += count;
        if (position == limit) {
            buffer = null;
            BufferPool.give(waiting);
        }
        return count;
    }

    /** Returns a buffer with bytes of the socket; null at the end. */
    private byte @Nullable [] fill() throws IOException {
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
        if (count <= 0) {
            return null;
        }
        position = 0;
        limit = count;
        buffer = taken;
        return taken;
    }

    private int readPaced(byte[] bytes, int offset, int length) throws IOException {
        boolean isTimed = pace.isTimed();
        long started = isTimed ? System.nanoTime() : 0;
        int count = stream.read(bytes, offset, length);
        if (count > 0) {
            pace.received(count, isTimed ? System.nanoTime() - started : 0);
            if (isTimed) {
                // OkHttp sets this option to the read timeout; to 0 for HTTP/2, whose connections are read while
                // idle.
                pace.check(socket.getSoTimeout());
            }
        }
        return count;
    }

    @Override
    public int available() throws IOException {
        return (buffer == null ? 0 : limit - position) + stream.available();
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
