// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.credentials;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import okhttp3.HttpUrl;

/** A server on loopback with a fixed response for each request line, such as {@code GET /path}. */
final class StubServer implements AutoCloseable {
    private record Stub(int status, String body) {}

    final List<String> requests = new CopyOnWriteArrayList<>();
    final List<Headers> headers = new CopyOnWriteArrayList<>();
    private final Map<String, Stub> responses = new ConcurrentHashMap<>();
    private final HttpServer server;

    StubServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::serve);
        server.start();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
            requests.add(request);
            headers.add(exchange.getRequestHeaders());
            Stub stub = responses.getOrDefault(request, new Stub(404, "<html>not found</html>"));
            byte[] body = stub.body().getBytes(UTF_8);
            exchange.getResponseHeaders().set("Location", "/other");
            exchange.sendResponseHeaders(stub.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    void respond(String request, int status, String body) {
        responses.put(request, new Stub(status, body));
    }

    void remove(String request) {
        responses.remove(request);
    }

    HttpUrl url() {
        return HttpUrl.get("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
