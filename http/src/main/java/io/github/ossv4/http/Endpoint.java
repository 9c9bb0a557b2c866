// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.text.PercentEncoding;
import io.github.ossv4.text.PrintableText;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** Where a bucket is reached: its host and the way it is addressed there. */
final class Endpoint {
    private static final String SUFFIX = ".aliyuncs.com";

    private static final String REGION = "(?:cn|us|eu|ap|me|na|sa|af|rg)-[a-z0-9-]+?";

    /** A cloud box, whose id signs in place of the region. */
    private static final Pattern OF_CLOUD_BOX =
            Pattern.compile("(cb-[a-z0-9]+)\\.[a-z0-9-]+\\.oss-cloudbox(?:-control)?\\.aliyuncs\\.com");

    /** Public and internal, and dual stack. Others, such as accelerate end points, do not tell the region. */
    private static final Pattern OF_REGION = Pattern.compile("(?:oss-(" + REGION + ")|(" + REGION
            + ")(?=[a-z0-9-]*\\.oss))(?<!-cross|-img|-pub)(?:-internal)?(?:\\.oss)?\\.aliyuncs\\.com");

    private static final Pattern OF_BUCKET = Pattern.compile(".+\\.((?:oss-" + REGION + "|oss-accelerate(?:-overseas)?|"
            + REGION + "\\.oss|cb-[a-z0-9]+\\.[a-z0-9-]+\\.oss-cloudbox(?:-control)?)\\.aliyuncs\\.com)");

    private final HttpUrl base;
    private final String pathPrefix;
    private final @Nullable String region;

    private Endpoint(HttpUrl base, String pathPrefix, @Nullable String region) {
        this.base = base;
        this.pathPrefix = pathPrefix;
        this.region = region;
    }

    /** How a request names the bucket. */
    enum Style {
        /** By path at IP addresses and localhost, by host everywhere else. */
        AUTOMATIC,
        /** {@code /bucket/key}. */
        PATH,
        /** Not at all: the domain is bound to the bucket. */
        CNAME
    }

    /**
     * Reads an endpoint such as {@code https://oss-cn-hangzhou.aliyuncs.com}. Without a scheme it is https.
     *
     * @throws IllegalArgumentException if it is anything but scheme, host and port, or names the bucket
     */
    static Endpoint of(String endpoint, String bucket, Style style) {
        HttpUrl url = parse(endpoint);
        String host = url.host();
        if (style == Style.CNAME) {
            checkIsOfOwner(host);
            return new Endpoint(url, "/", null);
        }
        if (style == Style.PATH || isByPath(host)) {
            return new Endpoint(url, "/" + PercentEncoding.encode(bucket) + "/", regionOf(host));
        }
        checkIsOfService(host);
        checkNamesNoBucket(host, bucket);
        HttpUrl ofBucket = url.newBuilder().host(bucket + "." + host).build();
        return new Endpoint(ofBucket, "/", regionOf(host));
    }

    /** Scheme, host and port of an endpoint. */
    static HttpUrl parse(String endpoint) {
        for (int i = 0; i < endpoint.length(); i++) {
            char c = endpoint.charAt(i);
            if (Character.isWhitespace(c) || Character.isISOControl(c)) {
                throw new IllegalArgumentException("endpoint holds a blank or control character at index " + i);
            }
        }
        String withScheme = endpoint.contains("://") ? endpoint : "https://" + endpoint;
        HttpUrl url = HttpUrl.parse(withScheme);
        if (url == null) {
            // Not shown where it may hold a password.
            throw new IllegalArgumentException("endpoint is not an http or https URL"
                    + (endpoint.indexOf('@') >= 0 ? "" : ": \"" + PrintableText.escape(endpoint) + "\""));
        }
        if (!url.encodedPath().equals("/")
                || url.encodedQuery() != null
                || url.encodedFragment() != null
                || !url.encodedUsername().isEmpty()
                || !url.encodedPassword().isEmpty()) {
            // Not shown: it may hold a password or a presigned query.
            throw new IllegalArgumentException(
                    "endpoint must be scheme, host and port alone, without user, path or query; host " + url.host());
        }
        if (url.host().endsWith(".")) {
            throw new IllegalArgumentException("endpoint must not end with a dot: " + url.host());
        }
        return url;
    }

    /** Hints for those who give a region, or a bucket's domain. */
    static void checkIsOfService(String host) {
        if (host.matches("(oss-)?" + REGION)) {
            throw new IllegalArgumentException("endpoint is a host, not a region: "
                    + (host.startsWith("oss-") ? "" : "oss-") + host + SUFFIX + ", not " + host);
        }
        Matcher ofBucket = OF_BUCKET.matcher(host);
        if (ofBucket.matches()) {
            throw new IllegalArgumentException(
                    "endpoint must not name a bucket: " + ofBucket.group(1) + ", not " + host);
        }
    }

    /** A domain that is bound to a bucket is its owner's, not OSS's. */
    static void checkIsOfOwner(String host) {
        if (host.endsWith(SUFFIX) || host.indexOf('.') < 0) {
            throw new IllegalArgumentException("cname is for a domain of your own, not for " + host);
        }
    }

    private static void checkNamesNoBucket(String host, String bucket) {
        if (!host.endsWith(SUFFIX) && host.startsWith(bucket + ".")) {
            throw new IllegalArgumentException("endpoint must not name the bucket: "
                    + host.substring(bucket.length() + 1) + ", not " + host
                    + "; if it is a domain of your own that is bound to the bucket, say so with cname()");
        }
    }

    /** Whether buckets are named in the path there: no IP address and no localhost has domains below it. */
    static boolean isByPath(String host) {
        if (host.equals("localhost") || host.indexOf(':') >= 0) {
            return true;
        }
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            if (c != '.' && (c < '0' || c > '9')) {
                return false;
            }
        }
        return true;
    }

    /** The product that is signed for: the id of a cloud box has a prefix that no region has. */
    static String productOf(String region) {
        return region.startsWith("cb-") ? "oss-cloudbox" : "oss";
    }

    /** The region, or id of a cloud box, that a host's name tells; null if it tells none. */
    static @Nullable String regionOf(String host) {
        Matcher cloudBox = OF_CLOUD_BOX.matcher(host);
        if (cloudBox.matches()) {
            return cloudBox.group(1);
        }
        Matcher matcher = OF_REGION.matcher(host);
        if (!matcher.matches()) {
            return null;
        }
        return matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
    }

    boolean isHttps() {
        return base.isHttps();
    }

    /** The region that the host's name tells, or null. */
    @Nullable
    String region() {
        return region;
    }

    /**
     * The URL of an object, or of the bucket itself if there is no key, spelled exactly as it is signed, with one exception: OkHttp resolves the segments {@code .}
     * and {@code ..}, so the slashes of keys that have one are written {@code %2F}. OSS signs the decoded key.
     *
     * @throws IllegalArgumentException if the key is {@code .} or {@code ..}, which no spelling gets past OkHttp
     */
    HttpUrl url(@Nullable String key, String canonicalQuery) {
        HttpUrl.Builder url = base.newBuilder().encodedPath(pathPrefix + (key == null ? "" : path(key)));
        return (canonicalQuery.isEmpty() ? url : url.encodedQuery(canonicalQuery)).build();
    }

    private static String path(String key) {
        if (key.equals(".") || key.equals("..")) {
            throw new IllegalArgumentException("OkHttp cannot send the key \"" + key + "\": it resolves it as a path");
        }
        return hasDotSegment(key) ? PercentEncoding.encode(key) : PercentEncoding.encodePath(key);
    }

    private static boolean hasDotSegment(String key) {
        String path = "/" + key + "/";
        return path.contains("/./") || path.contains("/../");
    }

    @Override
    public String toString() {
        return base.toString();
    }
}
