// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.http.internal.call.Transport;
import io.github.ossv4.http.internal.okhttp.OkHttpConnections;

/** Clients of a transport that a test has made, and the transport of a client. */
public final class TransportClients {
    private TransportClients() {}

    public static Transport transport(BucketClient client) {
        return client.requests();
    }

    public static BucketClient blocking(Transport transport, OkHttpConnections connections) {
        return new BucketClient(transport, connections);
    }

    public static AsyncBucketClient async(Transport transport) {
        return new AsyncBucketClient(transport);
    }
}
