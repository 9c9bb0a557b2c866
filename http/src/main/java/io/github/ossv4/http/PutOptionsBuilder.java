// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

/** Collects the options of a request that stores the bytes of an object. Not thread-safe. */
abstract class PutOptionsBuilder<B extends PutOptionsBuilder<B>> extends ObjectOptionsBuilder<B> {
    PutOptionsBuilder() {}

    /**
     * Limits the bandwidth of each request; requests in parallel each have this limit.
     *
     * @param bitsPerSecond 245760 (30 KB/s) to 838860800 (100 MB/s); older vendor pages begin at 819200
     * @throws IllegalArgumentException if the limit is outside of that range
     */
    public B trafficLimit(long bitsPerSecond) {
        request.trafficLimit(bitsPerSecond);
        return self();
    }
}
