// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.error.ErrorResponse;
import io.github.ossv4.sign.Signature;
import java.io.IOException;
import java.util.function.Function;
import okhttp3.Response;
import okio.Buffer;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/** Reads the answer to a request that was not granted. */
final class RefusedAnswer {
    /** An error document has a few kilobytes; a proxy's page may have any size. */
    private static final long MAX_BYTES = 256 * 1024;

    /** 1,000 keys of 1,023 bytes, percent-encoded, with what belongs to them. */
    private static final long MAX_DOCUMENT = 8 * 1024 * 1024;

    private static final int MAX_TEXT = 200;

    private static final int NOT_MODIFIED = 304;

    private RefusedAnswer() {}

    /** Throws if the status is not 2xx. The answer is not closed. */
    static void throwUnlessSuccessful(Operation operation, Response response) throws IOException {
        if (response.isSuccessful()) {
            return;
        }
        if (response.code() == NOT_MODIFIED) {
            throw new NotModifiedException(operation.toString(), new ResponseFacts(response));
        }
        throw of(operation, response, body(response));
    }

    /** The exception that an answer stands for, which is no success by its status or its body. */
    static ServiceException of(Operation operation, Response response, byte[] body) {
        ErrorResponse error = error(response, body);
        String requestId = new ResponseFacts(response).requestId();
        if (requestId == null && error != null) {
            requestId = error.requestId();
        }
        return new ServiceException(
                operation.toString(),
                response,
                error,
                requestId,
                Redaction.of(
                        response.request(),
                        error != null
                                ? error + mismatch(response, error)
                                : text(response, body) + " (request id " + requestId + ")"));
    }

    /** Why OSS expected another signature: it says what it signed itself. */
    private static String mismatch(Response response, ErrorResponse error) {
        Signature signature = response.request().tag(Signature.class);
        return signature == null || !error.code().equals("SignatureDoesNotMatch")
                ? ""
                : ". "
                        + signature.explainMismatch(
                                error.details().get("CanonicalRequest"),
                                error.details().get("StringToSign"));
    }

    /** The error that an answer carries in its body, or in a header where it has none; null if there is none. */
    static @Nullable ErrorResponse error(Response response, byte[] body) {
        ErrorResponse error = ErrorResponse.parse(body);
        String header = response.header("x-oss-err");
        return error == null && header != null ? ErrorResponse.parseHeader(header) : error;
    }

    /**
     * What an answer that should be granted tells in its document.
     *
     * @param parser answers null if it is another document
     */
    static <D> D document(Operation operation, Response response, Function<byte[], @Nullable D> parser)
            throws IOException {
        throwUnlessSuccessful(operation, response);
        byte[] body = document(response);
        D document = parser.apply(body);
        if (document == null) {
            // What fails after the status is told in the body.
            throw of(operation, response, body);
        }
        return document;
    }

    /**
     * The document of an answer that was granted, all of it: a result, or a list of 1,000 parts or keys.
     *
     * @throws IOException if the connection breaks before its end, or it has more than 8 MB
     */
    static byte[] document(Response response) throws IOException {
        BufferedSource source = response.body().source();
        if (source.request(MAX_DOCUMENT + 1)) {
            throw new IOException("an answer of more than " + MAX_DOCUMENT + " bytes is no result");
        }
        return source.readByteArray();
    }

    /** The body, cut where it is longer than an error document can be or where the connection broke. */
    static byte[] body(Response response) {
        Buffer bytes = new Buffer();
        try {
            BufferedSource source = response.body().source();
            while (bytes.size() < MAX_BYTES && source.read(bytes, MAX_BYTES - bytes.size()) >= 0) {}
        } catch (IOException e) {
            // The status has been received and says more than the broken connection.
        }
        return bytes.readByteArray();
    }

    /** What a proxy said, on one line. */
    private static String text(Response response, byte[] body) {
        // Before anything is cut: half a token could not be found any more.
        String text = Redaction.of(response.request(), new Buffer().write(body).readUtf8())
                .replaceAll("[\\p{Cntrl}\\s]+", " ")
                .trim();
        String start = shortened(text, MAX_TEXT);
        return response.message() + (start.isEmpty() ? ", no error document" : ", no error document but: " + start);
    }

    static String shortened(String text, int most) {
        return text.length() > most ? text.substring(0, most) + "…" : text;
    }
}
