// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.object.ContentTypes;
import java.net.URLConnection;
import org.jspecify.annotations.Nullable;

/** The content type of an object for which the options set none. */
enum ContentTypeInference {
    /** Inferred from the extension of the key, then from the body. */
    ENABLED,
    /** Not inferred: OSS stores the object as {@code application/octet-stream}. */
    DISABLED;

    private static final String HEADER = "Content-Type";

    /** Sets the content type of an object, unless the options set one or none can be inferred. */
    void applyTo(Operation operation, @Nullable Body body) {
        String key = operation.key();
        if (this == ENABLED && key != null && operation.header(HEADER) == null) {
            String type = ofName(key);
            operation.header(HEADER, type == null && body != null ? body.contentType() : type);
        }
    }

    /** Returns the content type by the extension of a name; null if unknown. */
    static @Nullable String ofName(String name) {
        String type = ContentTypes.ofName(name);
        // The JDK's map has more than the common types, but it does not fit into a heap of 6 MB.
        return type != null || !hasExtension(name) ? type : ofJdk(name);
    }

    private static boolean hasExtension(String name) {
        return name.lastIndexOf('.') > name.lastIndexOf('/') + 1;
    }

    private static @Nullable String ofJdk(String name) {
        // The map treats "#" as the start of a fragment.
        return URLConnection.getFileNameMap().getContentTypeFor(name.replace('#', '_'));
    }
}
