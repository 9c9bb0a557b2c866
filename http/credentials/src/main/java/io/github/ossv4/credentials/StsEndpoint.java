// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.credentials;

import io.github.ossv4.internal.text.PrintableText;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * The endpoints of STS.
 *
 * @see <a href="https://www.alibabacloud.com/help/en/ram/developer-reference/api-sts-2015-04-01-endpoint">Endpoints</a>
 */
final class StsEndpoint {
    static final HttpUrl CENTRAL = HttpUrl.get("https://sts.aliyuncs.com");

    private static final Pattern REGION = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?");

    private StsEndpoint() {}

    static HttpUrl ofRegion(String region) {
        return regional("sts.", region);
    }

    static HttpUrl ofVpc(String region) {
        return regional("sts-vpc.", region);
    }

    private static HttpUrl regional(String prefix, String region) {
        if (!REGION.matcher(region).matches()) {
            throw new IllegalArgumentException(
                    "the region of STS must be one such as cn-hangzhou, was " + PrintableText.escape(region));
        }
        return HttpUrl.get("https://" + prefix + region + ".aliyuncs.com");
    }

    /**
     * Returns the endpoint of the environment's region, or the central one: there is no VPC endpoint without a region.
     */
    static HttpUrl of(Environment environment) {
        return of(environment.text(Environment.STS_REGION), environment.isTrue(Environment.STS_VPC));
    }

    static HttpUrl of(@Nullable String region, boolean vpc) {
        if (region == null) {
            return CENTRAL;
        }
        return vpc ? ofVpc(region) : ofRegion(region);
    }

    /** Parses a host, which means https, or a URL. */
    static HttpUrl parse(String endpoint) {
        HttpUrl url = HttpUrl.parse(endpoint.contains("://") ? endpoint : "https://" + endpoint);
        if (url == null
                || !url.encodedPath().equals("/")
                || url.encodedQuery() != null
                || url.encodedFragment() != null
                || !url.encodedUsername().isEmpty()
                || !url.encodedPassword().isEmpty()) {
            // Not shown: it may contain a password.
            throw new IllegalArgumentException(
                    "the endpoint of STS must be a host, or an http or https URL without path, query and user");
        }
        return url;
    }
}
