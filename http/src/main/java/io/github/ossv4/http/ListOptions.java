// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.text.PrintableText;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Options for ListObjectsV2. Immutable.
 *
 * <pre>{@code
 * ListOptions folder = ListOptions.builder().prefix("photos/").delimiter("/").build();
 * for (ListedObject object : bucket.list(folder)) {
 *     System.out.println(object.key() + " " + object.size());
 * }
 * }</pre>
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/listobjectsv2">ListObjectsV2</a>
 */
public final class ListOptions extends ListingOptions {
    /** All objects, from the first. */
    public static final ListOptions NONE = builder().build();

    private final @Nullable String startAfter;
    private final @Nullable String continuationToken;
    private final boolean fetchOwner;

    ListOptions(Builder builder) {
        super(builder);
        this.startAfter = builder.startAfter;
        this.continuationToken = builder.continuationToken;
        this.fetchOwner = builder.fetchOwner;
    }

    /** Starts with no options. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns the key after which the list starts; null for the first. */
    public @Nullable String startAfter() {
        return startAfter;
    }

    /** Returns the token with which the list continues; null for none. */
    public @Nullable String continuationToken() {
        return continuationToken;
    }

    /** Returns whether the owner of each object is requested. */
    public boolean fetchesOwner() {
        return fetchOwner;
    }

    @Override
    public String toString() {
        return PrintableText.escape("ListOptions{prefix=" + prefix() + ", delimiter=" + delimiter() + ", after="
                + (continuationToken == null ? startAfter : continuationToken) + "}");
    }

    /** Collects options. Not thread-safe. */
    public static final class Builder extends ListingOptions.Builder<Builder> {
        private @Nullable String startAfter;
        private @Nullable String continuationToken;
        private boolean fetchOwner;

        Builder() {}

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

        /** Returns the options. */
        public ListOptions build() {
            return new ListOptions(this);
        }
    }
}
