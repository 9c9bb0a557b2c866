// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.access;

import io.github.ossv4.emulator.internal.object.ObjectName;
import io.github.ossv4.emulator.internal.wire.OssError;
import io.github.ossv4.emulator.internal.wire.OssException;
import io.github.ossv4.emulator.internal.wire.RequestTarget;
import io.github.ossv4.emulator.internal.wire.RequestedResource;
import org.jspecify.annotations.Nullable;

/**
 * The ways to name a bucket and a key: {@code /key} at a domain that is bound to the bucket, {@code /key} at a host
 * whose first label is the bucket, and {@code /bucket/key} at any other {@linkplain ServedHosts served} host.
 * Immutable.
 */
public record Addressing(ServedHosts hosts) {
    /**
     * Returns the resource that a request names.
     *
     * @param host host and port, as in the header {@code Host}
     * @throws OssException if the host is not served, the path contains a malformed escape, or the key is invalid
     */
    public RequestedResource resource(String host, RequestTarget target) {
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
            throw OssError.INVALID_OBJECT_NAME.saying("0016-00000004", "The specified object is not valid.");
        }
        if (key.isEmpty()) {
            return null;
        }
        return ObjectName.checkKey(key);
    }
}
