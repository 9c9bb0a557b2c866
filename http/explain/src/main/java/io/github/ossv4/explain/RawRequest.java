// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.explain;

import io.github.ossv4.callback.ReceivedCallback;
import io.github.ossv4.internal.text.PrintableText;
import io.github.ossv4.internal.text.Utf8;
import java.io.ByteArrayOutputStream;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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
 * <p>Rule: A recorded request: CR LF or LF, Content-Length or chunks, limits (RFC 9112) ({@code RawRequestTest}).
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9112">RFC 9112, HTTP/1.1</a>
 */
public final class RawRequest {
    /** The largest request in bytes. */
    public static final int MAX_BYTES = 16 << 20;

    private static final int MAX_LINE_BYTES = 128 * 1024;
    private static final int MAX_HEADERS = 256;
    private static final int MAX_SHOWN = 80;
    private static final String TOKEN = "[A-Za-z0-9!#$%&'*+.^_`|~-]+";
    private static final Pattern NAME = Pattern.compile(TOKEN);
    private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x08\\x0a-\\x1f\\x7f]");
    private static final Pattern REQUEST_LINE =
            Pattern.compile("(" + TOKEN + ") (\\*|(?:/|https?://)[^\\x00- \\x7f]*) HTTP/1\\.[01]");

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
        return new Reading(bytes).request(Extent.WHOLE);
    }

    /**
     * Parses the request line and the headers; ignores what follows. The body of the result is empty. For signatures,
     * which do not cover the body.
     *
     * @throws MalformedRequestException in the same cases as {@link #parse}, except for the body
     */
    public static RawRequest parseHead(byte[] bytes) {
        return new Reading(bytes).request(Extent.HEAD);
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

    /** Returns host and port: of the target if it is a URL, otherwise of {@code Host}; null if there is neither. */
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
     * @throws IllegalArgumentException if a header that the verification needs is repeated: OSS sends each once, and
     *     servers differ in which one they use
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

    /** Which part of a request is read. */
    private enum Extent {
        HEAD,
        WHOLE
    }

    /** The parsing of one request. Not thread-safe. */
    private static final class Reading {
        private final byte[] bytes;
        private int position;

        /** The number of the line that was read last. */
        private int line;

        Reading(byte[] bytes) {
            if (bytes.length > MAX_BYTES) {
                throw malformed("a request must be at most " + MAX_BYTES + " bytes, was " + bytes.length);
            }
            this.bytes = bytes;
        }

        RawRequest request(Extent extent) {
            String text = nextLine();
            while (text != null && text.isEmpty()) {
                text = nextLine();
            }
            if (text == null) {
                throw new MalformedRequestException(1, "the request is empty");
            }
            Matcher requestLine = REQUEST_LINE.matcher(text);
            if (!requestLine.matches()) {
                // The query may contain a signature.
                int query = text.indexOf('?');
                throw malformed("must be a request line, METHOD /path?query HTTP/1.1, was \""
                        + PrintableText.escape(query < 0 ? text : text.substring(0, query + 1) + "…", MAX_SHOWN)
                        + "\"");
            }
            List<Map.Entry<String, String>> headers = headers(extent);
            byte[] body = extent == Extent.HEAD ? new byte[0] : body(headers);
            return new RawRequest(requestLine.group(1), requestLine.group(2), headers, body);
        }

        private List<Map.Entry<String, String>> headers(Extent extent) {
            List<Map.Entry<String, String>> headers = new ArrayList<>();
            for (String text = nextLine(); ; text = nextLine()) {
                if (text == null && extent == Extent.WHOLE) {
                    throw new MalformedRequestException(line + 1, "an empty line must follow the headers");
                }
                if (text == null || text.isEmpty()) {
                    return headers;
                }
                if (headers.size() == MAX_HEADERS) {
                    throw malformed("a request must have at most " + MAX_HEADERS + " headers");
                }
                headers.add(header(text));
            }
        }

        /** Returns a header. Its value is not shown in exceptions: it may be a secret. */
        private Map.Entry<String, String> header(String text) {
            if (text.startsWith(" ") || text.startsWith("\t")) {
                throw malformed("a header must not be continued on the next line");
            }
            int colon = text.indexOf(':');
            if (colon < 0) {
                throw malformed("a header must be \"Name: value\", has no colon; an empty line must precede the body");
            }
            String name = text.substring(0, colon);
            if (!NAME.matcher(name).matches()) {
                throw malformed(
                        "a header's name must be letters, digits and hyphens, without a space before the colon, was \""
                                + PrintableText.escape(name, MAX_SHOWN) + "\"");
            }
            String value = text.substring(colon + 1);
            Matcher control = CONTROL.matcher(value);
            if (control.find()) {
                throw malformed("header " + name + " must not contain control characters, has "
                        + PrintableText.codePoint(value.charAt(control.start())));
            }
            return new AbstractMap.SimpleImmutableEntry<>(name, value.trim());
        }

        private byte[] body(List<Map.Entry<String, String>> headers) {
            String length = single(headers, "Content-Length");
            String coding = single(headers, "Transfer-Encoding");
            if (coding != null && length != null) {
                throw malformed("Content-Length and Transfer-Encoding must not both be present");
            }
            if (coding != null && !coding.equalsIgnoreCase("chunked")) {
                throw malformed("Transfer-Encoding must be chunked, was " + PrintableText.escape(coding, MAX_SHOWN));
            }
            if (coding != null) {
                return chunks();
            }
            int available = bytes.length - position;
            int size = length == null ? available : number(length, 10, "Content-Length");
            if (size > available) {
                throw new MalformedRequestException(
                        line + 1, "the body must have " + size + " bytes by Content-Length, has " + available);
            }
            return Arrays.copyOfRange(bytes, position, position + size);
        }

        /** Returns the value of a header that must not have two different values; null if it is absent. */
        private @Nullable String single(List<Map.Entry<String, String>> headers, String name) {
            List<String> values = headers.stream()
                    .filter(header -> header.getKey().equalsIgnoreCase(name))
                    .map(Map.Entry::getValue)
                    .distinct()
                    .collect(Collectors.toList());
            if (values.size() > 1) {
                throw malformed(name + " must not have two values");
            }
            return values.isEmpty() ? null : values.get(0);
        }

        private byte[] chunks() {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            while (true) {
                String text = nextLine();
                if (text == null) {
                    throw new MalformedRequestException(line + 1, "the last chunk, of size 0, is missing");
                }
                int extension = text.indexOf(';');
                int size =
                        number((extension < 0 ? text : text.substring(0, extension)).trim(), 16, "the size of a chunk");
                if (size == 0) {
                    headers(Extent.WHOLE);
                    return body.toByteArray();
                }
                if (size > bytes.length - position) {
                    throw malformed("the chunk must have " + size + " bytes, has " + (bytes.length - position));
                }
                body.write(bytes, position, size);
                for (int end = position + size; position < end; position++) {
                    line += bytes[position] == '\n' ? 1 : 0;
                }
                String end = nextLine();
                if (end == null || !end.isEmpty()) {
                    throw malformed("a line break must follow the " + size + " bytes of the chunk");
                }
            }
        }

        private int number(String text, int radix, String what) {
            if (!text.matches(radix == 10 ? "[0-9]{1,9}" : "[0-9A-Fa-f]{1,9}")) {
                throw malformed(what + " must be 1 to 9 " + (radix == 10 ? "" : "hexadecimal ") + "digits, was \""
                        + PrintableText.escape(text, MAX_SHOWN) + "\"");
            }
            long number = Long.parseLong(text.toLowerCase(Locale.ROOT), radix);
            return (int) Math.min(number, Integer.MAX_VALUE);
        }

        /** Returns the next line without its end; null at the end of the bytes. */
        private @Nullable String nextLine() {
            if (position == bytes.length) {
                return null;
            }
            line++;
            int end = position;
            while (end < bytes.length && bytes[end] != '\n') {
                end++;
                if (end - position > MAX_LINE_BYTES) {
                    throw malformed("a line must be at most " + MAX_LINE_BYTES + " bytes");
                }
            }
            int last = end > position && bytes[end - 1] == '\r' ? end - 1 : end;
            String text = Utf8.decode(Arrays.copyOfRange(bytes, position, last));
            position = Math.min(end + 1, bytes.length);
            if (text == null) {
                throw malformed("must be UTF-8");
            }
            return text;
        }

        private MalformedRequestException malformed(String rule) {
            return new MalformedRequestException(line, rule);
        }
    }
}
