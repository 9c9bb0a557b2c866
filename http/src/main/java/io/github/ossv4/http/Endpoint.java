// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.sign.PercentEncoding;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** Where a bucket is reached: its host and the way it is addressed there. */
final class Endpoint {
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
        String withScheme = endpoint.contains("://") ? endpoint : "https://" + endpoint;
        HttpUrl url = HttpUrl.parse(withScheme);
        if (url == null) {
            throw new IllegalArgumentException("endpoint is not an http or https URL: " + endpoint);
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
        if (style == Style.CNAME) {
            return new Endpoint(url, "/", null);
        }
        if (style == Style.PATH || isByPath(url.host())) {
            return new Endpoint(url, "/" + PercentEncoding.encode(bucket) + "/", regionOf(url.host()));
        }
        if (url.host().startsWith(bucket + ".")) {
            throw new IllegalArgumentException("endpoint must not name the bucket: "
                    + url.host().substring(bucket.length() + 1) + ", not " + url.host());
        }
        HttpUrl ofBucket = url.newBuilder().host(bucket + "." + url.host()).build();
        return new Endpoint(ofBucket, "/", regionOf(url.host()));
    }

    private static boolean isByPath(String host) {
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

    private static @Nullable String regionOf(String host) {
        String suffix = ".aliyuncs.com";
        if (!host.endsWith(suffix)) {
            return null;
        }
        String name = host.substring(0, host.length() - suffix.length());
        if (name.endsWith(".oss")) {
            name = name.substring(0, name.length() - ".oss".length());
        } else if (name.startsWith("oss-") && !name.startsWith("oss-accelerate")) {
            name = name.substring("oss-".length());
            if (name.endsWith("-internal")) {
                name = name.substring(0, name.length() - "-internal".length());
            }
        } else {
            return null;
        }
        return name.isEmpty() || name.indexOf('.') >= 0 ? null : name;
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
     * The URL of an object, spelled exactly as it is signed, with one exception: OkHttp resolves the segments {@code .}
     * and {@code ..}, so the slashes of keys that have one are written {@code %2F}. OSS signs the decoded key.
     *
     * @throws IllegalArgumentException if the key is {@code .} or {@code ..}, which no spelling gets past OkHttp
     */
    HttpUrl url(String key, String canonicalQuery) {
        if (key.equals(".") || key.equals("..")) {
            throw new IllegalArgumentException("OkHttp cannot send the key \"" + key + "\": it resolves it as a path");
        }
        String path = hasDotSegment(key) ? PercentEncoding.encode(key) : PercentEncoding.encodePath(key);
        HttpUrl.Builder url = base.newBuilder().encodedPath(pathPrefix + path);
        return (canonicalQuery.isEmpty() ? url : url.encodedQuery(canonicalQuery)).build();
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
