// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import org.jspecify.annotations.Nullable;

/** The options of a request that stores the bytes of an object. Immutable. */
abstract class PutRequestOptions extends ObjectOptions {
    private final @Nullable Long trafficLimit;

    PutRequestOptions(Builder<?> builder) {
        super(builder);
        this.trafficLimit = builder.trafficLimit;
    }

    /** Returns the limit of the bandwidth in bits per second; null for none. */
    public final @Nullable Long trafficLimit() {
        return trafficLimit;
    }

    /** Collects the options of a request that stores the bytes of an object. Not thread-safe. */
    abstract static class Builder<B extends Builder<B>> extends ObjectOptions.Builder<B> {
        @Nullable
        Long trafficLimit;

        Builder() {}

        /**
         * Limits the bandwidth of each request; requests in parallel each have this limit.
         *
         * @param bitsPerSecond 245760 (30 KB/s) to 838860800 (100 MB/s); older vendor pages begin at 819200
         * @throws IllegalArgumentException if the limit is outside of that range
         */
        public B trafficLimit(long bitsPerSecond) {
            trafficLimit = RequestOptions.checkTrafficLimit(bitsPerSecond);
            return self();
        }
    }
}
