// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.samples;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.github.ossv4.http.OutcomeUnknownException;
import io.github.ossv4.http.ServiceException;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** Responds to the requests of visitors. The texts of errors are for the visitor. */
interface Responder {
    Response respond(HttpExchange exchange, String visitor, Map<String, String> query) throws IOException;

    /** A response. */
    final class Response {
        private final int status;
        private final String type;
        private final byte[] body;

        Response(int status, String type, byte[] body) {
            this.status = status;
            this.type = type;
            this.body = body;
        }

        static Response of(int status, String type, String body) {
            return new Response(status, type, body.getBytes(StandardCharsets.UTF_8));
        }

        static Response text(int status, String text) {
            return of(status, "text/plain; charset=utf-8", text);
        }

        static Response json(String json) {
            return of(200, "application/json", json);
        }

        void send(HttpExchange exchange) throws IOException {
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    /** Returns a handler that requires the cookie of a visitor, and converts exceptions. */
    static HttpHandler forVisitors(Responder responder) {
        return exchange -> {
            try (exchange) {
                String visitor = Visitors.identify(exchange);
                Response response = visitor == null
                        ? Response.text(403, "Allow cookies for this page, and reload it.")
                        : convertExceptions(responder, exchange, visitor);
                response.send(exchange);
            }
        };
    }

    private static Response convertExceptions(Responder responder, HttpExchange exchange, String visitor) {
        try {
            return responder.respond(exchange, visitor, parseQuery(exchange.getRequestURI()));
        } catch (IllegalArgumentException e) {
            return Response.text(400, "The request is invalid.");
        } catch (OutcomeUnknownException e) {
            return Response.text(502, "The response of OSS was lost. The file may be stored.");
        } catch (ServiceException e) {
            return Response.text(502, "OSS refused the request of the application server (" + e.code() + ").");
        } catch (IOException e) {
            return Response.text(502, "The application server cannot reach OSS.");
        }
    }

    private static Map<String, String> parseQuery(URI uri) {
        Map<String, String> query = new HashMap<>();
        for (String pair : Objects.requireNonNullElse(uri.getRawQuery(), "").split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                query.put(
                        URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
                        URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return query;
    }
}
