// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.call;

import io.github.ossv4.error.ErrorResponse;
import io.github.ossv4.http.NotFromOssException;
import io.github.ossv4.http.NotModifiedException;
import io.github.ossv4.http.ServiceException;
import io.github.ossv4.internal.text.PrintableText;
import io.github.ossv4.internal.xml.ResultDocument;
import java.io.IOException;
import java.time.Instant;
import java.util.StringJoiner;
import java.util.function.Function;
import java.util.regex.Pattern;
import okhttp3.Headers;
import okio.Buffer;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/** Reads the documents and errors of responses. */
public final class ResponseDocument {
    /** A result has a few kilobytes. */
    private static final long MAX_DOCUMENT = 1024 * 1024;

    /** The characters that messages show of the message of a server. */
    private static final int MAX_TEXT = 300;

    private static final int NOT_MODIFIED = 304;
    private static final int BAD_REQUEST = 400;
    private static final int RANGE_NOT_SATISFIABLE = 416;
    private static final Pattern UNSATISFIED = Pattern.compile("bytes \\*/[0-9]{1,19}");
    private static final int MAX_TYPE = 50;

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

    /**
     * Checks that a response below 400 has the request id that OSS adds to each of its responses. An error of a proxy
     * needs none.
     */
    static void throwUnlessFromOss(Operation operation, OssResponse response) throws NotFromOssException {
        String id = response.header("x-oss-request-id");
        if (response.status() < BAD_REQUEST && (id == null || id.isEmpty())) {
            throw notFromOss(operation, response, "x-oss-request-id");
        }
    }

    /** Checks that a response about an object has an ETag or a CRC64, as each response of OSS has. */
    public static void throwUnlessOfObject(Operation operation, OssResponse response) throws NotFromOssException {
        String etag = response.etag();
        if (response.crc64() == null && (etag == null || etag.isEmpty())) {
            throw notFromOss(operation, response, "ETag and no x-oss-hash-crc64ecma");
        }
    }

    private static NotFromOssException notFromOss(Operation operation, OssResponse response, String missing) {
        String type = response.header("Content-Type");
        return new NotFromOssException(operation + ": the response is not from OSS (no " + missing
                + "): a proxy or captive portal returned " + response.status()
                + (type == null ? "" : " " + shortened(response.redact(type), MAX_TYPE)) + redirect(response)
                + "; check the endpoint");
    }

    /** Returns the exception for a response that is an error by its status or its body. */
    public static ServiceException exception(Operation operation, OssResponse response, byte[] body) {
        ErrorResponse error = error(response, body);
        String requestId = response.requestId();
        if (requestId == null && error != null) {
            requestId = error.requestId();
        }
        String text = text(response, error, requestId)
                + (error == null ? "" : response.difference(error))
                + range(operation, response)
                + redirect(response);
        ServiceException.Builder refusal = ServiceException.builder(response.status())
                .description(operation + response.attempt().ordinal() + ": " + response.status() + " " + text)
                .code(error == null ? OssResponse.id(response.header("x-oss-error-type")) : error.code())
                .ec(error == null || error.ec() == null ? OssResponse.id(response.header("x-oss-ec")) : error.ec())
                .requestId(requestId)
                .hostId(error == null ? null : error.hostId())
                .serverTime(serverTime(response, error));
        if (error != null) {
            refusal.advice(response.advice(error));
            error.details().forEach((name, value) -> refusal.detail(name, response.redact(value)));
        }
        addHeaders(response, refusal);
        return refusal.build();
    }

    /** Returns the range that OSS refused, and the size if the response has it; empty for another response. */
    private static String range(Operation operation, OssResponse response) {
        String range = operation.header("range");
        if (response.status() != RANGE_NOT_SATISFIABLE || range == null) {
            return "";
        }
        String size = response.header("Content-Range");
        return "; the range is " + range
                + (size != null && UNSATISFIED.matcher(size).matches()
                        ? ", the object has " + size.substring(size.indexOf('/') + 1) + " bytes"
                        : "");
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

    /** Returns that a redirect is not followed, for messages; empty for another response. */
    static String redirect(OssResponse response) {
        return response.status() / 100 != 3 || response.header("Location") == null
                ? ""
                : "; the redirect is not followed";
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

    /** Returns at most the length of an error document of the body, less if the connection breaks. */
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

    /** Returns all that messages show of what the server sent: code, message, request id and EC. */
    private static String text(OssResponse response, @Nullable ErrorResponse error, @Nullable String requestId) {
        StringJoiner ids = new StringJoiner(", ", " (", ")").setEmptyValue("");
        if (requestId != null) {
            ids.add("request id " + requestId);
        }
        if (error == null) {
            String lacking = requestId == null
                    ? "the response is not from OSS but from a proxy or another server; check the endpoint, or the proxy"
                    : "no error document of OSS";
            return (response.isSuccessful() ? "the response body is malformed or too large" : lacking) + ids;
        }
        if (error.ec() != null) {
            ids.add("EC " + error.ec());
        }
        // Redacted first: a truncated secret would not be found.
        String message = shortened(response.redact(error.message()), MAX_TEXT);
        return PrintableText.escape(response.redact(error.code())
                + (message.isEmpty() ? "" : ": " + message)
                + response.redact(ids.toString()));
    }

    public static String shortened(String text, int most) {
        return text.length() > most ? text.substring(0, most) + "…" : text;
    }
}
