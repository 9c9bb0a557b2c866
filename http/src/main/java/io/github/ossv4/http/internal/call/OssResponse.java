// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.call;

import io.github.ossv4.error.ErrorResponse;
import io.github.ossv4.http.Advice;
import io.github.ossv4.http.internal.redaction.Redaction;
import io.github.ossv4.http.internal.redaction.Secrets;
import io.github.ossv4.internal.canonical.Mismatch;
import io.github.ossv4.internal.error.KnownError;
import io.github.ossv4.internal.text.PrintableText;
import io.github.ossv4.sign.Signature;
import java.io.Closeable;
import java.io.IOException;
import java.util.Objects;
import java.util.function.Function;
import okhttp3.Headers;
import okhttp3.Protocol;
import okhttp3.Response;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/**
 * A response, with the attempt, the signature and the secrets of its request. Close it. One thread may use it at a
 * time.
 */
public final class OssResponse implements Closeable {
    private static final int MAX_ID = 128;

    private final Response response;
    private final ObservedAttempt attempt;
    private final @Nullable Signature signature;
    private final Secrets secrets;
    private final Endpoint endpoint;
    private final Function<ErrorResponse, @Nullable Advice> advice;
    private volatile boolean handedOver;
    private volatile @Nullable Runnable whenClosed;

    /**
     * @param signature null if the request was not signed here
     * @param secrets what messages must not show, the signature included
     * @param endpoint received the request
     * @param advice returns what to change after an error, or null
     */
    OssResponse(
            Response response,
            ObservedAttempt attempt,
            @Nullable Signature signature,
            Secrets secrets,
            Endpoint endpoint,
            Function<ErrorResponse, @Nullable Advice> advice) {
        this.response = response;
        this.attempt = attempt;
        this.signature = signature;
        this.secrets = secrets;
        this.endpoint = endpoint;
        this.advice = advice;
    }

    /**
     * Marks the end of the call: what is read from now on is read by the caller.
     *
     * @param action runs when the response is closed; null for none
     */
    void handOver(@Nullable Runnable action) {
        whenClosed = action;
        handedOver = true;
    }

    private void closed() {
        Runnable action = whenClosed;
        if (action != null) {
            action.run();
        }
    }

    /**
     * Returns the exception for a failed read. While the call is in progress, {@link Exchange} adds the name of the
     * call and redacts the exception.
     */
    public IOException readFailure(Operation operation, IOException failure) {
        return handedOver ? CallFailures.withCall(operation.toString(), redact(failure), "") : failure;
    }

    public int status() {
        return response.code();
    }

    boolean isSuccessful() {
        return response.isSuccessful();
    }

    boolean isOverTls() {
        return response.handshake() != null;
    }

    /** Returns a header, its last value if there are several; null for none. */
    @Nullable
    public String header(String name) {
        return response.header(name);
    }

    /** Returns the headers, with the {@linkplain #requestId redacted} request id. */
    public Headers headers() {
        String received = response.header("x-oss-request-id");
        String shown = requestId();
        if (Objects.equals(received, shown)) {
            return response.headers();
        }
        Headers.Builder headers = response.headers().newBuilder().removeAll("x-oss-request-id");
        return shown == null
                ? headers.build()
                : headers.addUnsafeNonAscii("x-oss-request-id", shown).build();
    }

    /** Returns the body, whose reads fail if it is too slow. */
    public BufferedSource source() {
        return response.body().source();
    }

    /** Returns the length of the body in bytes; -1 if the response does not report it. */
    public long contentLength() {
        return response.body().contentLength();
    }

    /**
     * Returns whether the end of the body can be distinguished from a broken connection: by its length, by chunks, or
     * by HTTP/2. HTTP/1 also has bodies that end with the connection (RFC 9112 section 6.3).
     */
    public boolean isEndKnown() {
        return contentLength() >= 0
                // OkHttp decodes no other transfer coding.
                || "chunked".equalsIgnoreCase(response.header("Transfer-Encoding"))
                || (response.protocol() != Protocol.HTTP_1_1 && response.protocol() != Protocol.HTTP_1_0);
    }

    /** Returns the attempt, whose listener is notified. */
    public ObservedAttempt attempt() {
        return attempt;
    }

    /** Returns the ETag without its quotes. */
    @Nullable
    public String etag() {
        return ResponseHeaders.etag(response.headers());
    }

    @Nullable
    public String versionId() {
        return response.header("x-oss-version-id");
    }

    /** Returns the request id, redacted and printable: every message has it. */
    @Nullable
    public String requestId() {
        String id = id(response.header("x-oss-request-id"));
        return id == null ? null : PrintableText.escape(redact(id));
    }

    /** Returns the CRC64 of the object; null if the header is missing or malformed. */
    @Nullable
    public Long crc64() {
        return ResponseHeaders.crc64(response.headers());
    }

    /** Returns the text, or null if it is too long for an id or a code of OSS. */
    static @Nullable String id(@Nullable String text) {
        return text == null || text.length() > MAX_ID ? null : text;
    }

    /** Removes the secrets of the request from a text: some servers echo them. */
    public String redact(String text) {
        return Redaction.redact(secrets, text);
    }

    private IOException redact(IOException failure) {
        return Redaction.redact(secrets, failure);
    }

    /**
     * Returns which line of the signed text differs from the one that OSS signed, and the host that OSS received if it
     * is another one; empty if neither is known.
     */
    String difference(ErrorResponse error) {
        String mismatch = signature == null || !KnownError.SIGNATURE.has(error.code())
                ? null
                : signature.explainMismatch(
                        error.details().get("CanonicalRequest"), error.details().get("StringToSign"));
        return redact((mismatch == null || mismatch.equals(Mismatch.SAME_TEXT) ? "" : ". " + mismatch)
                + EndpointAdvice.ofHost(endpoint, error));
    }

    /** Returns what to change after an error, redacted; null if it is not known. */
    @Nullable
    Advice advice(ErrorResponse error) {
        Advice given = advice.apply(error);
        if (given == null) {
            return null;
        }
        Advice redacted =
                Advice.of(redact(given.cause())).remedy(redact(given.remedy())).from(given.origin());
        Advice.Setting setting = given.setting();
        String value = given.value();
        return setting == null ? redacted : redacted.about(setting, value == null ? null : redact(value));
    }

    @Override
    public void close() {
        response.close();
        closed();
    }

    @Override
    public String toString() {
        return "OssResponse{" + status() + ", requestId=" + requestId() + "}";
    }
}
