// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.object.ObjectHeaders;

/** Collects the options of a request that stores an object. Not thread-safe. */
abstract class ObjectOptionsBuilder<B extends ObjectOptionsBuilder<B>> extends ObjectHeaders.Builder<B> {
    final RequestOptions request = new RequestOptions();

    ObjectOptionsBuilder() {}

    final ObjectHeaders headers() {
        return objectHeaders();
    }

    /** Pays for the request and its traffic, in a bucket of another account that requires requester-pays. */
    public B requesterPays() {
        request.requesterPays();
        return self();
    }
}
