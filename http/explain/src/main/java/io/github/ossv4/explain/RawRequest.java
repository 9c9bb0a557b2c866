// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.explain;

import io.github.ossv4.callback.ReceivedCallback;
import io.github.ossv4.text.PrintableText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP/1.1 request that was recorded, for example in a file: request line, headers in their order, and body. Nothing
 * is decoded, except the chunks of the body. Immutable.
 *
 * <pre>{@code
 * RawRequest request = RawRequest.parse(Files.readAllBytes(file));
 * CallbackVerification result = verifier.verify(request.toCallback());
 * }</pre>
 *
 * <p>Lines end with CR LF, as on the wire, or with LF, as editors save them. The body has the length of {@code
 * Content-Length}; bytes after it, such as the line break that an editor adds, are ignored. Without {@code
 * Content-Length} and {@code Transfer-Encoding} the body is the rest. A request has at most
 * {@value #MAX_BYTES} bytes (16 MiB) and 256 headers of at most 128 KiB each.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9112">RFC 9112, HTTP/1.1</a>
 */
public final class RawRequest {
    /** The largest request in bytes. */
    public static final int MAX_BYTES = RequestReading.MAX_BYTES;

    /** The host of a URL, which a request to a proxy has, the path and the query. */
    private static final Pattern TARGET = Pattern.compile("(?:[^/?]*://([^/?]*))?([^?]*)(?:\\?(.*))?", Pattern.DOTALL);

    private final String method;
    private final String target;
    private final String path;
    private final @Nullable String query;
    private final @Nullable String host;
    private final List<Map.Entry<String, String>> headers;
    private final byte[] body;

    private RawRequest(String method, String target, List<Map.Entry<String, String>> headers, byte[] body) {
        this.method = method;
        this.target = target;
        this.headers = Collections.unmodifiableList(new ArrayList<>(headers));
        this.body = body;
        Matcher parts = TARGET.matcher(target);
        parts.matches();
        String rest = String.valueOf(parts.group(2));
        this.host = parts.group(1) == null ? header("Host") : parts.group(1);
        this.path = parts.group(1) == null || rest.startsWith("/") ? rest : "/" + rest;
        this.query = parts.group(3);
    }

    /**
     * Returns a request without a body that a server received.
     *
     * @param method such as {@code PUT}
     * @param target the target of the request line: path and query, or for a proxy the URL
     * @param headers names and values in their order
     */
    public static RawRequest of(String method, String target, List<Map.Entry<String, String>> headers) {
        return new RawRequest(method, target, headers, new byte[0]);
    }

    /**
     * Parses a whole request.
     *
     * @throws MalformedRequestException if the bytes are not one HTTP/1.0 or HTTP/1.1 request, exceed a limit, or end
     *     before the body does
     */
    public static RawRequest parse(byte[] bytes) {
        return of(new RequestReading(bytes, RequestReading.Extent.WHOLE));
    }

    /**
     * Parses the request line and the headers; ignores what follows. The body of the result is empty. For signatures,
     * which do not cover the body.
     *
     * @throws MalformedRequestException in the same cases as {@link #parse}, except for the body
     */
    public static RawRequest parseHead(byte[] bytes) {
        return of(new RequestReading(bytes, RequestReading.Extent.HEAD));
    }

    private static RawRequest of(RequestReading reading) {
        return new RawRequest(reading.method, reading.target, reading.headers, reading.body);
    }

    /** Returns the method, such as {@code POST}. */
    public String method() {
        return method;
    }

    /** Returns the target of the request line: path and query, or for a proxy the URL. */
    public String target() {
        return target;
    }

    /** Returns the path of the target, not decoded, without the query. Begins with a slash, or is {@code *}. */
    public String rawPath() {
        return path;
    }

    /** Returns the query of the target, not decoded; null if there is no {@code ?}. */
    public @Nullable String rawQuery() {
        return query;
    }

    /** Returns host and port: those of the target if it is a URL, otherwise the header {@code Host}; null if neither. */
    public @Nullable String host() {
        return host;
    }

    /** Returns names and values of the headers in their order, without whitespace around the values. */
    public List<Map.Entry<String, String>> headers() {
        return headers;
    }

    /** Returns the first value of a header, whose name is not case-sensitive; null if there is none. */
    public @Nullable String header(String name) {
        return headers.stream()
                .filter(header -> header.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    /** Returns a copy of the bytes of the body, without the framing of chunks. */
    public byte[] body() {
        return body.clone();
    }

    /**
     * Returns this request as a callback, for its verification.
     *
     * @throws IllegalArgumentException if a header that the verification needs is repeated: OSS sends each once, and servers
     *     differ in which one they use
     */
    public ReceivedCallback toCallback() {
        return ReceivedCallback.of(method, rawPath(), rawQuery(), this::singleHeader, body);
    }

    private @Nullable String singleHeader(String name) {
        if (headers.stream()
                        .map(Map.Entry::getKey)
                        .filter(name::equalsIgnoreCase)
                        .count()
                > 1) {
            throw new IllegalArgumentException("header is repeated: " + name);
        }
        return header(name);
    }

    /** Returns method, path and sizes. Query, headers and body are omitted, since they may contain secrets. */
    @Override
    public String toString() {
        return PrintableText.escape("RawRequest{" + method + " " + rawPath() + ", " + headers.size() + " headers, "
                + body.length + " bytes}");
    }
}
