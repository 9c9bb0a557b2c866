// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.access;

import io.github.ossv4.emulator.internal.object.ObjectName;
import io.github.ossv4.emulator.internal.wire.OssError;
import io.github.ossv4.emulator.internal.wire.OssException;
import io.github.ossv4.emulator.internal.wire.RequestTarget;
import io.github.ossv4.emulator.internal.wire.RequestedResource;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The ways to name a bucket and a key: {@code /key} at a domain that is bound to the bucket, {@code /key} at a host
 * whose first label is the bucket, and {@code /bucket/key} at any other {@linkplain ServedHosts served} host.
 * Immutable.
 */
public record Addressing(ServedHosts hosts) {
    /** The C SDK encodes the slash after the bucket. */
    private static final Pattern PATH = Pattern.compile("/([^/]+?)(?:/|%2[Ff]|$)");

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
        Matcher path = PATH.matcher(target.path());
        if (!path.lookingAt()) {
            return new RequestedResource(null, null);
        }
        return new RequestedResource(path.group(1), path.end() == path.end(1) ? null : key(target, path.end()));
    }

    private static @Nullable String key(RequestTarget target, int start) {
        String key = target.pathFrom(start);
        if (key == null) {
            throw OssError.INVALID_ARGUMENT.saying("0016-00000004", "The characters encoding must be utf-8.");
        }
        if (key.isEmpty()) {
            return null;
        }
        return ObjectName.checkKey(key);
    }
}
