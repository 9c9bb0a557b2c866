// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The options of a request that reads an object or its metadata. Immutable. */
abstract class ReadOptions extends RequestOptions {
    private final Conditions conditions;
    private final @Nullable String versionId;

    ReadOptions(Builder<?> builder) {
        super(builder.requesterPays);
        this.conditions = builder.conditions;
        this.versionId = builder.versionId;
    }

    /** Returns the conditions of the request. */
    public final Conditions conditions() {
        return conditions;
    }

    /** Returns the version of the object; null for the current one. */
    public final @Nullable String versionId() {
        return versionId;
    }

    /** Collects the options of a request that reads an object or its metadata. Not thread-safe. */
    abstract static class Builder<B extends Builder<B>> extends RequestOptions.Builder<B> {
        Conditions conditions = Conditions.NONE;

        @Nullable
        String versionId;

        Builder() {}

        /** Requires that the object has this ETag; otherwise the call fails with status 412. */
        public B ifMatch(String etag) {
            conditions = conditions.match(etag);
            return self();
        }

        /** Requires that the object has another ETag; otherwise the call throws {@link NotModifiedException}. */
        public B ifNoneMatch(String etag) {
            conditions = conditions.noneMatch(etag);
            return self();
        }

        /**
         * Requires that the object is newer, compared in whole seconds; otherwise the call throws {@link
         * NotModifiedException}.
         */
        public B ifModifiedSince(Instant instant) {
            conditions = conditions.modifiedSince(instant);
            return self();
        }

        /**
         * Requires that the object is not newer, compared in whole seconds; otherwise the call fails with status 412.
         */
        public B ifUnmodifiedSince(Instant instant) {
            conditions = conditions.unmodifiedSince(instant);
            return self();
        }

        /**
         * Selects a version of the object, in a bucket with versioning.
         *
         * @throws IllegalArgumentException if {@code versionId} is empty
         */
        public B versionId(String versionId) {
            this.versionId = RequestOptions.checkVersionId(versionId);
            return self();
        }
    }
}
