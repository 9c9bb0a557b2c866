// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.object.ObjectHeaders;

/** The options of a request that stores an object. Immutable. */
abstract class ObjectOptions extends RequestOptions {
    private final ObjectHeaders headers;

    ObjectOptions(Builder<?> builder) {
        super(builder.requesterPays);
        this.headers = builder.headers();
    }

    /** Returns the headers, metadata and tags of the object. */
    public final ObjectHeaders headers() {
        return headers;
    }

    /** Collects the options of a request that stores an object. Not thread-safe. */
    abstract static class Builder<B extends Builder<B>> extends ObjectHeaders.Builder<B> {
        boolean requesterPays;

        Builder() {}

        @Override
        @SuppressWarnings("unchecked") // Each builder is its own B.
        protected final B self() {
            return (B) this;
        }

        final ObjectHeaders headers() {
            return objectHeaders();
        }

        /** Pays for the request and its traffic, in a bucket of another account that requires requester-pays. */
        public B requesterPays() {
            requesterPays = true;
            return self();
        }
    }
}
