// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.servlet;

import io.github.ossv4.servlet.testing.TomcatServer;
import io.github.ossv4.servlet.testing.WebServer;
import jakarta.servlet.Filter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

class TomcatCallbackTest extends CallbackServerContract {
    @Override
    WebServer start(Map<String, CallbackEndpoint> endpoints) throws Exception {
        List<Filter> filters = new ArrayList<>();
        endpoints.forEach((path, endpoint) -> filters.add(CallbackFilter.of(path, endpoint)));
        return new TomcatServer(contextPath(), filters, Map.of("/", new EchoServlet()));
    }

    @Override
    String contextPath() {
        return "/app";
    }
}
