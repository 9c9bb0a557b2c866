// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.wire;

import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The head of a request, which may be malformed. Immutable, except for its {@link #trace}.
 *
 * <p>Rule: Chunks must have the {@code Content-Length} of the head, if there is one, and end the connection (RFC 9112)
 * ({@code ConnectionTest}).
 *
 * @param requestId the ID that the emulator gave the request
 * @param clientIp the IP address of the client; empty if it has already disconnected
 * @param scheme the scheme of URLs of the connection
 * @param startNanos the time at which the request arrived, by {@link System#nanoTime}
 * @param memory the memory that the request takes, until its response has been sent
 * @param trace what is known about the request so far
 */
public record RequestHead(
        String requestId,
        String clientIp,
        String scheme,
        HttpRequest http,
        long startNanos,
        RequestMemory memory,
        RequestTrace trace) {
    /** Returns the path of the target as received, without the query. */
    String path() {
        String target = http.uri();
        int end = target.indexOf('?');
        return end < 0 ? target : target.substring(0, end);
    }

    /** Returns the method. */
    public String method() {
        return http.method().name();
    }

    /** Returns the header {@code Host}; empty if there is none. */
    public String host() {
        return http.headers().get(HttpHeaderNames.HOST, "");
    }

    /** Returns the origin of the server that the client called, such as {@code http://127.0.0.1:9000}. */
    public String calledOrigin() {
        return scheme + "://" + host();
    }

    /** Returns the header {@code Origin}, or null. */
    public @Nullable String origin() {
        return http.headers().get(HttpHeaderNames.ORIGIN);
    }

    @Nullable
    String userAgent() {
        return http.headers().get(HttpHeaderNames.USER_AGENT);
    }

    /** Returns the header {@code Authorization}; empty if there is none. */
    public String authorization() {
        return http.headers().get(HttpHeaderNames.AUTHORIZATION, "");
    }

    /**
     * Throws if the head is malformed or was not decoded, or names no host or several.
     *
     * @see <a href="https://www.rfc-editor.org/rfc/rfc9112#section-3.2">RFC 9112 section 3.2</a>
     */
    void checkWellFormed() {
        DecoderResult decoded = http.decoderResult();
        if (decoded.isFailure()) {
            throw OssException.ofDecoding(decoded.cause());
        }
        int hosts = http.headers().getAll(HttpHeaderNames.HOST).size();
        if (hosts > 1 || (hosts == 0 && http.protocolVersion().equals(HttpVersion.HTTP_1_1))) {
            throw OssException.malformedRequest("it must have one Host header, but has " + hosts + ".");
        }
        int authorizations =
                http.headers().getAll(HttpHeaderNames.AUTHORIZATION).size();
        if (authorizations > 1) {
            throw OssException.malformedRequest(
                    "it must have one Authorization header, but has " + authorizations + ".");
        }
    }

    /** Returns whether more of the request follows. Unknown for a malformed request, which counts as true. */
    boolean hasBody() {
        return http.decoderResult().isFailure() || isChunked() || (contentLength() > 0 && !hasUnreadBody());
    }

    /** Returns whether the request may have a body that is not received: one with a length after a GET or HEAD. */
    boolean hasUnreadBody() {
        return hasUnreadBody(http);
    }

    static boolean hasUnreadBody(HttpRequest request) {
        return request.decoderResult().isSuccess()
                && (request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD))
                && !HttpUtil.isTransferEncodingChunked(request)
                && HttpUtil.getContentLength(request, 0L) > 0;
    }

    /** Returns the length of the body in bytes, or -1 if the head does not contain it. */
    public long contentLength() {
        return http.decoderResult().isFailure() ? -1 : HttpUtil.getContentLength(http, -1L);
    }

    /** Returns whether the body is sent in chunks. */
    boolean isChunked() {
        return HttpUtil.isTransferEncodingChunked(http);
    }

    /** Returns whether the client accepts a body in chunks, as all do since HTTP/1.1. */
    public boolean acceptsChunks() {
        return http.protocolVersion().compareTo(HttpVersion.HTTP_1_1) >= 0;
    }

    boolean expectsContinue() {
        return HttpUtil.is100ContinueExpected(http);
    }

    /**
     * Returns whether the head has the length of a body that is sent in chunks. A server in front may have read the
     * request by the other of the two, so the connection is closed after the response.
     *
     * @see <a href="https://www.rfc-editor.org/rfc/rfc9112#section-6.3">RFC 9112 section 6.3</a>
     */
    private boolean hasLengthAndChunks() {
        return isChunked() && contentLength() >= 0;
    }

    /**
     * Checks the received part of a body that is sent in chunks.
     *
     * @param bytes its size
     * @param complete whether it is the whole body
     * @throws OssException if the head has another length
     */
    void checkChunks(long bytes, boolean complete) {
        if (hasLengthAndChunks() && (complete ? bytes != contentLength() : bytes > contentLength())) {
            throw OssException.malformedRequest("the chunks must have Content-Length: " + contentLength()
                    + " bytes in all, but have " + (complete ? "" : "at least ") + bytes + ".");
        }
    }

    boolean keepsAlive() {
        return http.decoderResult().isSuccess() && HttpUtil.isKeepAlive(http) && !hasLengthAndChunks();
    }

    long elapsedMillis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
    }

    /** Returns the ID of the request: its target and its headers may contain secrets. */
    @Override
    public String toString() {
        return requestId;
    }
}
