// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An application server on loopback that receives callbacks. */
public final class ApplicationServer implements AutoCloseable {
    /** The bodies of the requests, in their order. */
    public final List<String> received = new CopyOnWriteArrayList<>();

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;

    /** Starts a server that returns status 200 and {@code {}} as JSON. */
    public ApplicationServer() throws IOException {
        this(exchange -> respond(exchange, 200, "application/json", "{}"));
    }

    /** Starts a server. The handler must not read the request body. */
    public ApplicationServer(HttpHandler handler) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            try (exchange) {
                received.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
                handler.handle(exchange);
            }
        });
        server.start();
    }

    public static void respond(HttpExchange exchange, int status, String contentType, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", contentType);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public String url() {
        return "http://127.0.0.1:" + port() + "/cb";
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
