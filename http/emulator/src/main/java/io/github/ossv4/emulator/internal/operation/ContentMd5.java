// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import io.github.ossv4.emulator.internal.wire.OssError;
import io.github.ossv4.emulator.internal.wire.OssException;
import io.github.ossv4.emulator.internal.wire.StorageRequest;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The MD5 that a request promises for its body.
 *
 * @param base64 the value of {@code Content-MD5}
 * @param md5 its first 16 bytes in Base64
 */
record ContentMd5(String base64, String md5) {
    private static final int LENGTH = 16;

    /**
     * Returns the MD5 of a request, or null if it has none.
     *
     * @throws OssException if it has fewer than 16 bytes in Base64; the C SDK sends 20
     */
    static @Nullable ContentMd5 of(StorageRequest request) {
        String value = request.header("content-md5");
        if (value == null) {
            return null;
        }
        try {
            byte[] bytes = Base64.getDecoder().decode(value);
            if (bytes.length >= LENGTH) {
                return new ContentMd5(value, Base64.getEncoder().encodeToString(Arrays.copyOf(bytes, LENGTH)));
            }
        } catch (IllegalArgumentException e) {
            // Not Base64: the same error as for a wrong length.
        }
        throw OssError.MALFORMED_DIGEST.with("Content-MD5", value);
    }

    /**
     * Checks the MD5 of the received body.
     *
     * @param actual the MD5 of the received body, in Base64
     * @throws OssException if it differs
     */
    void check(@Nullable String actual) {
        if (!md5.equals(actual)) {
            throw OssError.INVALID_DIGEST.with("Content-MD5", base64);
        }
    }
}
