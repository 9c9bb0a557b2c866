// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.call;

import io.github.ossv4.error.ErrorResponse;
import io.github.ossv4.http.NotModifiedException;
import io.github.ossv4.http.ServiceException;
import io.github.ossv4.xml.ResultDocument;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.function.Function;
import okhttp3.Headers;
import okio.Buffer;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/** Reads the documents and errors of responses. */
public final class ResponseDocument {
    /** A result has a few kilobytes. */
    private static final long MAX_DOCUMENT = 1024 * 1024;

    private static final int MAX_TEXT = 200;

    private static final int NOT_MODIFIED = 304;

    private static final int MAX_HEADERS = 100;
    private static final int MAX_HEADER_CHARACTERS = 64 * 1024;

    private ResponseDocument() {}

    /** Throws if the status is not 2xx. Does not close the response. */
    public static void throwUnlessSuccessful(Operation operation, OssResponse response) throws IOException {
        if (response.isSuccessful()) {
            return;
        }
        if (response.status() == NOT_MODIFIED) {
            throw new NotModifiedException(operation.toString(), response.etag(), response.requestId());
        }
        throw exception(operation, response, body(response));
    }

    /** Returns the exception for a response that is an error by its status or its body. */
    public static ServiceException exception(Operation operation, OssResponse response, byte[] body) {
        ErrorResponse error = error(response, body);
        String requestId = response.requestId();
        if (requestId == null && error != null) {
            requestId = error.requestId();
        }
        String id = requestId == null || (error != null && error.requestId() != null)
                ? ""
                : " (request id " + requestId + ")";
        String text = response.redact(error != null ? error + id + response.explain(error) : text(response, body) + id)
                + redirect(response);
        ServiceException.Builder refusal = ServiceException.builder(response.status())
                .message(operation + response.attempt().ordinal() + ": " + response.status() + " " + text)
                .code(error == null ? OssResponse.id(response.header("x-oss-error-type")) : error.code())
                .ec(error == null || error.ec() == null ? OssResponse.id(response.header("x-oss-ec")) : error.ec())
                .requestId(requestId)
                .hostId(error == null ? null : error.hostId())
                .serverTime(serverTime(response, error));
        if (error != null && response.isOfWrongSecret(error)) {
            refusal.ofWrongSecret();
        }
        if (error != null) {
            error.details().forEach((name, value) -> refusal.detail(name, response.redact(value)));
        }
        addHeaders(response, refusal);
        return refusal.build();
    }

    private static void addHeaders(OssResponse response, ServiceException.Builder refusal) {
        Headers headers = response.headers();
        int room = MAX_HEADER_CHARACTERS;
        for (int i = 0; i < Math.min(headers.size(), MAX_HEADERS); i++) {
            int length = headers.name(i).length() + headers.value(i).length();
            if (length <= room) {
                room -= length;
                refusal.header(headers.name(i), response.redact(headers.value(i)));
            }
        }
    }

    /** Returns the time in the error document, or in the header {@code Date}, which proxies may rewrite. */
    private static @Nullable Instant serverTime(OssResponse response, @Nullable ErrorResponse error) {
        String inDocument =
                error == null ? null : OssResponse.id(error.details().get("ServerTime"));
        return inDocument == null
                ? ResponseHeaders.instant(OssResponse.id(response.header("Date")))
                : ResultDocument.instant(inDocument);
    }

    /** Returns where a redirect leads, for messages; empty for another response. */
    static String redirect(OssResponse response) {
        String location = response.header("Location");
        return location == null || response.status() / 100 != 3
                ? ""
                : "; the redirect to " + shortened(response.redact(location), MAX_TEXT) + " is not followed";
    }

    /** Returns the error in the body of a response, or in a header if it has no body; null for none. */
    public static @Nullable ErrorResponse error(OssResponse response, byte[] body) {
        ErrorResponse error = ErrorResponse.parse(body);
        String header = response.header("x-oss-err");
        return error == null && header != null ? ErrorResponse.parseHeader(header) : error;
    }

    /**
     * Reads the document of a successful response.
     *
     * @param parser returns null if the document is another one, malformed or too large
     */
    public static <D> D document(Operation operation, OssResponse response, Function<byte[], @Nullable D> parser)
            throws IOException {
        throwUnlessSuccessful(operation, response);
        BufferedSource source = response.source();
        if (source.request(MAX_DOCUMENT + 1)) {
            throw exception(operation, response, source.readByteArray(ErrorResponse.MAX_BYTES));
        }
        byte[] body = source.readByteArray();
        response.attempt().received(body.length);
        D document = parser.apply(body);
        if (document == null) {
            // An error that occurs after the status is in the body.
            throw exception(operation, response, body);
        }
        return document;
    }

    /**
     * Reads the whole body of a successful response.
     *
     * @throws IOException if the connection breaks, or the body has more than 1 MB
     */
    public static byte[] document(OssResponse response) throws IOException {
        BufferedSource source = response.source();
        if (source.request(MAX_DOCUMENT + 1)) {
            throw new IOException("the response body must have at most " + MAX_DOCUMENT + " bytes");
        }
        return source.readByteArray();
    }

    /** Returns the body, up to the length of an error document or to a break of the connection. */
    public static byte[] body(OssResponse response) {
        Buffer bytes = new Buffer();
        try {
            BufferedSource source = response.source();
            long most = ErrorResponse.MAX_BYTES;
            while (bytes.size() < most && source.read(bytes, most - bytes.size()) >= 0) {}
        } catch (IOException e) {
            // The status is a better failure than the broken connection.
        }
        return bytes.readByteArray();
    }

    /** Returns the status line and the start of the body, such as a proxy's page, on one line. */
    private static String text(OssResponse response, byte[] body) {
        String message = shortened(response.redact(response.reasonPhrase()), MAX_TEXT);
        String start = start(response, body);
        String what = response.isSuccessful()
                ? ", the response body is malformed or too large"
                : start.isEmpty() ? ", no error document" : ", no error document but";
        return message + what + (start.isEmpty() ? "" : ": " + start);
    }

    private static String start(OssResponse response, byte[] body) {
        int most = Math.min(body.length, ErrorResponse.MAX_BYTES);
        // Redact first: a truncated value would not be found.
        String text = response.redact(new String(body, 0, most, StandardCharsets.UTF_8));
        StringBuilder start = new StringBuilder();
        boolean space = false;
        for (int i = 0; i < text.length() && start.length() <= MAX_TEXT; i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c == 0x7f) {
                space = start.length() > 0;
            } else {
                start.append(space ? " " : "").append(c);
                space = false;
            }
        }
        return shortened(start.toString(), MAX_TEXT);
    }

    public static String shortened(String text, int most) {
        return text.length() > most ? text.substring(0, most) + "…" : text;
    }
}
