// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.list.VersionList;
import io.github.ossv4.text.PrintableText;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Options for ListObjectVersions. Immutable. */
public final class ListVersionsOptions {
    /** All versions of all objects. */
    public static final ListVersionsOptions NONE = builder().build();

    private final RequestOptions request;
    private final @Nullable String prefix;
    private final @Nullable String delimiter;
    private final @Nullable String keyMarker;
    private final @Nullable String versionIdMarker;
    private final int maxKeys;

    private ListVersionsOptions(Builder builder) {
        this.request = builder.request.copy();
        this.prefix = builder.prefix;
        this.delimiter = builder.delimiter;
        this.keyMarker = builder.keyMarker;
        this.versionIdMarker = builder.versionIdMarker;
        this.maxKeys = builder.maxKeys;
    }

    /** Starts with no options. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Sets the options of a request.
     *
     * @param before the previous page; null for the first page
     */
    void applyTo(Operation operation, @Nullable VersionList before) {
        request.applyPayerTo(operation);
        operation
                .query("prefix", prefix)
                .query("delimiter", delimiter)
                .query("key-marker", before == null ? keyMarker : before.nextKeyMarker())
                .query(
                        "version-id-marker",
                        before == null ? versionIdMarker : nullIfEmpty(before.nextVersionIdMarker()))
                .query("max-keys", Integer.toString(maxKeys));
    }

    private static @Nullable String nullIfEmpty(String text) {
        return text.isEmpty() ? null : text;
    }

    @Override
    public String toString() {
        return PrintableText.escape(
                "ListVersionsOptions{prefix=" + prefix + ", delimiter=" + delimiter + ", after=" + keyMarker + "}");
    }

    /** Collects options. Not thread-safe. */
    public static final class Builder extends RequestOptionsBuilder<Builder> {
        private static final int MAX_KEYS = 1000;

        private @Nullable String prefix;
        private @Nullable String delimiter;
        private @Nullable String keyMarker;
        private @Nullable String versionIdMarker;
        private int maxKeys = MAX_KEYS;

        private Builder() {}

        @Override
        Builder self() {
            return this;
        }

        /** Lists only keys with this prefix. */
        public Builder prefix(String prefix) {
            this.prefix = Objects.requireNonNull(prefix, "prefix");
            return this;
        }

        /**
         * Groups keys that have the same text between the prefix and the delimiter into a common prefix; usually {@code /}.
         */
        public Builder delimiter(String delimiter) {
            this.delimiter = Objects.requireNonNull(delimiter, "delimiter");
            return this;
        }

        /**
         * Continues after a version: with {@code VersionList.nextKeyMarker()} and {@code nextVersionIdMarker()}.
         *
         * @param versionIdMarker empty to continue after all versions of the key
         */
        public Builder after(String keyMarker, String versionIdMarker) {
            this.keyMarker = Objects.requireNonNull(keyMarker, "keyMarker");
            this.versionIdMarker = nullIfEmpty(versionIdMarker);
            return this;
        }

        /**
         * Limits the number of versions and common prefixes on a page; default 1000.
         *
         * @throws IllegalArgumentException if the number is not 1 to 1000
         */
        public Builder maxKeys(int maxKeys) {
            if (maxKeys < 1 || maxKeys > MAX_KEYS) {
                throw new IllegalArgumentException("maxKeys must be between 1 and " + MAX_KEYS + ", was " + maxKeys);
            }
            this.maxKeys = maxKeys;
            return this;
        }

        /** Returns the options. */
        public ListVersionsOptions build() {
            return new ListVersionsOptions(this);
        }
    }
}
