// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import io.github.ossv4.emulator.internal.wire.OssException;
import io.github.ossv4.internal.text.ResourceNames;
import io.github.ossv4.internal.text.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The token of a truncated list, which names the key or common prefix after which the next page starts. Clients must
 * not interpret it. It consists of letters, digits, hyphens and underscores, so it is the same whether or not a client
 * encodes it.
 */
final class ContinuationToken {
    /** The query parameter. */
    static final String NAME = "continuation-token";

    /** Distinguishes a token from other texts in Base64. */
    private static final byte FIRST_BYTE = 0x0A;

    private ContinuationToken() {}

    /** Returns the token for the page after a key or common prefix. */
    static String encode(String last) {
        byte[] key = last.getBytes(StandardCharsets.UTF_8);
        byte[] bytes = new byte[key.length + 1];
        bytes[0] = FIRST_BYTE;
        System.arraycopy(key, 0, bytes, 1, key.length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /**
     * Returns the key or common prefix that a token names.
     *
     * @throws OssException if the text is not a token
     */
    static String decode(String token) {
        String last = decodeOrNull(token);
        if (last == null) {
            throw OssException.invalidArgument("The continuation token provided is incorrect.", NAME, token);
        }
        return last;
    }

    private static @Nullable String decodeOrNull(String token) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(token);
        } catch (IllegalArgumentException e) {
            return null;
        }
        boolean isToken = bytes.length > 1 && bytes.length <= ResourceNames.MAX_KEY_BYTES + 1 && bytes[0] == FIRST_BYTE;
        return isToken ? Utf8.decode(Arrays.copyOfRange(bytes, 1, bytes.length)) : null;
    }
}
