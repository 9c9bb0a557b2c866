// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.text.PrintableText;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Options for ListMultipartUploads. Immutable. */
public final class ListUploadsOptions {
    /** All uploads, from the first. */
    public static final ListUploadsOptions NONE = builder().build();

    private final @Nullable String prefix;
    private final @Nullable String delimiter;
    private final @Nullable String keyMarker;
    private final @Nullable String uploadIdMarker;
    private final int maxUploads;

    ListUploadsOptions(Builder builder) {
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

    /** Returns the prefix of the keys; null for all keys. */
    public @Nullable String prefix() {
        return prefix;
    }

    /** Returns the delimiter that groups keys; null for none. */
    public @Nullable String delimiter() {
        return delimiter;
    }

    /** Returns the key after which the list continues; null for the first. */
    public @Nullable String keyMarker() {
        return keyMarker;
    }

    /** Returns the upload after which the list continues; null to continue after all uploads of the key. */
    public @Nullable String uploadIdMarker() {
        return uploadIdMarker;
    }

    /** Returns the limit of uploads in the list. */
    public int maxUploads() {
        return maxUploads;
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

        Builder() {}

        /** Lists only keys with this prefix. */
        public Builder prefix(String prefix) {
            this.prefix = Objects.requireNonNull(prefix, "prefix");
            return this;
        }

        /** Groups keys that have the same text between the prefix and the delimiter; usually {@code /}. */
        public Builder delimiter(String delimiter) {
            this.delimiter = Objects.requireNonNull(delimiter, "delimiter");
            return this;
        }

        /**
         * Continues after an upload: with {@code UploadList.nextKeyMarker()} and {@code nextUploadIdMarker()}.
         *
         * @param keyMarker the key of that upload
         * @param uploadIdMarker its upload id; empty to continue after all uploads of the key
         */
        public Builder after(String keyMarker, String uploadIdMarker) {
            this.keyMarker = Objects.requireNonNull(keyMarker, "keyMarker");
            this.uploadIdMarker = uploadIdMarker.isEmpty() ? null : uploadIdMarker;
            return this;
        }

        /**
         * Limits the number of uploads in the list; default 1000.
         *
         * @throws IllegalArgumentException if the number is not 1 to 1000
         */
        public Builder maxUploads(int maxUploads) {
            this.maxUploads = RequestOptions.checkRange("maxUploads", maxUploads, MAX_UPLOADS);
            return this;
        }

        /** Returns the options. */
        public ListUploadsOptions build() {
            return new ListUploadsOptions(this);
        }
    }
}
