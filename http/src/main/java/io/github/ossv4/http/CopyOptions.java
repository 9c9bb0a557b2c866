// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.object.ObjectHeaders;
import java.time.Instant;
import java.util.Map;

/**
 * Options for CopyObject. Headers and metadata that you set replace <em>all</em> headers and metadata of the source; if
 * you set none, those of the source are copied. Tags are replaced or copied independently. Immutable.
 */
public final class CopyOptions extends ObjectOptions {
    /** The copy has the headers, metadata and tags of the source. */
    public static final CopyOptions NONE = builder().build();

    private final Conditions conditions;
    private final boolean replaceMetadata;
    private final boolean replaceTags;
    private final boolean forbidOverwrite;

    CopyOptions(Builder builder) {
        super(builder);
        this.conditions = builder.conditions;
        this.replaceMetadata = builder.replaceMetadata || hasMetadata(headers().asMap());
        this.replaceTags = builder.replaceTags || headers().asMap().containsKey("x-oss-tagging");
        this.forbidOverwrite = builder.forbidOverwrite;
    }

    private static boolean hasMetadata(Map<String, String> headers) {
        for (String name : headers.keySet()) {
            if (!name.startsWith("x-oss-") || name.startsWith(ObjectHeaders.METADATA_PREFIX)) {
                return true;
            }
        }
        return false;
    }

    /** Starts with no options. */
    public static Builder builder() {
        return new Builder();
    }

    /** Starts with these options. */
    public Builder newBuilder() {
        return new Builder(this);
    }

    /** Returns whether the copy does not have the headers and metadata of the source. */
    public boolean replacesMetadata() {
        return replaceMetadata;
    }

    /** Returns whether the copy does not have the tags of the source. */
    public boolean replacesTags() {
        return replaceTags;
    }

    /** Returns the conditions that the source must meet. */
    public Conditions conditions() {
        return conditions;
    }

    /** Returns whether an existing object of the same key makes the request fail. */
    public boolean forbidsOverwrite() {
        return forbidOverwrite;
    }

    @Override
    public String toString() {
        return "CopyOptions{" + headers() + (forbidOverwrite ? ", forbidOverwrite" : "") + "}";
    }

    /** Collects options. Not thread-safe. */
    public static final class Builder extends ObjectOptions.Builder<Builder> {
        private Conditions conditions = Conditions.NONE;
        private boolean replaceMetadata;
        private boolean replaceTags;
        private boolean forbidOverwrite;

        Builder() {}

        private Builder(CopyOptions options) {
            headers(options.headers());
            if (options.requesterPays()) {
                requesterPays();
            }
            this.conditions = options.conditions;
            this.replaceMetadata = options.replaceMetadata;
            this.replaceTags = options.replaceTags;
            this.forbidOverwrite = options.forbidOverwrite;
        }

        /** Removes the headers and metadata of the source, even if you set none. */
        public Builder replaceMetadata() {
            this.replaceMetadata = true;
            return this;
        }

        /** Removes the tags of the source, even if you set none. */
        public Builder replaceTags() {
            this.replaceTags = true;
            return this;
        }

        /**
         * Fails with {@code FileAlreadyExists} instead of replacing an object of the same key. Ignored in a bucket with
         * versioning.
         */
        public Builder forbidOverwrite() {
            this.forbidOverwrite = true;
            return this;
        }

        /** Requires that the source has this ETag; otherwise the copy fails with status 412. */
        public Builder ifSourceMatches(String etag) {
            conditions = conditions.match(etag);
            return this;
        }

        /** Requires that the source has another ETag; otherwise the copy throws {@link NotModifiedException}. */
        public Builder ifSourceDiffersFrom(String etag) {
            conditions = conditions.noneMatch(etag);
            return this;
        }

        /**
         * Requires that the source is newer, compared in whole seconds; otherwise the copy throws {@link
         * NotModifiedException}.
         */
        public Builder ifSourceModifiedSince(Instant instant) {
            conditions = conditions.modifiedSince(instant);
            return this;
        }

        /**
         * Requires that the source is not newer, compared in whole seconds; otherwise the copy fails with status 412.
         */
        public Builder ifSourceUnmodifiedSince(Instant instant) {
            conditions = conditions.unmodifiedSince(instant);
            return this;
        }

        /**
         * Returns the options.
         *
         * @throws IllegalArgumentException if the user metadata has more than 8 KB
         */
        public CopyOptions build() {
            return new CopyOptions(this);
        }
    }
}
