// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.servlet;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.net.URI;
import java.util.Objects;

/**
 * A {@link CallbackEndpoint} in the JDK's {@link com.sun.net.httpserver.HttpServer}. It responds to all requests whose
 * path begins with its context's. Thread-safe.
 *
 * <pre>{@code
 * HttpServer server = HttpServer.create(new InetSocketAddress(8080), 0);
 * server.createContext("/uploaded", CallbackHttpHandler.of(endpoint));
 * server.setExecutor(Executors.newFixedThreadPool(8));
 * server.start();
 * }</pre>
 *
 * <p>By default the JDK's server processes one request at a time, and waits forever for the rest of a request: set an
 * executor, and the system property {@code sun.net.httpserver.maxReqTime} in seconds.
 */
// jdk.httpserver is not required transitively, see module-info.
@SuppressWarnings("exports")
public final class CallbackHttpHandler implements HttpHandler {
    private final CallbackEndpoint endpoint;

    private CallbackHttpHandler(CallbackEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    /** Returns a handler. */
    public static CallbackHttpHandler of(CallbackEndpoint endpoint) {
        return new CallbackHttpHandler(Objects.requireNonNull(endpoint, "endpoint"));
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            URI uri = exchange.getRequestURI();
            EndpointResponse result = endpoint.respond(new EndpointRequest(
                    exchange.getRequestMethod(),
                    uri.getRawPath(),
                    uri.getRawQuery(),
                    exchange.getRequestHeaders()::getFirst,
                    exchange::getRequestBody));
            result.content().headers().forEach(exchange.getResponseHeaders()::set);
            EndpointResponse.sendUninterrupted(() -> {
                if (exchange.getRequestMethod().equals("HEAD")) {
                    exchange.sendResponseHeaders(result.status(), -1);
                } else {
                    byte[] body = result.content().body();
                    exchange.sendResponseHeaders(result.status(), body.length);
                    exchange.getResponseBody().write(body);
                    exchange.getResponseBody().flush();
                }
            });
        }
    }

    @Override
    public String toString() {
        return "CallbackHttpHandler{" + endpoint + "}";
    }
}
