// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.bucket;

import io.github.ossv4.http.credentials.CredentialsSource;
import org.jspecify.annotations.Nullable;

/**
 * The settings that a client was built with, and where each is from. Immutable.
 *
 * @param bucket null for requests without a bucket
 * @param endpoint of the service, or a domain that is bound to the bucket
 * @param region null if it is the endpoint's, or if requests are not signed
 * @param proxy its host and port; null for none
 * @param credentials null if requests are not signed
 */
public record Connection(
        @Nullable String bucket,
        Setting endpoint,
        @Nullable Setting region,
        @Nullable Setting proxy,
        @Nullable CredentialsSource credentials) {

    /** Returns the public endpoint of a region. */
    static String endpointOf(String region) {
        return "https://oss-" + region + ".aliyuncs.com";
    }

    /** Returns the proxy and the setting that names it; null for none. */
    public @Nullable String proxyText() {
        return proxy == null ? null : proxy.toString();
    }

    /** Returns whether requests are not signed. */
    public boolean isAnonymous() {
        return credentials == null;
    }

    /** Returns what decides the host of requests: the endpoint, or the region whose endpoint it is. */
    String hostText() {
        return region != null && endpoint.value().equals(endpointOf(region.value()))
                ? "the region " + region
                : "the endpoint " + endpoint;
    }

    /** Returns the region that requests are signed for. */
    String regionText() {
        return region == null ? "the region of the endpoint " + endpoint : "the region " + region;
    }

    /** Returns where the AccessKey pair is from. */
    String credentialsText() {
        String origin = credentials == null ? null : credentials.origin();
        return origin == null ? "the profile" : origin;
    }

    boolean isPlainHttp() {
        return endpoint.value().regionMatches(true, 0, "http://", 0, "http://".length());
    }
}
