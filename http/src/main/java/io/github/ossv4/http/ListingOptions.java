// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The options that lists of objects and of versions share. Immutable. */
abstract class ListingOptions extends RequestOptions {
    private final @Nullable String prefix;
    private final @Nullable String delimiter;
    private final int maxKeys;

    ListingOptions(Builder<?> builder) {
        super(builder.requesterPays);
        this.prefix = builder.prefix;
        this.delimiter = builder.delimiter;
        this.maxKeys = builder.maxKeys;
    }

    /** Returns the prefix of the keys; null for all keys. */
    public final @Nullable String prefix() {
        return prefix;
    }

    /** Returns the delimiter that groups keys; null for none. */
    public final @Nullable String delimiter() {
        return delimiter;
    }

    /** Returns the limit of entries and common prefixes on a page. */
    public final int maxKeys() {
        return maxKeys;
    }

    /** Collects the options that lists of objects and of versions share. Not thread-safe. */
    abstract static class Builder<B extends Builder<B>> extends RequestOptions.Builder<B> {
        private static final int MAX_KEYS = 1000;

        @Nullable
        String prefix;

        @Nullable
        String delimiter;

        int maxKeys = MAX_KEYS;

        Builder() {}

        /** Lists only keys with this prefix. */
        public B prefix(String prefix) {
            this.prefix = Objects.requireNonNull(prefix, "prefix");
            return self();
        }

        /**
         * Groups keys that have the same text between the prefix and the delimiter into a common prefix; usually {@code
         * /}.
         */
        public B delimiter(String delimiter) {
            this.delimiter = Objects.requireNonNull(delimiter, "delimiter");
            return self();
        }

        /**
         * Limits the number of entries and common prefixes on a page; default 1000. Smaller pages need less memory: a
         * page of 1000 has up to 4 MB if its keys are as long as possible, and usually about 400 KB.
         *
         * @throws IllegalArgumentException if the number is not 1 to 1000
         */
        public B maxKeys(int maxKeys) {
            this.maxKeys = RequestOptions.checkRange("maxKeys", maxKeys, MAX_KEYS);
            return self();
        }
    }
}
