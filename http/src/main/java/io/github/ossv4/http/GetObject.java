// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * GetObject, the whole or a part.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/getobject">GetObject</a>
 */
final class GetObject {
    static final String NAME = "GetObject";

    private static final int OK = 200;
    private static final int PARTIAL_CONTENT = 206;

    private GetObject() {}

    /** The result holds the connection, and is to be closed. */
    static Exchange<GetResult> exchange(Transport transport, String key, GetOptions options) {
        Operation operation = operation(key, options);
        return new Exchange<>(transport, operation, response -> open(operation, key, options, response));
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
            Long length = checkedLength(operation, options, response);
            if (!options.isProcessed()) {
                NotFromOssException.throwUnlessOfObject(operation, response);
            }
            ObjectMetadata metadata = new ObjectMetadata(key, response);
            CheckedSource bytes = new CheckedSource(
                    operation,
                    key,
                    response,
                    comparable(options, response, metadata),
                    length,
                    new Progress(options.progress(), response.contentLength()));
            return new GetResult(metadata, response.contentLength(), bytes);
        } catch (Throwable t) {
            response.close();
            throw t;
        }
    }

    /** Bytes that no CRC64 covers are checked by their place: the response must bring the range that was asked for. */
    private static @Nullable Long checkedLength(Operation operation, GetOptions options, OssResponse response)
            throws IOException {
        boolean partial = response.status() == PARTIAL_CONTENT;
        if (!partial && response.status() != OK) {
            throw new IOException(operation + ": the response is " + response.status() + ", which brings no object");
        }
        String asked = options.range();
        if (asked == null && !partial) {
            return null;
        }
        String header = response.header("Content-Range");
        ContentRange range = partial && header != null ? ContentRange.parse(header) : null;
        if (asked == null || range == null || !range.answers(asked)) {
            throw new IOException(operation + ": asked for " + (asked == null ? "all of it" : asked)
                    + ", the response is " + response.status() + " with "
                    + (partial ? response.redact(String.valueOf(header)) : "all of it"));
        }
        return range.length();
    }

    /** The checksum that the bytes must have; null where OSS's is that of something else. */
    private static @Nullable Long comparable(GetOptions options, OssResponse response, ObjectMetadata metadata) {
        return options.isProcessed() || response.status() == PARTIAL_CONTENT ? null : metadata.crc64();
    }
}
