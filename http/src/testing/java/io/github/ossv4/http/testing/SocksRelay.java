// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.Socket;

/** A proxy that accepts connections by SOCKS 5 (RFC 1928) to any name, and connects them to a port of this machine. */
public final class SocksRelay implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final int target;

    /** Starts a proxy. */
    public SocksRelay(int target) throws IOException {
        this.target = target;
        start(() -> {
            while (true) {
                Socket client = server.accept();
                start(() -> relay(client));
            }
        });
    }

    /** Returns the proxy. */
    public Proxy proxy() {
        return new Proxy(
                Proxy.Type.SOCKS, new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getLocalPort()));
    }

    private interface Task {
        void run() throws IOException;
    }

    /** A task ends when its socket is closed. */
    private static void start(Task task) {
        Thread thread = new Thread(() -> {
            try {
                task.run();
            } catch (IOException e) {
                // Closed.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private void relay(Socket client) throws IOException {
        try (Socket from = client;
                Socket to = new Socket(InetAddress.getLoopbackAddress(), target)) {
            InputStream in = from.getInputStream();
            OutputStream out = from.getOutputStream();
            in.skipNBytes(1);
            in.skipNBytes(in.read());
            out.write(new byte[] {5, 0});
            in.skipNBytes(3);
            // An IPv4 address has 4 bytes; the length of a name is before it.
            in.skipNBytes(in.read() == 1 ? 4 + 2 : in.read() + 2L);
            out.write(new byte[] {5, 0, 0, 1, 0, 0, 0, 0, 0, 0});
            start(() -> {
                try (Socket closed = from) {
                    to.getInputStream().transferTo(closed.getOutputStream());
                }
            });
            in.transferTo(to.getOutputStream());
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
