// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.wire;

import io.github.ossv4.explain.SignatureMistake;
import io.github.ossv4.internal.text.PrintableText;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A request and its result. Contains no secrets, tokens, signatures or headers, except User-Agent. The query is left
 * out, except the upload ID and number of a part. It is created when the response is sent, or when it is certain that
 * none will be. Many are kept, so long texts are truncated. Immutable.
 *
 * <p>Rule: Each request is reported once, before the client receives the response ({@code HandledRequestTest}).
 *
 * @param fault the fault that was injected, or null
 * @param note what a reader should know about the operation, or null
 * @param userAgent the header {@code User-Agent}, or null
 */
public record HandledRequest(
        Instant time,
        String requestId,
        String clientIp,
        Target target,
        Result result,
        SignatureVerdict verdict,
        @Nullable SignatureMistake mistake,
        List<CallbackAttempt> callbacks,
        @Nullable String fault,
        @Nullable String note,
        @Nullable String userAgent,
        Traffic traffic) {
    private static final int MAX_SHOWN = 4096;
    private static final int MAX_USER_AGENT = 60;

    public HandledRequest {
        userAgent = userAgent == null ? null : PrintableText.truncate(userAgent, MAX_USER_AGENT);
    }

    /** Truncates a text of a request. The percent-encoded path of the longest key has 3,069 characters. */
    private static String truncate(String text) {
        return PrintableText.truncate(text, MAX_SHOWN);
    }

    /**
     * The target of a request.
     *
     * @param path as received, without the query
     * @param bucket null if the request names none, or is malformed
     * @param key null if the request names none, or is malformed
     * @param operation OSS's name, or null if none was found
     * @param part null unless the request is an UploadPart to an existing upload
     * @param version the version ID and the ETag of the content of a GetObject, or null
     */
    public record Target(
            String method,
            String path,
            @Nullable String bucket,
            @Nullable String key,
            @Nullable String operation,
            @Nullable Part part,
            @Nullable String version) {
        public Target {
            method = truncate(method);
            path = truncate(path);
            bucket = bucket == null ? null : truncate(bucket);
            key = key == null ? null : truncate(key);
        }

        /** Returns {@code bucket/key}, or else the path. */
        public String resource() {
            if (bucket == null) {
                return path;
            }
            return key == null ? bucket : bucket + "/" + key;
        }
    }

    /**
     * A part of a multipart upload.
     *
     * @param upload the ID of the upload
     */
    public record Part(String upload, int number) {}

    /**
     * The result that the client received.
     *
     * @param status 0 if no response was sent
     * @param code the code of the error, or null
     * @param ec the EC of the error, or null
     * @param message the message of the error, or the reason why no response was sent; or null
     */
    public record Result(
            int status,
            @Nullable String code,
            @Nullable String ec,
            @Nullable String message) {
        /** Queries, users of URLs, and security tokens, which a message can repeat from a callback or a policy. */
        private static final Pattern SECRETS = Pattern.compile("(//)(?=[^/\\s\"]*\\?[^\\s\"]*@)[^\\s\"]+"
                + "|(\\?)[^\\s\"]+"
                + "|(//)[^/?\\s\"]+(?=@)"
                + "|((?i:security-token)\\W+)[^\\s\"]+");

        /** Returns the result of a request with a status, and with an error or null. */
        static Result of(int status, @Nullable OssException error) {
            return error == null
                    ? new Result(status, null, null, null)
                    : new Result(status, error.code(), error.ec(), truncate(redact(error.text())));
        }

        private static String redact(String message) {
            return SECRETS.matcher(message).replaceAll("$1$2$3$4…");
        }

        /** Returns the result of a request without a response. */
        static Result noResponse(String reason) {
            return new Result(0, null, null, reason);
        }
    }

    /**
     * The size of a request.
     *
     * @param bytesIn the number of bytes of the request body, as far as it was received
     * @param bytesOut the number of bytes of the response body
     * @param millis the time from the head of the request to the start of the response
     */
    public record Traffic(long bytesIn, long bytesOut, long millis) {}
}
