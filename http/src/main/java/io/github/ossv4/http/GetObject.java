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

    static GetResult send(Transport transport, String key, GetOptions options) throws IOException {
        Operation operation = new Operation("GetObject", "GET", key);
        options.applyTo(operation);
        Response response = transport.send(operation);
        try {
            Refusal.throwUnlessSuccessful(operation, response);
            if (options.range() != null && response.code() != PARTIAL_CONTENT) {
                throw new IOException(operation + ": asked for " + options.range() + ", answered " + response.code()
                        + " with all of it");
            }
            ObjectMetadata metadata = new ObjectMetadata(key, response);
            CheckedSource bytes = new CheckedSource(
                    key,
                    response.body().source(),
                    comparable(options, response, metadata),
                    new Progress(options.progress(), response.body().contentLength()));
            return new GetResult(metadata, response.body().contentLength(), bytes);
        } catch (Throwable t) {
            response.close();
            throw t;
        }
    }

    /** The checksum that the bytes must have; null where OSS's is that of something else. */
    private static @Nullable Long comparable(GetOptions options, Response response, ObjectMetadata metadata) {
        return options.isProcessed() || response.code() == PARTIAL_CONTENT ? null : metadata.crc64();
    }
}
