// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.checksum;

import java.nio.ByteBuffer;
import java.util.zip.Checksum;

/**
 * CRC-64 as OSS computes it and sends it in {@code x-oss-hash-crc64ecma}. A {@link Checksum}, so
 * {@link java.util.zip.CheckedInputStream} and its like take it as it is. Not thread-safe.
 *
 * <p>OSS calls it CRC64-ECMA; the catalogue's name is CRC-64/XZ: 64 bits wide, polynomial {@code 0x42F0E1EBA9EA3693},
 * bits reflected in and out, initial value and final XOR all ones. The check value, of {@code "123456789"}, is
 * {@code 0x995DC9BBDF1939FA}. The header carries the value as an unsigned decimal: see {@link #parse} and
 * {@link #toString(long)}.
 *
 * @see <a href="https://reveng.sourceforge.io/crc-catalogue/17plus.htm#crc.cat.crc-64-xz">CRC-64/XZ</a>
 */
public final class Crc64 implements Checksum {
    /** The polynomial with its bits in reverse: bit 63 is the coefficient of x^0. The x^64 term is implied. */
    private static final long POLYNOMIAL = 0xC96C5795D7870F42L;

    /** The polynomial 1 in the same notation. */
    private static final long ONE = 1L << 63;

    private static final int SLICES = 8;

    /** {@code TABLE[k][b]} is the CRC of byte b followed by k zero bytes. */
    private static final long[][] TABLE = table();

    /** {@code X_POWER[k]} is x^(2^k) modulo the polynomial, up to the bits of the longest length in bytes. */
    private static final long[] X_POWER = powersOfX();

    private final long start;

    /** The register, not yet inverted. */
    private long register;

    /** A checksum of nothing so far: 0. */
    public Crc64() {
        this(0);
    }

    private Crc64(long value) {
        this.start = value;
        this.register = ~value;
    }

    /**
     * A checksum that goes on from a known value: of what an object holds before bytes are appended, or of what was sent
     * before an upload was interrupted. {@link #reset} returns to that value.
     */
    public static Crc64 continuing(long value) {
        return new Crc64(value);
    }

    /** The checksum of {@code bytes}. */
    public static long of(byte[] bytes) {
        Crc64 crc = new Crc64();
        crc.update(bytes, 0, bytes.length);
        return crc.getValue();
    }

    /**
     * The checksum of A followed by B, from the checksum of each and the length of B. Takes time proportional to the
     * number of bits in the length, and allocates nothing.
     *
     * @param lengthOfB in bytes; with 0 the result is {@code crcOfA}
     * @throws IllegalArgumentException if {@code lengthOfB} is negative
     */
    public static long combine(long crcOfA, long crcOfB, long lengthOfB) {
        if (lengthOfB < 0) {
            throw new IllegalArgumentException("lengthOfB is negative: " + lengthOfB);
        }
        if (lengthOfB == 0) {
            return crcOfA;
        }
        // Behind B, A's remainder stands 8 * lengthOfB powers of x higher. The exponent's bits are those of the length,
        // moved up by three.
        long shifted = crcOfA;
        int power = 3;
        for (long bits = lengthOfB; bits != 0; bits >>>= 1) {
            if ((bits & 1) != 0) {
                shifted = multiply(X_POWER[power], shifted);
            }
            power++;
        }
        return shifted ^ crcOfB;
    }

    /**
     * Reads a value as OSS writes it: unsigned decimal, blanks around it allowed.
     *
     * @throws NumberFormatException if {@code unsignedDecimal} is not a number from 0 to 2^64-1 in digits alone
     */
    public static long parse(String unsignedDecimal) {
        String digits = unsignedDecimal.trim();
        for (int i = 0; i < digits.length(); i++) {
            if (digits.charAt(i) < '0' || digits.charAt(i) > '9') {
                throw new NumberFormatException("not an unsigned decimal: " + unsignedDecimal);
            }
        }
        return Long.parseUnsignedLong(digits);
    }

    /** Writes a value as OSS does: unsigned decimal, 1 to 20 digits. */
    public static String toString(long value) {
        return Long.toUnsignedString(value);
    }

    @Override
    public void update(int b) {
        register = register >>> 8 ^ TABLE[0][(int) (register ^ b) & 0xff];
    }

    /** Adds all of {@code bytes}. */
    // Not marked as an override: Checksum has it as a default method since Java 9 only.
    @SuppressWarnings("MissingOverride")
    public void update(byte[] bytes) {
        update(bytes, 0, bytes.length);
    }

    /** @throws IndexOutOfBoundsException if the range does not lie within {@code bytes}; nothing is added then */
    @Override
    public void update(byte[] bytes, int offset, int length) {
        if (offset < 0 || length < 0 || offset > bytes.length - length) {
            throw new IndexOutOfBoundsException(
                    "offset " + offset + ", length " + length + " of an array of " + bytes.length);
        }
        register = advance(register, bytes, offset, offset + length);
    }

    /** Adds what remains in {@code buffer}, which is left empty. */
    @SuppressWarnings("MissingOverride")
    public void update(ByteBuffer buffer) {
        if (buffer.hasArray()) {
            update(buffer.array(), buffer.arrayOffset() + buffer.position(), buffer.remaining());
            buffer.position(buffer.limit());
            return;
        }
        byte[] piece = new byte[Math.min(buffer.remaining(), 8192)];
        while (buffer.hasRemaining()) {
            int length = Math.min(buffer.remaining(), piece.length);
            buffer.get(piece, 0, length);
            register = advance(register, piece, 0, length);
        }
    }

    /** The checksum of all that was added; its bits are those of an unsigned number. Changes nothing. */
    @Override
    public long getValue() {
        return ~register;
    }

    /** Forgets what was added. A checksum that continues from a value returns to that value. */
    @Override
    public void reset() {
        register = ~start;
    }

    /** An independent checksum in the same state. */
    public Crc64 copy() {
        Crc64 copy = new Crc64(start);
        copy.register = register;
        return copy;
    }

    /** The value as an unsigned decimal. */
    @Override
    public String toString() {
        return toString(getValue());
    }

    private static long advance(long register, byte[] bytes, int from, int to) {
        long r = register;
        int i = from;
        for (int last = to - SLICES; i <= last; i += SLICES) {
            r = TABLE[7][(int) (r ^ bytes[i]) & 0xff]
                    ^ TABLE[6][(int) (r >>> 8 ^ bytes[i + 1]) & 0xff]
                    ^ TABLE[5][(int) (r >>> 16 ^ bytes[i + 2]) & 0xff]
                    ^ TABLE[4][(int) (r >>> 24 ^ bytes[i + 3]) & 0xff]
                    ^ TABLE[3][(int) (r >>> 32 ^ bytes[i + 4]) & 0xff]
                    ^ TABLE[2][(int) (r >>> 40 ^ bytes[i + 5]) & 0xff]
                    ^ TABLE[1][(int) (r >>> 48 ^ bytes[i + 6]) & 0xff]
                    ^ TABLE[0][(int) (r >>> 56 ^ bytes[i + 7]) & 0xff];
        }
        for (; i < to; i++) {
            r = r >>> 8 ^ TABLE[0][(int) (r ^ bytes[i]) & 0xff];
        }
        return r;
    }

    private static long[][] table() {
        long[][] table = new long[SLICES][256];
        for (int b = 0; b < 256; b++) {
            long r = b;
            for (int bit = 0; bit < 8; bit++) {
                r = timesX(r);
            }
            table[0][b] = r;
        }
        for (int k = 1; k < SLICES; k++) {
            for (int b = 0; b < 256; b++) {
                long before = table[k - 1][b];
                table[k][b] = before >>> 8 ^ table[0][(int) before & 0xff];
            }
        }
        return table;
    }

    private static long[] powersOfX() {
        long[] powers = new long[Long.SIZE + 2];
        powers[0] = ONE >>> 1;
        for (int k = 1; k < powers.length; k++) {
            powers[k] = multiply(powers[k - 1], powers[k - 1]);
        }
        return powers;
    }

    /** a * b modulo the polynomial. */
    private static long multiply(long a, long b) {
        long product = 0;
        long factor = b;
        for (long bits = a; bits != 0; bits <<= 1) {
            if (bits < 0) {
                product ^= factor;
            }
            factor = timesX(factor);
        }
        return product;
    }

    private static long timesX(long a) {
        return (a >>> 1) ^ (POLYNOMIAL & -(a & 1));
    }
}
