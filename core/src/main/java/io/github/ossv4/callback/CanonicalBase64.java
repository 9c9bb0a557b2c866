// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.callback;

import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Base64 with exactly one encoding of the same bytes. The last character has up to four bits that other decoders
 * ignore; here they must be zero, and padding is required.
 */
final class CanonicalBase64 {
    private CanonicalBase64() {}

    /** Decodes the standard alphabet. Null if the text is not canonical. */
    static byte @Nullable [] decode(String text) {
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            return Base64.getEncoder().encodeToString(bytes).equals(text) ? bytes : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Decodes the URL-safe alphabet without padding. Null if the text is not canonical. */
    static byte @Nullable [] decodeUrlSafe(String text) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(text);
            return encodeUrlSafe(bytes).equals(text) ? bytes : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    static String encodeUrlSafe(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
