// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.samples.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server that responds to CORS preflight requests, and never reads an upload. */
public final class UnresponsiveOss implements AutoCloseable {
    private final ServerSocket server = new ServerSocket();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    public UnresponsiveOss() throws IOException {
        server.setReceiveBufferSize(1 << 16);
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        start(this::accept);
    }

    public String url() {
        return "http://127.0.0.1:" + server.getLocalPort() + "/";
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "unresponsive OSS");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                sockets.add(socket);
                start(() -> respondToPreflight(socket));
            }
        } catch (IOException closed) {
            // The test has completed.
        }
    }

    private static void respondToPreflight(Socket socket) {
        try {
            byte[] method = socket.getInputStream().readNBytes(7);
            if (new String(method, UTF_8).equals("OPTIONS")) {
                String response = String.join(
                        "\r\n",
                        "HTTP/1.1 200 OK",
                        "Access-Control-Allow-Origin: *",
                        "Access-Control-Allow-Methods: POST",
                        "Content-Length: 0",
                        "Connection: close",
                        "",
                        "");
                socket.getOutputStream().write(response.getBytes(UTF_8));
                socket.shutdownOutput();
            }
        } catch (IOException closed) {
            // Chromium opens connections that it may never use.
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
