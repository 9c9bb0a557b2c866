// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.callback;

import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A callback request as received, not decoded. Immutable.
 *
 * <p>With servlets:
 * {@code of(request.getMethod(), request.getRequestURI(), request.getQueryString(), request::getHeader, body)}, the
 * body read <b>before</b> any {@code getParameter}. With the JDK's server:
 * {@code of(exchange.getRequestMethod(), uri.getRawPath(), uri.getRawQuery(), exchange.getRequestHeaders()::getFirst, body)}.
 *
 * <p>OSS signs the decoded path: one signature is valid for {@code /a/b}, {@code /a%2Fb} and {@code /%61/b}. So route
 * callbacks by the decoded path, as servers do.
 */
public final class ReceivedCallback {
    private final String method;
    private final String rawPath;
    private final @Nullable String rawQuery;
    private final @Nullable String authorization;
    private final @Nullable String publicKeyUrl;
    private final @Nullable String contentType;
    private final byte[] body;

    private ReceivedCallback(
            String method,
            String rawPath,
            @Nullable String rawQuery,
            Function<String, @Nullable String> header,
            byte[] body) {
        this.method = Objects.requireNonNull(method, "method");
        this.rawPath = Objects.requireNonNull(rawPath, "rawPath");
        this.rawQuery = rawQuery;
        this.authorization = header.apply("Authorization");
        this.publicKeyUrl = header.apply("x-oss-pub-key-url");
        this.contentType = header.apply("Content-Type");
        this.body = body.clone();
    }

    /**
     * Returns a received request.
     *
     * @param rawPath the path of the request line, not decoded, without query
     * @param rawQuery the query of the request line, not decoded; null if there was no {@code ?}
     * @param header returns a header's value by its name, which is not case-sensitive; null if there is none. It is
     *     called immediately
     * @param body the bytes of the body; copied
     */
    public static ReceivedCallback of(
            String method,
            String rawPath,
            @Nullable String rawQuery,
            Function<String, @Nullable String> header,
            byte[] body) {
        return new ReceivedCallback(method, rawPath, rawQuery, header, body);
    }

    String method() {
        return method;
    }

    String rawPath() {
        return rawPath;
    }

    @Nullable
    String rawQuery() {
        return rawQuery;
    }

    @Nullable
    String authorization() {
        return authorization;
    }

    /** Returns the header's value, in Base64. */
    @Nullable
    String publicKeyUrl() {
        return publicKeyUrl;
    }

    @Nullable
    String contentType() {
        return contentType;
    }

    /** Returns the bytes, not a copy. */
    byte[] body() {
        return body;
    }

    /** Returns method, path and size. Query and body are omitted, since they may contain secrets. */
    @Override
    public String toString() {
        return "ReceivedCallback{" + CallbackRejectedException.shown(method) + " "
                + CallbackRejectedException.shown(rawPath) + " " + body.length + " bytes}";
    }
}
