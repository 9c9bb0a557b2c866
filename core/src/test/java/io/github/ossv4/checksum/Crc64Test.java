// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.checksum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Crc64Test {
    private static final byte[] CHECK = "123456789".getBytes(StandardCharsets.US_ASCII);

    /** Computes the checksum by its definition, bit by bit. */
    private static long bitwise(long value, byte[] bytes, int from, int to) {
        long register = ~value;
        for (int i = from; i < to; i++) {
            register ^= bytes[i] & 0xff;
            for (int bit = 0; bit < 8; bit++) {
                register = (register & 1) != 0 ? (register >>> 1) ^ 0xC96C5795D7870F42L : register >>> 1;
            }
        }
        return ~register;
    }

    @Test
    void computesCheckValueOfCatalogue() {
        assertEquals(0x995DC9BBDF1939FAL, Crc64.compute(CHECK));
        assertEquals("11051210869376104954", Crc64.toString(Crc64.compute(CHECK)));
        assertEquals(Crc64.compute(CHECK), Crc64.parse(" 11051210869376104954\r\n"));
        assertEquals(0, new Crc64().getValue());
    }

    @Test
    void computesAllShortLengthsAndOffsets() {
        byte[] bytes = random(new Random(1), 96);
        for (int offset = 0; offset <= 16; offset++) {
            for (int length = 0; offset + length <= bytes.length; length++) {
                Crc64 crc = new Crc64();
                crc.update(bytes, offset, length);
                assertEquals(bitwise(0, bytes, offset, offset + length), crc.getValue(), offset + "+" + length);
            }
        }
    }

    /**
     * Lengths around changes of the algorithm: two registers, folding by words, by blocks, the end of a stretch, of the
     * buffer after the window, and of some windows of 1,880 and of 15,040 bytes.
     */
    @Test
    void computesLengthsAroundBoundaries() {
        byte[] bytes = random(new Random(2), 110_000);
        int[] boundaries = {
            256,
            512,
            1024,
            4096,
            8192,
            5 * 1880,
            6 * 1880,
            12_288,
            15_040,
            16_384,
            24_576,
            32_768,
            40_960,
            65_536,
            38 * 1880,
            73_728,
            5 * 15_040,
            81_920,
            6 * 15_040,
            90_112,
            98_304,
            7 * 15_040
        };
        for (int offset : new int[] {0, 1, 3, 8}) {
            Prefixes expected = new Prefixes(bytes, offset);
            for (int boundary : boundaries) {
                for (int length = boundary - 17; length <= boundary + 17; length++) {
                    Crc64 crc = new Crc64();
                    crc.update(bytes, offset, length);
                    assertEquals(expected.crc(length), crc.getValue(), offset + "+" + length);
                }
            }
        }
    }

    /** After tables only, after words, just before blocks, and after blocks. */
    @ParameterizedTest
    @ValueSource(ints = {8191, 8201, 65_000, 73_729})
    void computesLengthsOfUpdateThatFolds(int before) {
        byte[] bytes = random(new Random(3), before + 2 * 15_040 + 8192);
        Prefixes expected = new Prefixes(bytes, 0);
        Crc64 prefix = new Crc64();
        prefix.update(bytes, 0, before);
        for (int length = 0; before + length <= bytes.length; length += 7) {
            Crc64 crc = prefix.copy();
            crc.update(bytes, before, length);
            assertEquals(expected.crc(before + length), crc.getValue(), before + "+" + length);
        }
    }

    /** A checksum can be read, reset and copied at any time. */
    @Test
    void acceptsAnyOrderOfCalls() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        byte[] bytes = random(random, 150_000);
        Prefixes expected = new Prefixes(bytes, 0);
        for (int round = 0; round < 60; round++) {
            Crc64 crc = new Crc64();
            int at = 0;
            for (int call = 0; call < 60; call++) {
                switch (random.nextInt(8)) {
                    case 0 -> assertEquals(expected.crc(at), crc.getValue(), "seed " + seed);
                    case 1 -> crc = crc.copy();
                    case 2 -> {
                        Crc64 other = crc.copy();
                        other.update(bytes, 0, random.nextInt(40_000));
                    }
                    case 3 -> {
                        if (random.nextInt(20) == 0) {
                            crc.reset();
                            at = 0;
                        }
                    }
                    default -> {
                        int length = Math.min(bytes.length - at, random.nextInt(random.nextBoolean() ? 12 : 12_000));
                        crc.update(bytes, at, length);
                        at += length;
                    }
                }
            }
            assertEquals(expected.crc(at), crc.getValue(), "seed " + seed);
        }
    }

    @Test
    void foldsAfterKnownValue() {
        byte[] bytes = random(new Random(4), 100_000);
        for (long before : new long[] {0, 1, -1, 0x0123456789ABCDEFL}) {
            for (int length : new int[] {10_000, bytes.length}) {
                Crc64 crc = Crc64.continuing(before);
                crc.update(bytes, 0, length);
                assertEquals(bitwise(before, bytes, 0, length), crc.getValue(), before + ", " + length);
            }
        }
    }

    /** The checksums of all prefixes of an array. */
    private static final class Prefixes {
        private final long[] registers;

        Prefixes(byte[] bytes, int offset) {
            registers = new long[bytes.length - offset + 1];
            registers[0] = -1;
            for (int i = 1; i < registers.length; i++) {
                registers[i] = ~bitwise(~registers[i - 1], bytes, offset + i - 1, offset + i);
            }
        }

        long crc(int length) {
            return ~registers[length];
        }
    }

    @Test
    void computesSameValueForAnySplit() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        byte[] bytes = random(random, 90_000);
        long expected = bitwise(0, bytes, 0, bytes.length);
        for (int round = 0; round < 200; round++) {
            Crc64 crc = new Crc64();
            int at = 0;
            while (at < bytes.length) {
                int length = Math.min(bytes.length - at, random.nextInt(random.nextBoolean() ? 10 : 20_000) + 1);
                switch (random.nextInt(5)) {
                    case 0 -> {
                        length = 1;
                        crc.update(bytes[at]);
                    }
                    case 1 -> crc.update(ByteBuffer.wrap(bytes, at, length).asReadOnlyBuffer());
                    case 2 -> crc.update(ByteBuffer.wrap(bytes, at, length).slice());
                    case 3 ->
                        crc.update(ByteBuffer.allocateDirect(length)
                                .put(bytes, at, length)
                                .flip());
                    default -> crc.update(bytes, at, length);
                }
                at += length;
                if (random.nextInt(4) == 0) {
                    assertEquals(crc.getValue(), crc.getValue(), "seed " + seed);
                    crc = crc.copy();
                }
            }
            assertEquals(expected, crc.getValue(), "seed " + seed);
        }
    }

    @Test
    void consumesBuffer() {
        ByteBuffer buffer = ByteBuffer.wrap(CHECK);
        buffer.position(3);
        Crc64 crc = new Crc64();
        crc.update(buffer);
        assertEquals(0, buffer.remaining());
        assertEquals(bitwise(0, CHECK, 3, 9), crc.getValue());
    }

    @Test
    void updatesWithLowByteOfInt() {
        Crc64 crc = new Crc64();
        for (byte b : CHECK) {
            crc.update(b | 0xabcd00);
        }
        assertEquals(Crc64.compute(CHECK), crc.getValue());
    }

    @Test
    void copyIsIndependent() {
        Crc64 crc = new Crc64();
        crc.update(CHECK, 0, 4);
        Crc64 copy = crc.copy();
        crc.update(CHECK, 4, 5);
        assertEquals(bitwise(0, CHECK, 0, 4), copy.getValue());
        copy.reset();
        assertEquals(0, copy.getValue());
    }

    @Test
    void resetReturnsToInitialValue() {
        Crc64 crc = Crc64.continuing(42);
        crc.update(CHECK);
        assertEquals(bitwise(42, CHECK, 0, 9), crc.getValue());
        crc.reset();
        assertEquals(42, crc.getValue());
    }

    @Test
    void combinesChecksums() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            byte[] bytes = random(random, random.nextInt(3000));
            int split = random.nextInt(bytes.length + 1);
            long a = bitwise(0, bytes, 0, split);
            long b = bitwise(0, bytes, split, bytes.length);
            assertEquals(
                    bitwise(0, bytes, 0, bytes.length),
                    Crc64.combine(a, b, bytes.length - split),
                    "seed " + seed + ", split " + split + " of " + bytes.length);
        }
    }

    @Test
    void combinesTerabytesAsInSteps() {
        long a = Crc64.compute(CHECK);
        long step = 1L << 40;
        long zeros = 0;
        long stepwise = a;
        // The value of B does not matter: combine is linear in it.
        for (int i = 0; i < 7; i++) {
            stepwise = Crc64.combine(stepwise, 0, step);
            zeros += step;
        }
        assertEquals(stepwise, Crc64.combine(a, 0, zeros));
        assertEquals(
                Crc64.combine(Crc64.combine(a, 0, Long.MAX_VALUE / 2), 0, Long.MAX_VALUE - Long.MAX_VALUE / 2),
                Crc64.combine(a, 0, Long.MAX_VALUE));
    }

    @Test
    void rejectsInvalidRangeWithoutChange() {
        Crc64 crc = new Crc64();
        crc.update(CHECK);
        for (int[] range : new int[][] {
            {-1, 1}, {0, -1}, {0, 10}, {9, 1}, {5, Integer.MAX_VALUE}, {10, 0}, {Integer.MAX_VALUE, Integer.MAX_VALUE}
        }) {
            assertThrows(
                    IndexOutOfBoundsException.class,
                    () -> crc.update(CHECK, range[0], range[1]),
                    Arrays.toString(range));
        }
        assertEquals(Crc64.compute(CHECK), crc.getValue());
        assertThrows(IllegalArgumentException.class, () -> Crc64.combine(1, 2, -1));
    }

    @Test
    void parsesUnsignedDecimalsOnly() {
        assertEquals(-1, Crc64.parse("18446744073709551615"));
        assertEquals("18446744073709551615", Crc64.toString(-1));
        for (String text : new String[] {"", "-1", "+1", "0x1", "18446744073709551616", "1 2", "1.0", "١٢٣"}) {
            assertThrows(NumberFormatException.class, () -> Crc64.parse(text), text);
        }
    }

    private static byte[] random(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    @Test
    void addsNothingOfARangeOutsideTheArray() {
        byte[] bytes = new byte[10];
        Crc64 crc = new Crc64();
        crc.update(bytes, 0, 10);
        long before = crc.getValue();
        for (int[] range : new int[][] {{5, 6}, {-1, 1}, {0, -1}, {11, 0}, {1, 10}, {0, Integer.MAX_VALUE}}) {
            String message = assertThrows(IndexOutOfBoundsException.class, () -> crc.update(bytes, range[0], range[1]))
                    .getMessage();
            assertEquals("offset " + range[0] + ", length " + range[1] + " of an array of 10", message);
            assertEquals(before, crc.getValue());
        }
        crc.update(bytes, 10, 0);
        assertEquals(before, crc.getValue());
    }
}
