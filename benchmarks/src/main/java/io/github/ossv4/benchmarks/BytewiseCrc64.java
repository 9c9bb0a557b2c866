// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks;

/** CRC-64/XZ with one table of 256 entries, like most handwritten implementations. */
final class BytewiseCrc64 {
    private static final long[] TABLE = new long[256];

    static {
        for (int b = 0; b < TABLE.length; b++) {
            long r = b;
            for (int bit = 0; bit < 8; bit++) {
                r = (r & 1) == 1 ? (r >>> 1) ^ 0xC96C5795D7870F42L : r >>> 1;
            }
            TABLE[b] = r;
        }
    }

    private BytewiseCrc64() {}

    static long compute(byte[] bytes) {
        long r = -1;
        for (byte b : bytes) {
            r = (r >>> 8) ^ TABLE[(int) (r ^ b) & 0xff];
        }
        return ~r;
    }
}
