// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** The MD5 that a body has by the word of its headers. */
record ContentMd5(String base64) {
    /**
     * Null if a request says nothing about it.
     *
     * @throws OssException if it is none
     */
    static @Nullable ContentMd5 of(StorageRequest request) {
        String value = request.header("content-md5");
        if (value == null) {
            return null;
        }
        try {
            if (Base64.getDecoder().decode(value).length == 16) {
                return new ContentMd5(value);
            }
        } catch (IllegalArgumentException e) {
            // Not Base64: refused like a digest of the wrong length.
        }
        throw OssException.invalidDigest("0017-00000502", value);
    }

    /**
     * @param actual what the body has, in Base64
     * @throws OssException if it has another one
     */
    void check(@Nullable String actual) {
        if (!base64.equals(actual)) {
            throw OssException.invalidDigest(null, base64);
        }
    }
}
