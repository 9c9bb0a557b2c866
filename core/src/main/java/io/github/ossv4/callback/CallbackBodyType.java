// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.callback;

import org.jspecify.annotations.Nullable;

/** The content type of a callback's body. It determines how OSS escapes the values in the template. */
enum CallbackBodyType {
    /** Values are percent-encoded. The default. */
    FORM("application/x-www-form-urlencoded"),

    /** Texts are escaped and quoted, numbers are not: the template must not contain quotes around them. */
    JSON("application/json");

    private final String contentType;

    CallbackBodyType(String contentType) {
        this.contentType = contentType;
    }

    /** Returns the value of {@code callbackBodyType}, and of the callback request's {@code Content-Type}. */
    String contentType() {
        return contentType;
    }

    static @Nullable CallbackBodyType ofContentType(String contentType) {
        for (CallbackBodyType type : values()) {
            if (type.contentType.equals(contentType)) {
                return type;
            }
        }
        return null;
    }
}
