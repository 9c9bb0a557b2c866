// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.text.PrintableText;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Options for ListObjectsV2. Immutable. */
public final class ListOptions {
    /** All objects, from the first. */
    public static final ListOptions NONE = builder().build();

    private final RequestOptions request;
    private final @Nullable String prefix;
    private final @Nullable String delimiter;
    private final @Nullable String startAfter;
    private final @Nullable String continuationToken;
    private final boolean fetchOwner;
    private final int maxKeys;

    private ListOptions(Builder builder) {
        this.request = builder.request.copy();
        this.prefix = builder.prefix;
        this.delimiter = builder.delimiter;
        this.startAfter = builder.startAfter;
        this.continuationToken = builder.continuationToken;
        this.fetchOwner = builder.fetchOwner;
        this.maxKeys = builder.maxKeys;
    }

    /** Starts with no options. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Sets the options of a request.
     *
     * @param token of the previous page; null for the first page
     */
    void applyTo(Operation operation, @Nullable String token) {
        String from = token == null ? continuationToken : token;
        request.applyPayerTo(operation);
        operation
                .query("prefix", prefix)
                .query("delimiter", delimiter)
                .query("start-after", from == null ? startAfter : null)
                .query("continuation-token", from)
                .query("fetch-owner", fetchOwner ? "true" : null)
                .query("max-keys", Integer.toString(maxKeys));
    }

    @Override
    public String toString() {
        return PrintableText.escape("ListOptions{prefix=" + prefix + ", delimiter=" + delimiter + ", after="
                + (continuationToken == null ? startAfter : continuationToken) + "}");
    }

    /** Collects options. Not thread-safe. */
    public static final class Builder extends RequestOptionsBuilder<Builder> {
        private static final int MAX_KEYS = 1000;

        private @Nullable String prefix;
        private @Nullable String delimiter;
        private @Nullable String startAfter;
        private @Nullable String continuationToken;
        private boolean fetchOwner;
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

        /** Lists only keys after this one, in the order of UTF-8 bytes. It need not exist. */
        public Builder startAfter(String key) {
            this.startAfter = Objects.requireNonNull(key, "key");
            return this;
        }

        /** Continues a list with the token of its last page. {@link #startAfter} is then ignored. */
        public Builder continuationToken(String token) {
            this.continuationToken = Objects.requireNonNull(token, "token");
            return this;
        }

        /** Requests the owner of each object. */
        public Builder fetchOwner() {
            this.fetchOwner = true;
            return this;
        }

        /**
         * Limits the number of objects and common prefixes on a page; default 1000. Smaller pages need less memory: a page of
         * 1000 has up to 4 MB if its keys are as long as possible, and usually about 400 KB.
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
        public ListOptions build() {
            return new ListOptions(this);
        }
    }
}
