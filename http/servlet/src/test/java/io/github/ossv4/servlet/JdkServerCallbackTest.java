// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.servlet;

import com.sun.net.httpserver.HttpHandler;
import io.github.ossv4.servlet.testing.JdkServer;
import io.github.ossv4.servlet.testing.WebServer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

class JdkServerCallbackTest extends CallbackServerContract {
    @Override
    WebServer start(Map<String, CallbackEndpoint> endpoints) throws Exception {
        Map<String, HttpHandler> handlers = new HashMap<>();
        handlers.put("/", exchange -> {
            try (exchange) {
                byte[] body = exchange.getRequestBody().readAllBytes();
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        endpoints.forEach((path, endpoint) -> handlers.put(path, CallbackHttpHandler.of(endpoint)));
        return new JdkServer(handlers);
    }

    /** A context includes the paths below it. */
    @Override
    List<String> otherPaths() {
        return List.of("/other", "/other?x=/uploaded", "/");
    }
}
