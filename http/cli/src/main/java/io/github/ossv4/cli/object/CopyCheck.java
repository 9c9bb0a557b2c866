// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import io.github.ossv4.http.ObjectMetadata;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The comparison of a copy with its source. Without a CRC64 of both, the ETags of simple uploads, MD5s, are compared.
 */
enum CopyCheck {
    SAME,
    DIFFERENT,
    /** The sizes are the same, but OSS reports nothing else that can be compared. */
    UNKNOWN;

    private static final String SIMPLE_UPLOAD = "Normal";

    static CopyCheck of(ObjectMetadata source, ObjectMetadata copy) {
        if (source.size() != copy.size()) {
            return DIFFERENT;
        }
        if (source.crc64() != null && copy.crc64() != null) {
            return of(source.crc64(), copy.crc64());
        }
        return isMd5(source) && isMd5(copy) ? of(source.etag(), copy.etag()) : UNKNOWN;
    }

    private static CopyCheck of(@Nullable Object source, @Nullable Object copy) {
        return Objects.equals(source, copy) ? SAME : DIFFERENT;
    }

    private static boolean isMd5(ObjectMetadata object) {
        return SIMPLE_UPLOAD.equals(object.type())
                && object.etag() != null
                && object.header("x-oss-server-side-encryption") == null;
    }
}
