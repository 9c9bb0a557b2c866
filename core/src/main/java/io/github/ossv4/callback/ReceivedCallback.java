// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.callback;

import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A callback request as it arrived, before anything decoded it. Immutable.
 *
 * <p>With servlets: {@code of(request.getMethod(), request.getRequestURI(), request.getQueryString(), request::getHeader,
 * body)}, the body read <b>before</b> any {@code getParameter}. With the JDK's server: {@code
 * of(exchange.getRequestMethod(), uri.getRawPath(), uri.getRawQuery(), exchange.getRequestHeaders()::getFirst, body)}.
 *
 * <p>OSS signs the path decoded: one signature holds for {@code /a/b}, {@code /a%2Fb} and {@code /%61/b}. So choose what
 * handles a callback by the decoded path, as servers do.
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
     * A request.
     *
     * @param rawPath the path as it stood in the request line, not decoded, without query
     * @param rawQuery the query as it stood in the request line, not decoded; null if there was no {@code ?}
     * @param header gives a header's value by its name, in whatever case; null if there is none. It is asked at once
     * @param body the bytes of the body; they are copied
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

    /** In Base64, as the header has it. */
    @Nullable
    String publicKeyUrl() {
        return publicKeyUrl;
    }

    @Nullable
    String contentType() {
        return contentType;
    }

    /** Not a copy. */
    byte[] body() {
        return body;
    }

    /** Method, path and size; the query and the body, which may hold secrets, are not shown. */
    @Override
    public String toString() {
        return "ReceivedCallback{" + CallbackRefused.shown(method) + " " + CallbackRefused.shown(rawPath) + " "
                + body.length + " bytes}";
    }
}
