// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.upload;

import io.github.ossv4.checksum.Crc64;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Repetitions of one byte, whose CRC64 can be computed from their number. */
public final class ConstantBytes {
    static final byte BYTE = 'o';

    /** The CRC64 of 1, 2, 4, 8 … bytes. */
    private static final long[] OF_POWERS = ofPowers();

    private ConstantBytes() {}

    private static long[] ofPowers() {
        long[] powers = new long[Long.SIZE - 1];
        powers[0] = Crc64.compute(new byte[] {BYTE});
        for (int i = 1; i < powers.length; i++) {
            powers[i] = Crc64.combine(powers[i - 1], powers[i - 1], 1L << (i - 1));
        }
        return powers;
    }

    public static byte[] of(int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, BYTE);
        return bytes;
    }

    static long crc64(long length) {
        long crc = 0;
        for (int i = 0; i < OF_POWERS.length; i++) {
            if ((length >> i & 1) != 0) {
                crc = Crc64.combine(crc, OF_POWERS[i], 1L << i);
            }
        }
        return crc;
    }

    public static void write(Path file, long length) throws IOException {
        byte[] piece = of(1024 * 1024);
        try (OutputStream out = Files.newOutputStream(file)) {
            for (long left = length; left > 0; left -= piece.length) {
                out.write(piece, 0, (int) Math.min(left, piece.length));
            }
        }
    }
}
