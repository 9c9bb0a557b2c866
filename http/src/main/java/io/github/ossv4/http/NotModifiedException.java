// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.text.PrintableText;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Thrown if OSS returns 304: a condition of the call is not met, since the object is the one that the caller already has. */
public final class NotModifiedException extends IOException {
    private static final long serialVersionUID = 1;

    private final @Nullable String etag;
    private final @Nullable String requestId;

    NotModifiedException(String operation, OssResponse response) {
        super(PrintableText.escape(operation + ": not modified (request id " + response.requestId() + ")"));
        this.etag = response.etag();
        this.requestId = response.requestId();
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
