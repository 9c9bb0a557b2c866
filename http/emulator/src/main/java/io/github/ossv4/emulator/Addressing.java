// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import io.github.ossv4.sign.ResourceNames;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds bucket and key, which clients write in three ways: {@code /key} at a domain that is bound to the bucket;
 * {@code /key} at a host whose name begins with the bucket's; {@code /bucket/key} at any other host that is
 * {@linkplain ServedHosts served}. Immutable.
 */
final class Addressing {
    private final Set<String> buckets;
    private final ServedHosts hosts;

    Addressing(Set<String> buckets, ServedHosts hosts) {
        this.buckets = buckets;
        this.hosts = hosts;
    }

    /** Whether there is a bucket of this name. */
    boolean isBucket(String name) {
        return buckets.contains(name);
    }

    /**
     * The resource that a request names.
     *
     * @param host host and port, as in the header {@code Host}
     * @throws OssException if the host is not served, the path holds a malformed escape, or the key is no name for an object
     */
    RequestedResource resource(String host, RequestTarget target) {
        String bucket = hosts.bucket(host);
        if (bucket != null) {
            return new RequestedResource(bucket, key(target, 1));
        }
        String path = target.path();
        int slash = path.indexOf('/', 1);
        String first = slash < 0 ? path.substring(1) : path.substring(1, slash);
        if (first.isEmpty()) {
            return new RequestedResource(null, null);
        }
        return new RequestedResource(first, slash < 0 ? null : key(target, slash + 1));
    }

    private static @Nullable String key(RequestTarget target, int start) {
        String key = target.pathFrom(start);
        if (key == null) {
            throw OssException.invalidObjectName("0016-00000004", "The specified object is not valid.");
        }
        if (key.isEmpty()) {
            return null;
        }
        return checkKey(key);
    }

    /**
     * Returns {@code key} if an object can have it.
     *
     * @throws OssException if none can
     */
    static String checkKey(String key) {
        if (key.startsWith("/") || key.startsWith("\\")) {
            throw OssException.invalidObjectName("0016-00000005", "The specified object is not valid.");
        }
        if (key.getBytes(StandardCharsets.UTF_8).length > ResourceNames.MAX_KEY_BYTES) {
            throw OssException.invalidObjectName("0016-00000003", "The Length of Object name must be less than 1024.");
        }
        return key;
    }
}
