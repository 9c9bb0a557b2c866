// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.okhttp;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/** A factory of sockets that read up to 32 KB in a system call. OkHttp reads 8 KB at a time, and TLS less. */
final class BufferedSockets extends UnconnectedSockets {
    private static final int SIZE = 32 * 1024;

    @Override
    public Socket createSocket() {
        return new BufferedSocket();
    }

    private static final class BufferedSocket extends Socket {
        private @Nullable InputStream input;

        @Override
        public synchronized InputStream getInputStream() throws IOException {
            InputStream socket = super.getInputStream();
            InputStream buffered = input;
            if (buffered == null) {
                buffered = new BufferedInput(socket);
                input = buffered;
            }
            return buffered;
        }
    }

    /** Unlike {@code BufferedInputStream}, a read makes at most one read of the socket. Not thread-safe. */
    private static final class BufferedInput extends InputStream {
        private final InputStream socket;
        private final byte[] buffer = new byte[SIZE];
        private int position;
        private int limit;

        BufferedInput(InputStream socket) {
            this.socket = socket;
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
                limit = Math.max(0, socket.read(buffer, 0, SIZE));
                if (limit == 0) {
                    return -1;
                }
            }
            int count = Math.min(length, limit - position);
            System.arraycopy(buffer, position, bytes, offset, count);
            position += count;
            return count;
        }

        @Override
        public int available() throws IOException {
            return limit - position + socket.available();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
