// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.callback;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A callback request as received, not decoded. Immutable.
 *
 * <p>With servlets: {@code read(request.getMethod(), request.getRequestURI(), request.getQueryString(),
 * request::getHeader, request.getInputStream())}, <b>before</b> anything calls {@code getParameter}. With the JDK's
 * server: {@code read(exchange.getRequestMethod(), uri.getRawPath(), uri.getRawQuery(),
 * exchange.getRequestHeaders()::getFirst, exchange.getRequestBody())}. The module {@code ossv4-servlet} does both.
 *
 * <p>The signature covers the bytes of the body. Web frameworks parse form bodies, and rebuild them from the parameters
 * with another encoding, for example {@code +} instead of {@code %20}. They do not change JSON bodies, see
 * {@link CallbackBody#json}.
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
    private final @Nullable String contentLength;
    private final @Nullable String contentMd5;
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
        this.contentLength = header.apply("Content-Length");
        this.contentMd5 = header.apply("Content-MD5");
        this.body = body;
    }

    /**
     * Returns a received request.
     *
     * @param method the HTTP method; callbacks are sent by POST
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
        return new ReceivedCallback(method, rawPath, rawQuery, header, body.clone());
    }

    /**
     * Reads the body and returns the received request. Reads at most one byte more than {@link
     * CallbackNotice#MAX_BYTES}, whatever {@code Content-Length} is: a longer body fails {@link
     * CallbackCheck#BODY_SIZE}. If a filter or a framework has read or rebuilt the body before, {@link
     * CallbackCheck#SIGNATURE} fails, and its reason contains the difference.
     *
     * @param method as for {@link #of(String, String, String, Function, byte[])}
     * @param rawPath as for {@link #of(String, String, String, Function, byte[])}
     * @param rawQuery as for {@link #of(String, String, String, Function, byte[])}
     * @param header as for {@link #of(String, String, String, Function, byte[])}
     * @param body the bytes of the body; not closed
     * @throws IOException if the stream fails. The callback was not received then. If the connection is lost, OSS
     *     receives no response
     */
    public static ReceivedCallback read(
            String method,
            String rawPath,
            @Nullable String rawQuery,
            Function<String, @Nullable String> header,
            InputStream body)
            throws IOException {
        return new ReceivedCallback(method, rawPath, rawQuery, header, readAtMost(CallbackNotice.MAX_BYTES + 1, body));
    }

    private static byte[] readAtMost(int maximum, InputStream in) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        int count;
        while (bytes.size() < maximum
                && (count = in.read(buffer, 0, Math.min(buffer.length, maximum - bytes.size()))) >= 0) {
            bytes.write(buffer, 0, count);
        }
        return bytes.toByteArray();
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

    @Nullable
    String contentLength() {
        return contentLength;
    }

    /** Returns the header's value, in Base64. */
    @Nullable
    String contentMd5() {
        return contentMd5;
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
