// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.text.Utf8;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * GetObject, of a whole object or a range.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/getobject">GetObject</a>
 */
final class GetObject {
    static final String NAME = "GetObject";

    private static final int OK = 200;
    private static final int PARTIAL_CONTENT = 206;

    private GetObject() {}

    /** The result holds the connection: close it. */
    static Exchange<GetResult> exchange(Transport transport, String key, GetOptions options) {
        Operation operation = operation(key, options);
        return new Exchange<>(transport, operation, response -> open(operation, key, options, response));
    }

    /** Returns the bytes of an object. A broken or corrupt response is retried. */
    static Exchange<byte[]> bytes(Transport transport, String key, int maxBytes) {
        return whole(transport, key, maxBytes, (operation, bytes) -> bytes);
    }

    /** Returns the bytes of an object as a text. */
    static Exchange<String> text(Transport transport, String key, int maxBytes) {
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
        Operation operation = operation(key, GetOptions.NONE).retryOnMismatch();
        return new Exchange<>(transport, operation, response -> {
            try (GetResult result = open(operation, key, GetOptions.NONE, response)) {
                return content.of(operation, result.bytes(operation, maxBytes));
            }
        });
    }

    static Operation operation(String key, GetOptions options) {
        Operation operation = new Operation(NAME, "GET", key);
        options.applyTo(operation);
        return operation;
    }

    static GetResult open(Operation operation, String key, GetOptions options, OssResponse response)
            throws IOException {
        try {
            ResponseDocument.throwUnlessSuccessful(operation, response);
            Long length = checkedLength(options, response);
            if (!options.isProcessed()) {
                NotFromOssException.throwUnlessOfObject(operation, response);
            }
            ObjectMetadata metadata = new ObjectMetadata(key, response);
            Long crc64 = comparable(options, response, metadata);
            if (crc64 == null && length == null && !response.isEndKnown()) {
                throw new UnexpectedResponseException(
                        operation + ": the response has no Content-Length, chunked encoding"
                                + " or checksum, so a truncated response cannot be detected");
            }
            CheckedSource bytes = new CheckedSource(
                    operation, response, crc64, length, new Progress(options.progress(), response.contentLength()));
            return new GetResult(metadata, response.contentLength(), bytes);
        } catch (Throwable t) {
            response.close();
            throw t;
        }
    }

    /** Returns the length of a range, after comparing it with the requested one: the bytes of a range have no CRC64. */
    private static @Nullable Long checkedLength(GetOptions options, OssResponse response) throws IOException {
        boolean partial = response.status() == PARTIAL_CONTENT;
        if (!partial && response.status() != OK) {
            throw new IOException("the response is " + response.status() + ", which has no object");
        }
        String requested = options.range();
        if (requested == null && !partial) {
            return null;
        }
        String header = response.header("Content-Range");
        ContentRange range = partial && header != null ? ContentRange.parse(header) : null;
        if (requested == null || range == null || !range.satisfies(requested)) {
            throw new IOException("requested " + (requested == null ? "the whole object" : requested)
                    + ", the response is " + response.status() + " with "
                    + (partial ? response.redact(String.valueOf(header)) : "the whole object"));
        }
        return range.length();
    }

    /** Returns the CRC64 that the bytes must have; null if OSS reports that of something else. */
    private static @Nullable Long comparable(GetOptions options, OssResponse response, ObjectMetadata metadata) {
        return options.isProcessed() || response.status() == PARTIAL_CONTENT ? null : metadata.crc64();
    }
}
