// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import java.io.IOException;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * GetObject, the whole or a part.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/getobject">GetObject</a>
 */
final class GetObject {
    private static final int PARTIAL_CONTENT = 206;

    private GetObject() {}

    /** The result holds the connection, and is to be closed. */
    static Exchange<GetResult> exchange(Transport transport, String key, GetOptions options) {
        Operation operation = operation(key, options);
        return new Exchange<>(transport, operation, response -> open(operation, key, options, response));
    }

    static Operation operation(String key, GetOptions options) {
        Operation operation = new Operation("GetObject", "GET", key);
        options.applyTo(operation);
        return operation;
    }

    static GetResult open(Operation operation, String key, GetOptions options, Response response) throws IOException {
        try {
            RefusedAnswer.throwUnlessSuccessful(operation, response);
            checkRange(operation, options, response);
            ObjectMetadata metadata = new ObjectMetadata(key, response);
            CheckedSource bytes = new CheckedSource(
                    key,
                    response,
                    comparable(options, response, metadata),
                    new Progress(options.progress(), response.body().contentLength()));
            return new GetResult(metadata, response.body().contentLength(), bytes);
        } catch (Throwable t) {
            response.close();
            throw t;
        }
    }

    /** What is not checked by CRC64 is checked by its place: a part must be the one that was asked for, and no other. */
    private static void checkRange(Operation operation, GetOptions options, Response response) throws IOException {
        boolean part = response.code() == PARTIAL_CONTENT;
        String asked = options.range();
        if (asked == null && !part) {
            return;
        }
        String answered = part ? response.header("Content-Range", "none") : "all of it";
        boolean right = asked != null && part && answered.startsWith(prefix(asked));
        if (!right) {
            throw new IOException(operation + ": asked for " + (asked == null ? "all of it" : asked) + ", answered "
                    + response.code() + " with " + Redaction.of(response.request(), answered));
        }
    }

    /** How {@code Content-Range} begins for a {@code Range}; where the last bytes begin only the server knows. */
    private static String prefix(String range) {
        String first = range.substring("bytes=".length(), range.indexOf('-') + 1);
        return "bytes " + (first.equals("-") ? "" : first);
    }

    /** The checksum that the bytes must have; null where OSS's is that of something else. */
    private static @Nullable Long comparable(GetOptions options, Response response, ObjectMetadata metadata) {
        return options.isProcessed() || response.code() == PARTIAL_CONTENT ? null : metadata.crc64();
    }
}
