// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.text.PrintableText;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Which version of an object to ask about, and when. Immutable. */
public final class HeadOptions {
    /** The object as it is now. */
    public static final HeadOptions NONE = builder().build();

    private final RequestOptions request;
    private final Conditions conditions;
    private final @Nullable String versionId;

    private HeadOptions(Builder builder) {
        this.request = builder.request.copy();
        this.conditions = builder.conditions.copy();
        this.versionId = builder.versionId;
    }

    /** Starts with no options. */
    public static Builder builder() {
        return new Builder();
    }

    void applyTo(Operation operation) {
        request.applyTo(operation);
        conditions.applyTo(operation, "");
        operation.query("versionId", versionId);
    }

    @Override
    public String toString() {
        return PrintableText.escape("HeadOptions{" + (versionId == null ? "" : "versionId=" + versionId) + "}");
    }

    /** Collects options. Not thread-safe. */
    public static final class Builder {
        private final RequestOptions request = new RequestOptions();
        private final Conditions conditions = new Conditions();
        private @Nullable String versionId;

        private Builder() {}

        /** Only if the object has this ETag; otherwise the call fails with status 412. */
        public Builder ifMatch(String etag) {
            conditions.match(etag);
            return this;
        }

        /** Only if the object has another ETag; otherwise {@link NotModifiedException}. */
        public Builder ifNoneMatch(String etag) {
            conditions.noneMatch(etag);
            return this;
        }

        /** Only if the object is newer, to the second; otherwise {@link NotModifiedException}. */
        public Builder ifModifiedSince(Instant instant) {
            conditions.modifiedSince(instant);
            return this;
        }

        /** Only if the object is not newer, to the second; otherwise the call fails with status 412. */
        public Builder ifUnmodifiedSince(Instant instant) {
            conditions.unmodifiedSince(instant);
            return this;
        }

        /**
         * A version of the object, in a bucket with versioning.
         *
         * @throws IllegalArgumentException if it is empty
         */
        public Builder versionId(String versionId) {
            this.versionId = RequestOptions.checkVersionId(versionId);
            return this;
        }

        /** Has the requester pay for the request, in a bucket of somebody else's that wants it so. */
        public Builder requesterPays() {
            request.requesterPays();
            return this;
        }

        /** The options as collected so far. */
        public HeadOptions build() {
            return new HeadOptions(this);
        }
    }
}
