// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A server with the responses that a test needs, and that the emulator never sends. */
public final class StubOss implements AutoCloseable {
    private static final int OK = 200;

    /** A line for each request: its method and query. */
    public final List<String> requests = new CopyOnWriteArrayList<>();

    private final HttpServer server;

    /** Returns the response to a request. */
    public interface Script {
        Response to(HttpExchange request) throws IOException;
    }

    /**
     * A response.
     *
     * @param body null for a response to HEAD
     */
    public record Response(
            int status,
            Map<String, String> headers,
            @Nullable String body) {
        /** Creates a response with status 200. */
        public Response(Map<String, String> headers, @Nullable String body) {
            this(OK, headers, body);
        }

        /** Returns a response with a document. */
        public static Response of(String document) {
            return new Response(Map.of(), document);
        }
    }

    private StubOss(HttpServer server) {
        this.server = server;
    }

    public static StubOss start(Script script) throws IOException {
        StubOss stub = new StubOss(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
        stub.server.createContext("/", exchange -> stub.respond(exchange, script));
        stub.server.start();
        return stub;
    }

    private void respond(HttpExchange exchange, Script script) throws IOException {
        requests.add(
                exchange.getRequestMethod() + " " + exchange.getRequestURI().getQuery());
        Response response = script.to(exchange);
        exchange.getRequestBody().readAllBytes();
        exchange.getResponseHeaders().set("x-oss-request-id", "1");
        response.headers().forEach(exchange.getResponseHeaders()::set);
        if (response.body() == null) {
            exchange.sendResponseHeaders(response.status(), -1);
        } else {
            byte[] body = response.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(response.status(), body.length);
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    /** Returns the endpoint of the server. */
    public String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
