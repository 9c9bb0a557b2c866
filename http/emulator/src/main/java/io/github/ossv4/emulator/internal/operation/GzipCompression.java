// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import io.github.ossv4.emulator.internal.object.StoredMetadata;
import io.github.ossv4.emulator.internal.object.StoredObject;
import io.github.ossv4.emulator.internal.wire.ReceivedRequest;
import java.util.regex.Pattern;

/**
 * The rule by which OSS compresses a response: a text of 1 KB or more, for a client that accepts gzip. The response to
 * HeadObject has the headers only.
 *
 * <p>Rule: Which texts OSS compresses ({@code GzipCompressionTest}).
 *
 * @see <a href="https://help.aliyun.com/document_detail/39645.html">FAQ about compression</a>
 */
final class GzipCompression {
    private static final long MIN_BYTES = 1024;

    private static final Pattern TYPES = Pattern.compile(
            "(?:text/(?:cache-manifest|xml|plain|css|html|json)"
                    + "|application/(?:javascript|x-javascript|rss\\+xml|json))\\s*(?:;.*)?",
            Pattern.CASE_INSENSITIVE);

    /** {@code gzip} without {@code q=0}. */
    private static final Pattern ACCEPTED =
            Pattern.compile("(?:.*,)?\\s*gzip\\s*(?:;\\s*q=(?!0(?:\\.0*)?\\s*(?:,|$)).*|,.*)?");

    private GzipCompression() {}

    /** Returns whether the response with the whole object is compressed. */
    static boolean applies(ReceivedRequest request, StoredObject object) {
        String accepted = request.header("accept-encoding");
        StoredMetadata metadata = object.attributes().metadata();
        return accepted != null
                && ACCEPTED.matcher(accepted).matches()
                && object.body().size() >= MIN_BYTES
                && TYPES.matcher(metadata.contentType()).matches()
                && !metadata.headers().containsKey("Content-Encoding")
                && request.head().acceptsChunks();
    }
}
