// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.servlet;

import io.github.ossv4.internal.text.PrintableText;
import jakarta.annotation.Priority;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;

/**
 * A {@link CallbackEndpoint} at one path of a web application, for Servlet 5 and later. Requests to other paths pass
 * through unchanged. Thread-safe. In Spring Boot, return it from a bean method; in other containers, add it before the
 * server starts:
 *
 * <pre>{@code
 * FilterRegistration.Dynamic callbacks = servletContext.addFilter("callbacks", CallbackFilter.of("/uploaded",
 * endpoint)); callbacks.setAsyncSupported(true); callbacks.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST),
 * false, "/*");
 * }</pre>
 *
 * <p>It is a filter, not a servlet, because it must run before filters that call {@code getParameter}, which reads a
 * form body, and before Spring Security, which refuses requests without a session or a CSRF token. As a bean of Spring
 * Boot it runs before filters of lower precedence, because of its {@link Priority}; if another filter has the highest
 * precedence too, register this one by a {@code FilterRegistrationBean} of that order. In other containers, add it
 * before all other filters.
 *
 * <p>Rule: the filter runs before Spring Security and filters that call {@code getParameter} ({@code
 * UploadApplicationTest}).
 */
@Priority(Integer.MIN_VALUE)
// jakarta.servlet is not required transitively, see module-info.
@SuppressWarnings("exports")
public final class CallbackFilter implements Filter {
    private final String path;
    private final CallbackEndpoint endpoint;

    private CallbackFilter(String path, CallbackEndpoint endpoint) {
        this.path = path;
        this.endpoint = endpoint;
    }

    /**
     * Returns a filter.
     *
     * @param path decoded, without the context path of the application: {@code /uploaded}. Requests must have exactly
     *     this path; patterns are not supported
     * @throws IllegalArgumentException if it does not begin with a slash, ends with an asterisk, or contains {@code ?}
     *     or {@code ;}
     */
    public static CallbackFilter of(String path, CallbackEndpoint endpoint) {
        if (!path.startsWith("/") || path.endsWith("*") || path.indexOf('?') >= 0 || path.indexOf(';') >= 0) {
            throw new IllegalArgumentException(
                    "path must begin with /, must not end with *, and must not contain ? or ;, was "
                            + PrintableText.escape(path));
        }
        return new CallbackFilter(path, Objects.requireNonNull(endpoint, "endpoint"));
    }

    /** Calls {@link CallbackEndpoint#warmUp}. */
    @Override
    public void init(FilterConfig config) {
        endpoint.warmUp();
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (request instanceof HttpServletRequest http && path.equals(decodedPath(http))) {
            respond(http, (HttpServletResponse) response);
        } else {
            chain.doFilter(request, response);
        }
    }

    /**
     * Returns the path without the context path, decoded by the container. It does not depend on the servlet's mapping.
     */
    private static String decodedPath(HttpServletRequest request) {
        String pathInfo = request.getPathInfo();
        return pathInfo == null ? request.getServletPath() : request.getServletPath() + pathInfo;
    }

    private void respond(HttpServletRequest request, HttpServletResponse response) throws IOException {
        EndpointResponse result = endpoint.respond(new EndpointRequest(
                request.getMethod(),
                request.getRequestURI(),
                request.getQueryString(),
                request::getHeader,
                request::getInputStream));
        response.setStatus(result.status());
        result.content().headers().forEach(response::setHeader);
        EndpointResponse.sendUninterrupted(() -> {
            response.getOutputStream().write(result.content().body());
            response.flushBuffer();
        });
    }

    @Override
    public String toString() {
        return PrintableText.escape("CallbackFilter{" + path + " " + endpoint + "}");
    }
}
