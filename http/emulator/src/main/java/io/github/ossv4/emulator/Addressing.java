// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import io.github.ossv4.sign.ResourceNames;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds bucket and key, which clients write in three ways: {@code /key} at a domain that is bound to the bucket;
 * {@code /key} where the host's name begins with the bucket's; {@code /bucket/key} at an IP address, {@code localhost} or
 * any other host. The listener's own address says nothing: some clients connect to an IP address and name
 * {@code bucket.oss-cn-hangzhou.aliyuncs.com} in {@code Host}. Immutable.
 */
final class Addressing {
    private static final Pattern IP_ADDRESS = Pattern.compile("\\[.*|[0-9]+(\\.[0-9]+){3}");
    private static final Pattern PORT = Pattern.compile(":[0-9]*$");
    private static final Pattern DOMAIN =
            Pattern.compile("(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?");

    private final Set<String> buckets;
    private final Map<String, String> domains;

    /** @param domains the names of buckets by those of the domains that are bound to them */
    Addressing(Set<String> buckets, Map<String, String> domains) {
        this.buckets = buckets;
        this.domains = domains;
    }

    /**
     * Returns {@code name} in lower case, as a domain that can be bound to a bucket.
     *
     * @throws IllegalArgumentException if it is no such name
     */
    static String checkDomain(String name) {
        String domain = name.toLowerCase(Locale.ROOT);
        if (IP_ADDRESS.matcher(domain).matches()) {
            throw new IllegalArgumentException("an IP address cannot be bound to a bucket: \"" + name + "\"");
        }
        if (!DOMAIN.matcher(domain).matches()) {
            throw new IllegalArgumentException("a domain is two labels or more of a-z, 0-9 and hyphens, joined by dots,"
                    + " without a port: \"" + name + "\"");
        }
        return domain;
    }

    /** Whether there is a bucket of this name. */
    boolean isBucket(String name) {
        return buckets.contains(name);
    }

    /**
     * The resource that a request names.
     *
     * @param host host and port, as in the header {@code Host}
     * @throws Refusal if the path holds a malformed escape, or the key is no name for an object
     */
    Resource resource(String host, RequestTarget target) {
        String bucket = bucketOf(host);
        if (bucket != null) {
            return new Resource(bucket, key(target, 1));
        }
        String path = target.path();
        int slash = path.indexOf('/', 1);
        String first = slash < 0 ? path.substring(1) : path.substring(1, slash);
        if (first.isEmpty()) {
            return new Resource(null, null);
        }
        return new Resource(first, slash < 0 ? null : key(target, slash + 1));
    }

    private static @Nullable String key(RequestTarget target, int start) {
        String key = target.pathFrom(start);
        if (key == null) {
            throw Refusal.invalidObjectName("0016-00000004", "The specified object is not valid.");
        }
        if (key.isEmpty()) {
            return null;
        }
        return checkKey(key);
    }

    /**
     * Returns {@code key} if an object can have it.
     *
     * @throws Refusal if none can
     */
    static String checkKey(String key) {
        if (key.startsWith("/") || key.startsWith("\\")) {
            throw Refusal.invalidObjectName("0016-00000005", "The specified object is not valid.");
        }
        if (key.getBytes(StandardCharsets.UTF_8).length > ResourceNames.MAX_KEY_BYTES) {
            throw Refusal.invalidObjectName("0016-00000003", "The Length of Object name must be less than 1024.");
        }
        return key;
    }

    private @Nullable String bucketOf(String host) {
        String name = PORT.matcher(host).replaceFirst("").toLowerCase(Locale.ROOT);
        String bound = domains.get(name);
        if (bound != null) {
            return bound;
        }
        int dot = name.indexOf('.');
        if (dot < 0 || IP_ADDRESS.matcher(name).matches()) {
            return null;
        }
        String first = name.substring(0, dot);
        String parent = name.substring(dot + 1);
        boolean namesBucket = isBucket(first)
                || parent.equals("localhost")
                || (parent.startsWith("oss-") && parent.endsWith(".aliyuncs.com"));
        return namesBucket ? first : null;
    }
}
