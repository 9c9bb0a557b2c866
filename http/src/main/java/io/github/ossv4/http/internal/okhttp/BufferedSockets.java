// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.okhttp;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * A factory of sockets that read up to 32 KB in a system call. OkHttp reads 8 KB at a time, and TLS less. A response
 * that is too slow, also its headers, fails: see {@link Pace}.
 */
final class BufferedSockets extends SocketFactory {
    /** One for all clients: OkHttp shares connections only if their factories are equal. */
    static final BufferedSockets INSTANCE = new BufferedSockets();

    private static final int SIZE = 32 * 1024;

    private BufferedSockets() {}

    @Override
    public Socket createSocket() {
        return new BufferedSocket();
    }

    @Override
    public Socket createSocket(String host, int port) {
        throw unsupported();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
        throw unsupported();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
        throw unsupported();
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort) {
        throw unsupported();
    }

    private static UnsupportedOperationException unsupported() {
        return new UnsupportedOperationException("connected sockets are not supported: OkHttp connects them");
    }

    private static final class BufferedSocket extends Socket {
        private @Nullable InputStream input;
        private final Pace pace = new Pace();

        @Override
        public OutputStream getOutputStream() throws IOException {
            OutputStream socket = super.getOutputStream();
            return new OutputStream() {
                @Override
                public void write(int b) throws IOException {
                    write(new byte[] {(byte) b}, 0, 1);
                }

                @Override
                public void write(byte[] bytes, int offset, int length) throws IOException {
                    pace.restart();
                    socket.write(bytes, offset, length);
                }

                @Override
                public void close() throws IOException {
                    socket.close();
                }
            };
        }

        @Override
        public synchronized InputStream getInputStream() throws IOException {
            InputStream socket = super.getInputStream();
            InputStream buffered = input;
            if (buffered == null) {
                buffered = new BufferedInput(this, socket, pace);
                input = buffered;
            }
            return buffered;
        }
    }

    /** Unlike {@code BufferedInputStream}, a read makes at most one read of the socket. Not thread-safe. */
    private static final class BufferedInput extends InputStream {
        private final Socket socket;
        private final InputStream stream;
        private final Pace pace;
        private final byte[] buffer = new byte[SIZE];
        private int position;
        private int limit;

        BufferedInput(Socket socket, InputStream stream, Pace pace) {
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
            if (position == limit) {
                position = 0;
                limit = 0;
                limit = Math.max(0, readPaced());
                if (limit == 0) {
                    return -1;
                }
            }
            int count = Math.min(length, limit - position);
            System.arraycopy(buffer, position, bytes, offset, count);
            position += count;
            return count;
        }

        private int readPaced() throws IOException {
            boolean isTimed = pace.isTimed();
            long started = isTimed ? System.nanoTime() : 0;
            int count = stream.read(buffer, 0, SIZE);
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
            return limit - position + stream.available();
        }

        @Override
        public void close() throws IOException {
            stream.close();
        }
    }
}
