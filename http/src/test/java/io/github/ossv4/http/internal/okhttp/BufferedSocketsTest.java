// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.okhttp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class BufferedSocketsTest {
    private static Socket connected(ServerSocket server) throws IOException {
        Socket socket = BufferedSockets.INSTANCE.createSocket();
        socket.connect(server.getLocalSocketAddress());
        return socket;
    }

    private static ServerSocket server() throws IOException {
        return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    @Test
    void readsAllBytesInOrder() throws Exception {
        byte[] bytes = new byte[1_000_000];
        new Random(1).nextBytes(bytes);
        try (ServerSocket server = server();
                Socket socket = connected(server);
                Socket sender = server.accept()) {
            CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> {
                try (Socket closed = sender) {
                    closed.getOutputStream().write(bytes);
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            InputStream in = socket.getInputStream();
            assertSame(in, socket.getInputStream());
            byte[] received = new byte[bytes.length];
            int count = 0;
            for (int most = 1; count < received.length; most = most % 50_000 + 777) {
                received[count] = (byte) in.read();
                count++;
                if (count < received.length) {
                    count += in.read(received, count, Math.min(most, received.length - count));
                }
            }
            assertArrayEquals(bytes, received);
            assertEquals(-1, in.read());
            assertEquals(-1, in.read(received, 0, 1));
            sent.get();
        }
    }

    @Test
    void readsAfterTimeout() throws Exception {
        try (ServerSocket server = server();
                Socket socket = connected(server);
                Socket sender = server.accept()) {
            socket.setSoTimeout(1);
            InputStream in = socket.getInputStream();
            assertThrows(SocketTimeoutException.class, in::read);
            socket.setSoTimeout(30_000);
            sender.getOutputStream().write(new byte[] {1, (byte) 255});
            assertEquals(1, in.read());
            assertEquals(255, in.read());
            in.close();
            assertTrue(socket.isClosed());
        }
    }

    @Test
    void createsOnlySocketsThatAreNotConnected() {
        BufferedSockets sockets = BufferedSockets.INSTANCE;
        InetAddress address = InetAddress.getLoopbackAddress();
        assertThrows(UnsupportedOperationException.class, () -> sockets.createSocket("a", 1));
        assertThrows(UnsupportedOperationException.class, () -> sockets.createSocket("a", 1, address, 1));
        assertThrows(UnsupportedOperationException.class, () -> sockets.createSocket(address, 1));
        assertThrows(UnsupportedOperationException.class, () -> sockets.createSocket(address, 1, address, 1));
    }
}
