// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.object;

import io.github.ossv4.emulator.internal.wire.OssError;
import io.github.ossv4.emulator.internal.wire.OssException;
import io.github.ossv4.internal.text.ResourceNames;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The bucket and key of an object. */
public record ObjectName(String bucket, String key) {
    /**
     * Returns the common prefix of a key with a prefix, or null if no delimiter follows the prefix.
     *
     * @param delimiter empty for none
     */
    public static @Nullable String commonPrefix(String key, String prefix, String delimiter) {
        int at = delimiter.isEmpty() ? -1 : key.indexOf(delimiter, prefix.length());
        return at < 0 ? null : key.substring(0, at + delimiter.length());
    }

    /**
     * Returns {@code key} if OSS allows it.
     *
     * @throws OssException if OSS does not
     */
    public static String checkKey(String key) {
        if (key.startsWith("/") || key.startsWith("\\")) {
            throw OssError.INVALID_OBJECT_NAME
                    .saying(OssError.LEADING_SLASH, "The specified object is not valid.")
                    .with("ObjectName", key);
        }
        if (key.getBytes(StandardCharsets.UTF_8).length > ResourceNames.MAX_KEY_BYTES) {
            throw OssError.INVALID_OBJECT_NAME.saying(
                    "0016-00000003", "The Length of Object name must be less than 1024.");
        }
        return key;
    }
}
