// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.access;

import io.github.ossv4.emulator.internal.object.ObjectName;
import io.github.ossv4.emulator.internal.wire.OssError;
import io.github.ossv4.emulator.internal.wire.OssException;
import io.github.ossv4.emulator.internal.wire.RequestHead;
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
    private static final Pattern PATH = Pattern.compile("/([^/]+)(?:/|$)");

    /** The C SDK encodes the slash after the bucket. Suites show that OSS accepts this with V1. */
    private static final Pattern PATH_OF_V1 = Pattern.compile("/([^/]+?)(?:/|%2[Ff]|$)");

    /**
     * Returns the resource that a request names.
     *
     * @param host host and port of the target, or else of the header {@code Host}
     * @throws OssException if the host is not served, the path contains a malformed escape, or bucket or key is invalid
     */
    public RequestedResource resource(RequestHead head, String host, RequestTarget target) {
        String bucket = hosts.bucket(host);
        if (bucket != null) {
            return new RequestedResource(bucket, key(target, 1));
        }
        boolean isV1 =
                target.query().containsKey(V1Signature.SIGNATURE) || V1Signature.isInHeader(head.authorization());
        Matcher path = (isV1 ? PATH_OF_V1 : PATH).matcher(target.path());
        if (!path.lookingAt()) {
            return new RequestedResource(null, null);
        }
        if (path.group(1).contains("%")) {
            throw OssError.INVALID_BUCKET_NAME.with("BucketName", path.group(1));
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
