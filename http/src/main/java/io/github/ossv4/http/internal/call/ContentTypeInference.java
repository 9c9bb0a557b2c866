// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.call;

import io.github.ossv4.http.Body;
import io.github.ossv4.http.internal.file.ContentTypeByName;
import org.jspecify.annotations.Nullable;

/**
 * The content type of an object for which the options set none.
 *
 * <p>Rule: The content type is inferred from the key, then from the body; never for URLs and forms ({@code
 * ContentTypeInferenceTest}).
 */
public enum ContentTypeInference {
    /** Inferred from the extension of the key, then from the body. */
    ENABLED,
    /** Not inferred: OSS stores the object as {@code application/octet-stream}. */
    DISABLED;

    private static final String HEADER = "Content-Type";

    /** Sets the content type of an object, unless the options set one or none can be inferred. */
    public void applyTo(Operation operation, @Nullable Body body) {
        String key = operation.key();
        if (this == ENABLED && key != null && operation.header(HEADER) == null) {
            String type = ContentTypeByName.find(key);
            operation.header(HEADER, type == null && body != null ? body.contentType() : type);
        }
    }
}
