// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The bucket and key of an object. */
record ObjectName(String bucket, String key) {
    /** Compares keys as OSS does, by their UTF-8 bytes. Java orders characters above U+FFFF differently. */
    static int compareKeys(String key, String other) {
        return Arrays.compareUnsigned(key.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }
}
