// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.call;

import io.github.ossv4.text.PercentEncoding;
import org.jspecify.annotations.Nullable;

/** The URL of a bucket: its host, and how requests address the bucket there. Immutable. */
public final class Endpoint {
    private final Origin origin;
    private final String pathPrefix;
    private final @Nullable String region;

    /**
     * The origin of the service, without the bucket; null if no bucket can be addressed there: for a domain that is
     * bound to the bucket, and for the service itself.
     */
    private final @Nullable Origin service;

    private final Style style;

    private Endpoint(@Nullable Origin service, Style style, Origin origin, String pathPrefix, @Nullable String region) {
        this.service = service;
        this.style = style;
        this.origin = origin;
        this.pathPrefix = pathPrefix;
        this.region = region;
    }

    /** The way in which a request addresses the bucket. */
    public enum Style {
        /** By path at IP addresses and localhost, by host otherwise. */
        AUTOMATIC,
        /** {@code /bucket/key}. */
        PATH,
        /** Not at all: the domain is bound to the bucket. */
        CNAME
    }

    /**
     * Parses an endpoint such as {@code https://oss-cn-hangzhou.aliyuncs.com}. The default scheme is https.
     *
     * @throws IllegalArgumentException if it has more than scheme, host and port, or names the bucket
     */
    public static Endpoint of(String endpoint, String bucket, Style style) {
        Origin origin = Origin.parse(endpoint);
        String host = origin.host();
        if (style == Style.CNAME) {
            checkIsOfOwner(host);
            return new Endpoint(null, style, origin, "/", null);
        }
        if (style == Style.PATH || isByPath(host)) {
            return new Endpoint(origin, style, origin, "/" + PercentEncoding.encode(bucket) + "/", regionOf(host));
        }
        checkIsOfService(host);
        checkNamesNoBucket(host, bucket);
        return new Endpoint(origin, style, origin.subdomain(bucket), "/", regionOf(host));
    }

    /**
     * Parses an endpoint for requests without a bucket.
     *
     * @throws IllegalArgumentException if it has more than scheme, host and port, or names a bucket
     */
    public static Endpoint ofService(String endpoint) {
        Origin origin = Origin.parse(endpoint);
        checkIsOfService(origin.host());
        return new Endpoint(null, Style.AUTOMATIC, origin, "/", regionOf(origin.host()));
    }

    /** Refuses a region, or a bucket's domain, with a hint. */
    public static void checkIsOfService(String host) {
        if (OssHost.isRegion(host)) {
            throw new IllegalArgumentException("endpoint must be a host, not a region: "
                    + (host.startsWith("oss-") ? "" : "oss-") + host + OssHost.SUFFIX + ", not " + host);
        }
        String service = OssHost.serviceOf(host);
        if (service != null) {
            throw new IllegalArgumentException("endpoint must not name a bucket: " + service + ", not " + host);
        }
    }

    /** Refuses a domain of OSS: a domain that is bound to a bucket belongs to its owner. */
    public static void checkIsOfOwner(String host) {
        if (OssHost.isOwn(host) || isByPath(host)) {
            throw new IllegalArgumentException("cname requires your own domain, was " + host);
        }
    }

    private static void checkNamesNoBucket(String host, String bucket) {
        if (!host.endsWith(OssHost.SUFFIX) && host.startsWith(bucket + ".")) {
            throw new IllegalArgumentException("endpoint must not name the bucket: "
                    + host.substring(bucket.length() + 1) + ", not " + host
                    + "; if this domain is bound to the bucket, set the option cname");
        }
    }

    /**
     * Parses an endpoint for URLs that others use: one of OSS, an IP address or localhost, or else a domain that is
     * bound to the bucket, unless objects are addressed by path.
     *
     * @param own the endpoint of the client
     * @throws IllegalArgumentException in the same cases as {@link #of}
     */
    public static Endpoint forOthers(String endpoint, String bucket, Endpoint own) {
        try {
            Origin origin = Origin.parse(endpoint);
            if (own.style != Style.CNAME
                    && own.service != null
                    && own.service.toString().equals(origin.toString())) {
                return own;
            }
            Style style = own.style == Style.PATH ? Style.PATH : Style.AUTOMATIC;
            boolean isBound = style == Style.AUTOMATIC && !isByPath(origin.host()) && !OssHost.isOwn(origin.host());
            return of(endpoint, bucket, isBound ? Style.CNAME : style);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("presignEndpoint: " + e.getMessage(), e);
        }
    }

    /** Returns whether buckets are addressed by path: IP addresses and localhost have no subdomains. */
    public static boolean isByPath(String host) {
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

    /** Returns the product that is signed; only ids of cloud boxes start with {@code cb-}. */
    public static String productOf(String region) {
        return region.startsWith("cb-") ? "oss-cloudbox" : "oss";
    }

    /** Returns the region, or the id of a cloud box, in the name of a host; null if there is none. */
    public static @Nullable String regionOf(String host) {
        return OssHost.regionOf(host);
    }

    /**
     * Returns the endpoint of another bucket of the same service.
     *
     * @throws IllegalArgumentException if this endpoint is a domain that is bound to its bucket
     */
    public Endpoint ofBucket(String bucket) {
        if (service == null) {
            throw new IllegalArgumentException("the domain " + origin.host() + " is bound to a bucket, so the bucket "
                    + bucket + " cannot be addressed");
        }
        return of(service.toString(), bucket, style);
    }

    String host() {
        return origin.host();
    }

    String hostAndPort() {
        return origin.hostAndPort();
    }

    /** Returns the host of the service, without the bucket. */
    String serviceHost() {
        return service == null ? origin.host() : service.host();
    }

    /** Returns whether the host is a domain that is bound to the bucket. */
    boolean isOfOwner() {
        return style == Style.CNAME;
    }

    /**
     * Returns whether the host is a name that is none of OSS's own, so that it may be a domain that is bound to the
     * bucket.
     */
    boolean isAssumedService() {
        return service != null
                && !isByPath(service.host())
                && !service.host().endsWith(OssHost.SUFFIX)
                && !service.host().endsWith(OssHost.LOCAL_SUFFIX);
    }

    /** Returns whether the path names the bucket although path style is not set. */
    boolean isPathOfItself() {
        return style == Style.AUTOMATIC && isByPath(origin.host());
    }

    boolean isByPath() {
        return style == Style.PATH;
    }

    boolean isAccelerate() {
        return serviceHost().startsWith("oss-accelerate");
    }

    public boolean isHttps() {
        return origin.isHttps();
    }

    /** Returns the region in the name of the host; null if there is none. */
    @Nullable
    public String region() {
        return region;
    }

    /**
     * Returns the URL of an object, or of the bucket if there is no key, in the spelling that is signed. The exceptions
     * are keys with a segment {@code .} or {@code ..}, which OkHttp would resolve: their slashes are written {@code
     * %2F}. OSS signs the decoded key.
     *
     * @throws IllegalArgumentException if the key is {@code .} or {@code ..}, which OkHttp resolves in any spelling
     */
    String url(@Nullable String key, String canonicalQuery) {
        String url = origin + path(key);
        return canonicalQuery.isEmpty() ? url : url + "?" + canonicalQuery;
    }

    /** Returns the path of {@link #url}. */
    String path(@Nullable String key) {
        return key == null ? pathPrefix : pathPrefix + encoded(key);
    }

    private static String encoded(String key) {
        if (key.equals(".") || key.equals("..")) {
            throw new IllegalArgumentException("key must not be \"" + key + "\": OkHttp resolves it as a path segment");
        }
        return PercentEncoding.encodeUrlPath(key);
    }

    @Override
    public String toString() {
        return origin + "/";
    }
}
