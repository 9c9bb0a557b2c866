// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.directories;

import io.github.ossv4.checksum.Crc64;
import java.util.Map;
import java.util.TreeMap;

/** The bytes of files and objects. Bytes at another offset differ, and so do the parts. */
final class SimulatedContent {
    static final int PART = 100 * 1024;

    /** Three parts. */
    static final int LARGE = 2 * PART + 1;

    static final int SMALL = 1000;

    /** A header that names the bytes: a copy must keep both. */
    static final String CHECKSUM = "x-oss-meta-checksum";

    private SimulatedContent() {}

    /** @param variant other calls often have the same one */
    static byte[] of(int variant, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) ('a' + (variant * 5 + i / PART * 3 + i) % 26);
        }
        return bytes;
    }

    /** Returns the headers of an object that a competitor stores. */
    static Map<String, String> headers(byte[] bytes, String call) {
        return new TreeMap<>(Map.of(SimulatedHistory.CALL, call, CHECKSUM, Crc64.toString(Crc64.compute(bytes))));
    }
}
