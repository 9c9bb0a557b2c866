// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.operation;

import io.github.ossv4.http.GetOptions;
import io.github.ossv4.http.GetResult;
import io.github.ossv4.http.ObjectMetadata;
import io.github.ossv4.http.UnexpectedResponseException;
import io.github.ossv4.http.internal.call.Exchange;
import io.github.ossv4.http.internal.call.Operation;
import io.github.ossv4.http.internal.call.OssResponse;
import io.github.ossv4.http.internal.call.Progress;
import io.github.ossv4.http.internal.call.ResponseDocument;
import io.github.ossv4.http.internal.call.Transport;
import io.github.ossv4.internal.text.ResourceNames;
import io.github.ossv4.internal.text.Utf8;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * GetObject, of a whole object or a range.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/getobject">GetObject</a>
 */
public final class GetObject {
    private static final int MAX_HEADER = 50;

    private static final int OK = 200;
    private static final int PARTIAL_CONTENT = 206;

    private GetObject() {}

    /** The result holds the connection: close it. */
    public static Exchange<GetResult> exchange(Transport transport, String key, GetOptions options) {
        Objects.requireNonNull(options, "options");
        Operation operation = operation(ResourceNames.checkKey(key), options);
        return new Exchange<>(transport, operation, response -> open(operation, key, options, response));
    }

    /** Returns the bytes of an object. A broken or corrupt response is retried. */
    public static Exchange<byte[]> bytes(Transport transport, String key, int maxBytes) {
        return whole(transport, key, maxBytes, (operation, bytes) -> bytes);
    }

    /** Returns the bytes of an object as a text. */
    public static Exchange<String> text(Transport transport, String key, int maxBytes) {
        return whole(transport, key, maxBytes, (operation, bytes) -> {
            String text = Utf8.decode(bytes);
            if (text == null) {
                throw new UnexpectedResponseException(operation + ": the object is not UTF-8");
            }
            return text;
        });
    }

    private interface Content<T> {
        T of(Operation operation, byte[] bytes) throws IOException;
    }

    private static <T> Exchange<T> whole(Transport transport, String key, int maxBytes, Content<T> content) {
        if (maxBytes < 0) {
            throw new IllegalArgumentException("maxBytes must not be negative, was " + maxBytes);
        }
        Operation operation =
                operation(ResourceNames.checkKey(key), GetOptions.NONE).retryOnMismatch();
        return new Exchange<>(transport, operation, response -> {
            try (OpenObject result = open(operation, key, GetOptions.NONE, response)) {
                return content.of(operation, result.bytes(operation, maxBytes));
            }
        });
    }

    public static Operation operation(String key, GetOptions options) {
        Operation operation = new Operation("GetObject", "GET", key)
                .trafficLimit(options.trafficLimit())
                .conditions(options.conditions(), "")
                .query("versionId", options.versionId())
                .query("x-oss-process", options.process());
        if (options.range() != null) {
            // Otherwise OSS returns the whole object for a range that the object does not have.
            operation.header("range", options.range()).header("x-oss-range-behavior", "standard");
        }
        return operation;
    }

    public static OpenObject open(Operation operation, String key, GetOptions options, OssResponse response)
            throws IOException {
        ResponseDocument.throwUnlessSuccessful(operation, response);
        ContentRange range = checkedRange(options, response);
        Long length = range == null ? null : Long.valueOf(range.length());
        if (options.process() == null) {
            ResponseDocument.throwUnlessOfObject(operation, response);
        }
        ObjectMetadata metadata = ObjectMetadata.of(key, response.headers());
        // OSS reports the CRC64 of the object, also with a range and with the result of a process.
        boolean isWhole = options.process() == null && (range == null || range.isWhole());
        Long crc64 = isWhole ? metadata.crc64() : null;
        if (crc64 == null && length == null && !response.isEndKnown()) {
            throw new UnexpectedResponseException(operation + ": the response has no Content-Length, chunked encoding"
                    + " or checksum, so a truncated response cannot be detected");
        }
        CheckedSource bytes = new CheckedSource(
                operation, response, crc64, length, new Progress(options.progress(), response.contentLength()));
        return new OpenObject(metadata, response.contentLength(), bytes);
    }

    /**
     * Returns the range of a response, after comparing it with the requested one; null if the response has the whole
     * object.
     */
    private static @Nullable ContentRange checkedRange(GetOptions options, OssResponse response) throws IOException {
        boolean partial = response.status() == PARTIAL_CONTENT;
        if (!partial && response.status() != OK) {
            throw new IOException("the response is " + response.status() + ", which has no object");
        }
        String requested = options.range();
        if (!partial && (requested == null || ContentRange.isWhole(requested, response.contentLength()))) {
            return null;
        }
        String header = response.header("Content-Range");
        ContentRange range = partial && header != null ? ContentRange.parse(header) : null;
        if (requested == null || range == null || !range.satisfies(requested)) {
            throw new IOException("requested " + (requested == null ? "the whole object" : requested)
                    + ", the response is " + response.status() + " with "
                    + (!partial
                            ? "the whole object"
                            : header == null
                                    ? "no Content-Range"
                                    : ResponseDocument.shortened(response.redact(header), MAX_HEADER)));
        }
        return range;
    }
}
