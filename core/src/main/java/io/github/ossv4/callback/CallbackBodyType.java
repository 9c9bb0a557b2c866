// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.callback;

import org.jspecify.annotations.Nullable;

/** The content type of a callback's body. It decides how OSS escapes the values that it puts into the template. */
public enum CallbackBodyType {
    /** Values are percent-encoded. The default. */
    FORM("application/x-www-form-urlencoded"),

    /** Texts are written with their quotes and escaped, numbers as they are: the template puts no quotes around them. */
    JSON("application/json");

    private final String contentType;

    CallbackBodyType(String contentType) {
        this.contentType = contentType;
    }

    /** The value of {@code callbackBodyType}, and of the callback request's {@code Content-Type}. */
    public String contentType() {
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
