// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.text.PrintableText;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Which uploads to list. Immutable. */
public final class ListUploadsOptions {
    /** All of them, from the first. */
    public static final ListUploadsOptions NONE = builder().build();

    private final @Nullable String prefix;
    private final @Nullable String delimiter;
    private final @Nullable String keyMarker;
    private final @Nullable String uploadIdMarker;
    private final int maxUploads;

    private ListUploadsOptions(Builder builder) {
        this.prefix = builder.prefix;
        this.delimiter = builder.delimiter;
        this.keyMarker = builder.keyMarker;
        this.uploadIdMarker = builder.uploadIdMarker;
        this.maxUploads = builder.maxUploads;
    }

    /** Starts with no options. */
    public static Builder builder() {
        return new Builder();
    }

    void applyTo(Operation operation) {
        operation
                .query("prefix", prefix)
                .query("delimiter", delimiter)
                .query("key-marker", keyMarker)
                .query("upload-id-marker", uploadIdMarker)
                .query("max-uploads", Integer.toString(maxUploads));
    }

    @Override
    public String toString() {
        return PrintableText.escape(
                "ListUploadsOptions{prefix=" + prefix + ", delimiter=" + delimiter + ", after=" + keyMarker + "}");
    }

    /** Collects options. Not thread-safe. */
    public static final class Builder {
        private static final int MAX_UPLOADS = 1000;

        private @Nullable String prefix;
        private @Nullable String delimiter;
        private @Nullable String keyMarker;
        private @Nullable String uploadIdMarker;
        private int maxUploads = MAX_UPLOADS;

        private Builder() {}

        /** Only keys that begin so. */
        public Builder prefix(String prefix) {
            this.prefix = Objects.requireNonNull(prefix, "prefix");
            return this;
        }

        /** Puts keys together that have the same text up to it, behind the prefix; mostly {@code /}. */
        public Builder delimiter(String delimiter) {
            this.delimiter = Objects.requireNonNull(delimiter, "delimiter");
            return this;
        }

        /**
         * Goes on behind an upload: what {@code UploadList.nextKeyMarker()} and {@code nextUploadIdMarker()} say.
         */
        public Builder after(String keyMarker, String uploadIdMarker) {
            this.keyMarker = Objects.requireNonNull(keyMarker, "keyMarker");
            this.uploadIdMarker = uploadIdMarker.isEmpty() ? null : uploadIdMarker;
            return this;
        }

        /**
         * At most so many.
         *
         * @throws IllegalArgumentException if it is not 1 to 1000
         */
        public Builder maxUploads(int maxUploads) {
            if (maxUploads < 1 || maxUploads > MAX_UPLOADS) {
                throw new IllegalArgumentException(
                        "maxUploads is " + maxUploads + ", 1 to " + MAX_UPLOADS + " are allowed");
            }
            this.maxUploads = maxUploads;
            return this;
        }

        /** The options as collected so far. */
        public ListUploadsOptions build() {
            return new ListUploadsOptions(this);
        }
    }
}
