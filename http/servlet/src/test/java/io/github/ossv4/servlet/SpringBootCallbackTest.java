// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.servlet;

import io.github.ossv4.servlet.testing.SpringServer;
import io.github.ossv4.servlet.testing.WebServer;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The filters are beans, and nothing more is configured. */
class SpringBootCallbackTest extends CallbackServerContract {
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {
        @Bean
        ServletRegistrationBean<EchoServlet> echo() {
            return new ServletRegistrationBean<>(new EchoServlet(), "/other", "/uploaded/", "");
        }
    }

    @Override
    WebServer start(Map<String, CallbackEndpoint> endpoints) throws Exception {
        Map<String, Supplier<?>> filters = new HashMap<>();
        endpoints.forEach((path, endpoint) -> filters.put(path, () -> CallbackFilter.of(path, endpoint)));
        return SpringServer.start(Application.class, filters, "--server.servlet.context-path=/app");
    }

    @Override
    String contextPath() {
        return "/app";
    }
}
