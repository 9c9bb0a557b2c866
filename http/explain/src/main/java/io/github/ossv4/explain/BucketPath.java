// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.explain;

import io.github.ossv4.text.PercentEncoding;
import io.github.ossv4.text.PrintableText;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The bucket and the key that a request addresses. Immutable. */
final class BucketPath {
    private static final String OF_OSS = ".aliyuncs.com";
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]*");

    final @Nullable String bucket;
    final @Nullable String key;

    private BucketPath(@Nullable String bucket, @Nullable String key) {
        this.bucket = bucket;
        this.key = key == null || key.isEmpty() ? null : key;
    }

    /** Reads bucket and key by the rules of {@link RecordedRequest}. */
    static BucketPath of(RawRequest request) {
        String host = host(request);
        if (isByPath(host)) {
            return ofPath(request);
        }
        String bucket = bucket(host);
        if (bucket == null) {
            throw new IllegalArgumentException("the host " + PrintableText.escape(host, 120)
                    + " names no bucket: it is not a host of OSS, an IP address or localhost");
        }
        return bucket.isEmpty() ? ofPath(request) : ofDomain(request, bucket);
    }

    /** Returns whether the host shows how the bucket is addressed. */
    static boolean isOfKnownHost(RawRequest request) {
        String host = host(request);
        return isByPath(host) || bucket(host) != null;
    }

    /** Reads the key of a request to a host that stands for a bucket. */
    static BucketPath ofDomain(RawRequest request, String bucket) {
        return new BucketPath(bucket, path(request));
    }

    /** Reads {@code /bucket/key}. */
    static BucketPath ofPath(RawRequest request) {
        String path = path(request);
        int slash = path.indexOf('/');
        return path.isEmpty()
                ? new BucketPath(null, null)
                : new BucketPath(
                        slash < 0 ? path : path.substring(0, slash), slash < 0 ? null : path.substring(slash + 1));
    }

    /** Returns the decoded path without its first slash. */
    private static String path(RawRequest request) {
        String path = decode("path", request.rawPath());
        return path.startsWith("/") ? path.substring(1) : path;
    }

    /**
     * Decodes a part of a URL as OSS does: a plus is a space, in the path too. The exception does not show the text, which
     * may be a token.
     */
    static String decode(String what, String text) {
        String decoded = PercentEncoding.decodeUtf8(text.replace('+', ' '));
        if (decoded == null) {
            throw new IllegalArgumentException(
                    PrintableText.escape(what) + " must be percent-encoded UTF-8: % and two hexadecimal digits");
        }
        return decoded;
    }

    private static String host(RawRequest request) {
        String host = request.host();
        if (host == null || host.isEmpty()) {
            return "localhost";
        }
        int port = host.lastIndexOf(':');
        boolean hasPort = port > host.lastIndexOf(']');
        return (hasPort ? host.substring(0, port) : host).toLowerCase(Locale.ROOT);
    }

    private static boolean isByPath(String host) {
        return host.equals("localhost")
                || host.startsWith("[")
                || ADDRESS.matcher(host).matches();
    }

    /** Returns the bucket in a host; empty if the host is that of the service, null if it is neither. */
    private static @Nullable String bucket(String host) {
        if (host.endsWith(".localhost")) {
            return host.substring(0, host.indexOf('.'));
        }
        if (!host.endsWith(OF_OSS)) {
            return null;
        }
        String name = host.substring(0, host.length() - OF_OSS.length());
        int last = name.lastIndexOf('.') + 1;
        // oss-REGION, REGION.oss, ID.REGION.oss-cloudbox: with a bucket, one label more.
        int labels = name.startsWith("oss-cloudbox", last) ? 3 : name.startsWith("oss-", last) ? 1 : 2;
        return name.split("\\.", -1).length <= labels ? "" : name.substring(0, name.indexOf('.'));
    }

    String canonicalUri() {
        return bucket == null
                ? "/"
                : '/' + PercentEncoding.encode(bucket) + '/' + (key == null ? "" : PercentEncoding.encodePath(key));
    }
}
