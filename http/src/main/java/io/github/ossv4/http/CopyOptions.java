// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.object.ObjectHeaders;
import java.time.Instant;
import java.util.Map;

/**
 * Options for CopyObject. Headers and metadata that you set replace <em>all</em> headers and metadata of the source; if you
 * set none, those of the source are copied. Tags are replaced or copied independently. Immutable.
 */
public final class CopyOptions {
    /** The copy has the headers, metadata and tags of the source. */
    public static final CopyOptions NONE = builder().build();

    private final ObjectHeaders headers;
    private final RequestOptions request;
    private final Conditions conditions;
    private final boolean replaceMetadata;
    private final boolean replaceTags;
    private final boolean forbidOverwrite;

    CopyOptions(Builder builder) {
        this.headers = builder.headers();
        this.request = builder.request.copy();
        this.conditions = builder.conditions.copy();
        this.replaceMetadata = builder.replaceMetadata || hasMetadata(headers.asMap());
        this.replaceTags = builder.replaceTags || headers.asMap().containsKey("x-oss-tagging");
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

    ObjectHeaders headers() {
        return headers;
    }

    boolean replacesMetadata() {
        return replaceMetadata;
    }

    boolean replacesTags() {
        return replaceTags;
    }

    /** Adds the conditions and the payer to a HeadObject of the source. */
    void applyConditionsTo(Operation operation) {
        request.applyPayerTo(operation);
        conditions.applyTo(operation, "");
    }

    boolean forbidsOverwrite() {
        return forbidOverwrite;
    }

    RequestOptions request() {
        return request;
    }

    void applyTo(Operation operation) {
        headers.asMap().forEach(operation::header);
        request.applyTo(operation);
        conditions.applyTo(operation, "x-oss-copy-source-");
        operation
                .header("x-oss-metadata-directive", replaceMetadata ? "REPLACE" : null)
                .header("x-oss-tagging-directive", replaceTags ? "Replace" : null)
                .header("x-oss-forbid-overwrite", forbidOverwrite ? "true" : null);
    }

    @Override
    public String toString() {
        return "CopyOptions{" + headers + (forbidOverwrite ? ", forbidOverwrite" : "") + "}";
    }

    /** Collects options. Not thread-safe. */
    public static final class Builder extends ObjectOptionsBuilder<Builder> {
        private final Conditions conditions = new Conditions();
        private boolean replaceMetadata;
        private boolean replaceTags;
        private boolean forbidOverwrite;

        Builder() {}

        @Override
        protected Builder self() {
            return this;
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
            conditions.match(etag);
            return this;
        }

        /** Requires that the source has another ETag; otherwise the copy throws {@link NotModifiedException}. */
        public Builder ifSourceDiffersFrom(String etag) {
            conditions.noneMatch(etag);
            return this;
        }

        /** Requires that the source is newer, to the second; otherwise the copy throws {@link NotModifiedException}. */
        public Builder ifSourceModifiedSince(Instant instant) {
            conditions.modifiedSince(instant);
            return this;
        }

        /** Requires that the source is not newer, to the second; otherwise the copy fails with status 412. */
        public Builder ifSourceUnmodifiedSince(Instant instant) {
            conditions.unmodifiedSince(instant);
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
