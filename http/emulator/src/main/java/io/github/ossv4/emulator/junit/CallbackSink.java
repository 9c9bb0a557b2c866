// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.junit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.ossv4.emulator.internal.wire.DaemonThreads;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An application server on loopback that records callbacks. Thread-safe. */
final class CallbackSink implements AutoCloseable {
    private static final byte[] LOOPBACK = {127, 0, 0, 1};
    private static final Response ACCEPTED = new Response(200, "{\"Status\":\"OK\"}");

    private final HttpServer server;
    private final ExecutorService threads =
            Executors.newCachedThreadPool(DaemonThreads.named("ossv4-emulator-callback-sink"));
    private final List<RecordedCallback> received = new CopyOnWriteArrayList<>();
    private volatile Response response = ACCEPTED;

    private record Response(int status, String json) {}

    CallbackSink() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            try (exchange) {
                handle(exchange);
            }
        });
        server.start();
    }

    private void handle(HttpExchange exchange) throws IOException {
        URI target = exchange.getRequestURI();
        // Recorded before the response is sent, so that an upload never returns before its callback is recorded.
        received.add(new RecordedCallback(
                exchange.getRequestMethod(),
                target.getRawPath(),
                target.getRawQuery(),
                exchange.getRequestHeaders(),
                exchange.getRequestBody().readAllBytes()));
        Response current = response;
        byte[] body = current.json().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(current.status(), body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    int port() {
        return server.getAddress().getPort();
    }

    String url() {
        return "http://127.0.0.1:" + port() + "/callback";
    }

    List<RecordedCallback> received() {
        return List.copyOf(received);
    }

    void respond(int status, String json) {
        response = new Response(status, json);
    }

    /** Removes the recorded callbacks, and restores the default response. */
    void reset() {
        received.clear();
        response = ACCEPTED;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
