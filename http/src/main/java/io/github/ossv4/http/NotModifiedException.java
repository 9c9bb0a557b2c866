// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.text.PrintableText;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The object is still the one that the caller knows: a condition of the call was not met, and no bytes came. */
public final class NotModifiedException extends IOException {
    private static final long serialVersionUID = 1;

    private final @Nullable String etag;
    private final @Nullable String requestId;

    NotModifiedException(String operation, OssResponse response) {
        super(PrintableText.escape(operation + ": not modified (request id " + response.requestId() + ")"));
        this.etag = response.etag();
        this.requestId = response.requestId();
    }

    /** The ETag of the object, without its quotes. */
    public @Nullable String etag() {
        return etag;
    }

    /** The id of the request. */
    public @Nullable String requestId() {
        return requestId;
    }
}
