// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.virtual;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.http.testing.RawServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A server on loopback that stalls in requests of one method, and that accepts and aborts multipart uploads. */
final class StallingServer implements AutoCloseable {
    /** The point at which it stalls. */
    enum Stall {
        WITHOUT_READING,
        AFTER_READING,
        IN_RESPONSE_BODY,
        /** It sends a response that is retried. */
        UNAVAILABLE
    }

    private static final String INITIATED = "<InitiateMultipartUploadResult><Bucket>examplebucket</Bucket><Key>k</Key>"
            + "<UploadId>0004B9894A22E5B1888A1E29F8236E2D</UploadId></InitiateMultipartUploadResult>";
    private static final String REQUEST_ID = "x-oss-request-id: 5C3D";
    private static final int OBJECT = 300 * 1024;

    private final String method;
    private final Stall stall;
    private final ServerSocket server = new ServerSocket();
    private final CountDownLatch stalled = new CountDownLatch(1);
    private final CountDownLatch reading = new CountDownLatch(1);

    StallingServer(String method, Stall stall) throws IOException {
        this.method = method;
        this.stall = stall;
        server.setReceiveBufferSize(64 * 1024);
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        start(this::accept);
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "stalling server");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                start(() -> serve(socket));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            RawServer.Peer peer = new RawServer.Peer(socket);
            while (true) {
                String head = peer.head();
                if (head.startsWith(method + " ")) {
                    stall(peer, head);
                } else {
                    respond(peer, head.startsWith("POST ") ? INITIATED : "");
                }
            }
        } catch (IOException e) {
            // The client closed the connection.
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void respond(RawServer.Peer peer, String body) throws IOException {
        if (body.isEmpty()) {
            peer.respond("204 No Content", REQUEST_ID);
        } else {
            peer.respond("200 OK", REQUEST_ID, "Content-Length: " + body.getBytes(UTF_8).length)
                    .send(body);
        }
    }

    private void stall(RawServer.Peer peer, String head) throws IOException, InterruptedException {
        switch (stall) {
            case WITHOUT_READING -> {
                stalled.countDown();
                reading.await();
            }
            case AFTER_READING -> {
                String length = head.replaceAll("(?is).*\r\ncontent-length: *([0-9]+).*", "$1");
                peer.skip(length.equals(head) ? 0 : Long.parseLong(length));
                stalled.countDown();
            }
            case IN_RESPONSE_BODY -> {
                peer.respond(
                                head.toLowerCase(Locale.ROOT).contains("\r\nrange:") ? "206 Partial Content" : "200 OK",
                                REQUEST_ID,
                                "ETag: \"5D41402abc4B2A76B9719D911017C592\"",
                                "x-oss-hash-crc64ecma: 1",
                                "Last-Modified: Fri, 24 Feb 2012 06:07:48 GMT",
                                "Content-Range: bytes 0-" + (100 * 1024 - 1) + "/" + OBJECT,
                                "Content-Length: " + 100 * 1024)
                        .send("half of an object");
                stalled.countDown();
            }
            case UNAVAILABLE -> {
                peer.respond("503 Service Unavailable", REQUEST_ID);
                stalled.countDown();
            }
        }
        peer.drain();
        throw new IOException("closed by the client");
    }

    void awaitStall() throws InterruptedException {
        assertTrue(stalled.await(1, TimeUnit.MINUTES));
    }

    /** Reads what was not read, up to the end of each connection. */
    void drain() {
        reading.countDown();
    }

    @Override
    public void close() throws IOException {
        reading.countDown();
        server.close();
    }
}
