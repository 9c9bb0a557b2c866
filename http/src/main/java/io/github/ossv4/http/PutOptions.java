// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.callback.Callback;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What goes with the bytes of an upload. Immutable. */
public final class PutOptions {
    /** Nothing but the bytes. */
    public static final PutOptions NONE = builder().build();

    private final @Nullable String contentType;
    private final Map<String, String> metadata;
    private final @Nullable Callback callback;

    private PutOptions(Builder builder) {
        this.contentType = builder.contentType;
        this.metadata = Collections.unmodifiableMap(new LinkedHashMap<>(builder.metadata));
        this.callback = builder.callback;
    }

    /** Starts with no options. */
    public static Builder builder() {
        return new Builder();
    }

    /** The object's content type; OSS takes {@code application/octet-stream} where it is null. */
    public @Nullable String contentType() {
        return contentType;
    }

    /** The user metadata, by name without {@code x-oss-meta-}. */
    public Map<String, String> metadata() {
        return metadata;
    }

    /** The callback that OSS performs once the object is stored. */
    public @Nullable Callback callback() {
        return callback;
    }

    @Override
    public String toString() {
        return "PutOptions{contentType=" + contentType + ", metadata=" + metadata.keySet() + ", callback=" + callback
                + "}";
    }

    /** Collects options. Not thread-safe. */
    public static final class Builder {
        private @Nullable String contentType;
        private final Map<String, String> metadata = new LinkedHashMap<>();
        private @Nullable Callback callback;

        private Builder() {}

        /** Sets the object's content type, such as {@code image/jpeg}. */
        public Builder contentType(String contentType) {
            this.contentType = Objects.requireNonNull(contentType, "contentType");
            return this;
        }

        /**
         * Adds user metadata, which travels as the header {@code x-oss-meta-name}. OSS stores names in lower case, and
         * at most 8 KB of metadata in all.
         *
         * @throws IllegalArgumentException if the name is empty or holds anything but letters, digits and hyphens
         */
        public Builder metadata(String name, String value) {
            String lowerCase = name.toLowerCase(Locale.ROOT);
            for (int i = 0; i < lowerCase.length(); i++) {
                char c = lowerCase.charAt(i);
                if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '-') {
                    throw new IllegalArgumentException(
                            "a metadata name may hold letters, digits and hyphens only: \"" + name + "\"");
                }
            }
            if (name.isEmpty()) {
                throw new IllegalArgumentException("metadata without a name");
            }
            metadata.put(lowerCase, Objects.requireNonNull(value, name));
            return this;
        }

        /** Has OSS call an application server once the object is stored; its answer is in the result. */
        public Builder callback(Callback callback) {
            this.callback = Objects.requireNonNull(callback, "callback");
            return this;
        }

        /** The options as collected so far. */
        public PutOptions build() {
            return new PutOptions(this);
        }
    }
}
