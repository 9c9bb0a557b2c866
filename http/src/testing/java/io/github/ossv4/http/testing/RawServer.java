// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server on loopback whose script decides what it sends and when. A {@link WireServer} reads the whole request first.
 */
public final class RawServer implements AutoCloseable {
    public interface Script {
        void run(Peer client) throws IOException;
    }

    /** A connection. It is closed after the script, which resets it if unread bytes remain. */
    public record Peer(Socket socket) {
        /** Reads the next request up to its body. */
        public String head() throws IOException {
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int next = socket.getInputStream().read();
                if (next < 0) {
                    throw new EOFException("after " + head);
                }
                head.append((char) next);
            }
            return head.toString();
        }

        public void skip(long bytes) throws IOException {
            socket.getInputStream().skipNBytes(bytes);
        }

        public Peer send(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(UTF_8));
            return this;
        }

        /** Sends the status line and the headers of a response. Its body, if any, must follow. */
        public Peer respond(String status, String... headers) throws IOException {
            return send("HTTP/1.1 " + status + "\r\n" + String.join("\r\n", headers)
                    + (headers.length == 0 ? "\r\n" : "\r\n\r\n"));
        }

        /** Reads and discards bytes until the client closes the connection. */
        public void drain() throws IOException {
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        }

        /** Closes the connection with RST, even if all bytes were read. */
        public void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }
    }

    private final ServerSocket server = new ServerSocket();
    private final AtomicInteger connections = new AtomicInteger();

    /** @param script runs for each connection, one after the other */
    public RawServer(Script script) throws IOException {
        // A client that sends megabytes to a server that does not read must block.
        server.setReceiveBufferSize(64 * 1024);
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        Thread thread = new Thread(() -> serve(script), "raw server");
        thread.setDaemon(true);
        thread.start();
    }

    private void serve(Script script) {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                connections.incrementAndGet();
                // A response must be sent completely before the connection is reset.
                socket.setTcpNoDelay(true);
                script.run(new Peer(socket));
            } catch (IOException e) {
                // The client fails too, which the test asserts.
            }
        }
    }

    public String endpoint() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    public int connections() {
        return connections.get();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
