// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.servlet;

import io.github.ossv4.internal.text.PrintableText;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A request, independent of the server. Its body is not read yet. Path and query are not decoded. */
record EndpointRequest(
        String method,
        String rawPath,
        @Nullable String rawQuery,
        Function<String, @Nullable String> header,
        Body body) {
    private static final int MAX_PATH_SHOWN = 120;
    private static final int MAX_METHOD_SHOWN = 40;
    private static final int MAX_ID_SHOWN = 40;

    /** Opens the body. The server closes it. */
    interface Body {
        InputStream open() throws IOException;
    }

    /** Returns method, path and request id for a log. The query is omitted, since it may contain secrets. */
    @Override
    public String toString() {
        String id = header.apply("x-oss-request-id");
        return PrintableText.escape(method, MAX_METHOD_SHOWN) + " " + PrintableText.escape(rawPath, MAX_PATH_SHOWN)
                + (id == null ? "" : ", request id " + PrintableText.escape(id, MAX_ID_SHOWN));
    }
}
