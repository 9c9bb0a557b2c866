// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static java.util.Objects.requireNonNull;

import io.github.ossv4.http.internal.call.ContentTypeInference;
import io.github.ossv4.http.internal.call.CurrentSigner;
import io.github.ossv4.http.internal.call.Endpoint;
import io.github.ossv4.http.internal.call.Transport;
import io.github.ossv4.http.internal.okhttp.OkHttpConnections;
import io.github.ossv4.http.internal.okhttp.RequiredVersions;
import io.github.ossv4.http.internal.operation.Lists;
import io.github.ossv4.list.ListedBucket;
import java.io.Closeable;
import okhttp3.OkHttpClient;

/**
 * The calls on OSS that have no bucket: the list of the buckets of an account. Thread-safe.
 *
 * <pre>{@code
 * try (ServiceClient service = ServiceClient.builder("https://oss-cn-hangzhou.aliyuncs.com")
 *         .credentials(CredentialsSource.environment())
 *         .build()) {
 *     for (ListedBucket bucket : service.listBuckets()) {
 *         System.out.println(bucket.name() + " in " + bucket.region());
 *     }
 * }
 * }</pre>
 *
 * <p>Requests are retried and fail as with {@link BucketClient}.
 */
public final class ServiceClient implements Closeable {
    private final Transport transport;
    private final OkHttpConnections connections;

    ServiceClient(Transport transport, OkHttpConnections connections) {
        this.transport = transport;
        this.connections = connections;
    }

    /**
     * Returns a builder of a client.
     *
     * @param endpoint scheme, host and port of OSS, such as {@code https://oss-cn-hangzhou.aliyuncs.com}; the default
     *     scheme is https. Domains that are bound to a bucket have no list of buckets
     */
    public static Builder builder(String endpoint) {
        return new Builder(endpoint);
    }

    /** Lists all buckets of the account. Equivalent to {@link #listBuckets(String)} with an empty prefix. */
    public PagedList<ListedBucket> listBuckets() {
        return listBuckets("");
    }

    /**
     * Lists the buckets of the account whose names have a prefix, in all regions, ordered by name. Nothing is sent
     * before you iterate; a page has up to 1,000 buckets. Requires the permission {@code oss:ListBuckets}.
     *
     * @see PagedList
     * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/listbuckets">ListBuckets</a>
     */
    public PagedList<ListedBucket> listBuckets(String prefix) {
        RequiredVersions.check();
        return Lists.buckets(transport, prefix);
    }

    /** Closes the connections and threads that this client created. Your own {@link OkHttpClient} is not closed. */
    @Override
    public void close() {
        transport.close();
        connections.close();
    }

    @Override
    public String toString() {
        return "ServiceClient{" + transport + "}";
    }

    /** Collects the settings of a client. Not thread-safe. */
    public static final class Builder extends ClientBuilder<Builder> {
        private final String endpoint;

        Builder(String endpoint) {
            this.endpoint = requireNonNull(endpoint, "endpoint");
        }

        /**
         * Builds the client. Nothing is sent.
         *
         * @throws IllegalArgumentException if the endpoint is not a bare http or https URL, or names a bucket, or if
         *     the region is malformed
         * @throws IllegalStateException if there are no credentials, or if no region is set and the endpoint's name
         *     does not contain one, or if {@code okHttpClient} and a setting of connections are both set
         */
        public ServiceClient build() {
            Endpoint at = Endpoint.ofService(endpoint);
            CurrentSigner signer = signer(at);
            OkHttpConnections used = connections(at);
            return new ServiceClient(transport(used, at, null, signer, ContentTypeInference.DISABLED), used);
        }
    }
}
