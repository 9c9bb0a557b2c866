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
 * A factory of sockets that read and write up to 64 KB in a system call. OkHttp reads and writes 8 KB at a time, and
 * TLS reads less. A response that is too slow, also its headers, fails: see {@link Pace}.
 */
final class BufferedSockets extends SocketFactory {
    /** One for all clients: OkHttp shares connections only if their factories are equal. */
    static final BufferedSockets INSTANCE = new BufferedSockets();

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
        private @Nullable OutputStream output;
        private final Pace pace = new Pace();

        /**
         * Returns 0, though the option of the kernel stays unset. With another value, closing a TLS socket waits until
         * a blocked write ends: so would the one thread that ends all calls of the JVM at their time limits.
         */
        @Override
        public int getSoLinger() {
            return 0;
        }

        @Override
        public synchronized OutputStream getOutputStream() throws IOException {
            OutputStream socket = super.getOutputStream();
            OutputStream buffered = output;
            if (buffered == null) {
                buffered = new SocketOutput(this, socket, pace, System::nanoTime);
                output = buffered;
            }
            return buffered;
        }

        @Override
        public synchronized InputStream getInputStream() throws IOException {
            InputStream socket = super.getInputStream();
            InputStream buffered = input;
            if (buffered == null) {
                buffered = new SocketInput(this, socket, pace);
                input = buffered;
            }
            return buffered;
        }
    }
}
