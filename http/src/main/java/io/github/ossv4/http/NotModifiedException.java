// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.internal.text.PrintableText;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Thrown if OSS returns 304: a condition of the call is not met, since the object is the one that the caller already
 * has.
 */
public final class NotModifiedException extends IOException {
    private static final long serialVersionUID = 1;

    private final @Nullable String etag;
    private final @Nullable String requestId;

    /**
     * Creates an exception, also for a test of your handler.
     *
     * @param call operation, key, bucket, host and port, for the message
     * @param etag the ETag of the object, without quotes; null if unknown
     * @param requestId null if unknown
     */
    public NotModifiedException(String call, @Nullable String etag, @Nullable String requestId) {
        super(PrintableText.escape(call + ": not modified (request id " + requestId + ")"));
        this.etag = etag;
        this.requestId = requestId;
    }

    /** Returns the ETag of the object, without its quotes. */
    public @Nullable String etag() {
        return etag;
    }

    /** Returns the id of the request. */
    public @Nullable String requestId() {
        return requestId;
    }
}
