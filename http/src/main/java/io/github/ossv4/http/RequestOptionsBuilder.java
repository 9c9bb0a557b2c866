// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

/** Collects the options that every request has. Not thread-safe. */
abstract class RequestOptionsBuilder<B extends RequestOptionsBuilder<B>> {
    final RequestOptions request = new RequestOptions();

    RequestOptionsBuilder() {}

    abstract B self();

    /** Pays for the request and its traffic, in a bucket of another account that requires requester-pays. */
    public B requesterPays() {
        request.requesterPays();
        return self();
    }
}
