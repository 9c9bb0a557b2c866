// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.testing;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An application server on the loopback interface that receives callbacks. */
public final class AppServer implements AutoCloseable {
    private final HttpServer server;

    /** The bodies that it received. */
    public final List<String> bodies = new CopyOnWriteArrayList<>();

    private AppServer(HttpServer server) {
        this.server = server;
    }

    /** Starts a server that responds to every request alike. */
    public static AppServer start(int status, String contentType, String response) throws IOException {
        HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        AppServer server = new AppServer(http);
        http.createContext("/", exchange -> {
            server.bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            byte[] bytes = response.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", contentType);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        http.start();
        return server;
    }

    /** Returns its port. */
    public int port() {
        return server.getAddress().getPort();
    }

    /** Returns a URL at which it receives callbacks. */
    public String url() {
        return "http://127.0.0.1:" + port() + "/uploaded";
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
