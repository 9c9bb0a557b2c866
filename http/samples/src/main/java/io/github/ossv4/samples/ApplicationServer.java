// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.samples;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The server that OSS calls after an upload. It responds with JSON, for which OSS waits 5 seconds. It does not check
 * that a callback is genuine; {@link DirectUploadServer} does.
 */
final class ApplicationServer implements AutoCloseable {
    private final HttpServer server;

    private ApplicationServer(HttpServer server) {
        this.server = server;
    }

    static ApplicationServer start(Consumer<CallbackRequest> consumer) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/uploaded", exchange -> handle(exchange, consumer));
        server.start();
        return new ApplicationServer(server);
    }

    private static void handle(HttpExchange exchange, Consumer<CallbackRequest> consumer) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Map<String, String> headers = new TreeMap<>();
            exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, String.join(",", values)));
            consumer.accept(
                    new CallbackRequest(exchange.getRequestMethod() + " " + exchange.getRequestURI(), headers, body));
            byte[] json = "{\"status\":\"received\"}".getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            // The length is required: OSS does not accept a chunked response.
            exchange.sendResponseHeaders(200, json.length);
            exchange.getResponseBody().write(json);
        }
    }

    int port() {
        return server.getAddress().getPort();
    }

    String url() {
        return "http://127.0.0.1:" + port() + "/uploaded";
    }

    @Override
    public void close() {
        server.stop(0);
    }

    /** A callback request. */
    record CallbackRequest(String requestLine, Map<String, String> headers, String body) {}
}
