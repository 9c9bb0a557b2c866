// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Collects the options of a request that reads an object or its metadata. Not thread-safe. */
abstract class ReadOptionsBuilder<B extends ReadOptionsBuilder<B>> extends RequestOptionsBuilder<B> {
    final Conditions conditions = new Conditions();

    @Nullable
    String versionId;

    ReadOptionsBuilder() {}

    /** Requires that the object has this ETag; otherwise the call fails with status 412. */
    public B ifMatch(String etag) {
        conditions.match(etag);
        return self();
    }

    /** Requires that the object has another ETag; otherwise the call throws {@link NotModifiedException}. */
    public B ifNoneMatch(String etag) {
        conditions.noneMatch(etag);
        return self();
    }

    /** Requires that the object is newer, to the second; otherwise the call throws {@link NotModifiedException}. */
    public B ifModifiedSince(Instant instant) {
        conditions.modifiedSince(instant);
        return self();
    }

    /** Requires that the object is not newer, to the second; otherwise the call fails with status 412. */
    public B ifUnmodifiedSince(Instant instant) {
        conditions.unmodifiedSince(instant);
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
