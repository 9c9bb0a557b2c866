// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.checksum;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.Checksum;
import org.jspecify.annotations.Nullable;

/**
 * CRC-64 as OSS computes it and sends it in {@code x-oss-hash-crc64ecma}. A {@link Checksum}, so
 * {@link java.util.zip.CheckedInputStream} and its like take it as it is. Not thread-safe.
 *
 * <p>OSS calls it CRC64-ECMA; the catalogue's name is CRC-64/XZ: 64 bits wide, polynomial {@code 0x42F0E1EBA9EA3693},
 * bits reflected in and out, initial value and final XOR all ones. The check value, of {@code "123456789"}, is
 * {@code 0x995DC9BBDF1939FA}. The header carries the value as an unsigned decimal: see {@link #parse} and
 * {@link #toString(long)}.
 *
 * <p>Up to 24 KB go through tables; an instance that has seen more has 31 KB of room of its own and goes on at several times
 * the speed (see {@code Folding}). Beside that, an update makes at most a view of its array, 56 bytes that mostly never
 * reach the heap.
 *
 * @see <a href="https://reveng.sourceforge.io/crc-catalogue/17plus.htm#crc.cat.crc-64-xz">CRC-64/XZ</a>
 */
public final class Crc64 implements Checksum {
    /**
     * So many bytes go through tables before the rest is folded: the room that folding needs and the 15 KB that it leaves
     * for the tables cost as much as this.
     */
    private static final int BY_TABLES = 24 * 1024;

    private final long start;

    /** Of what went through tables, not yet inverted. */
    private long register;

    /** How many bytes went through tables. */
    private int byTables;

    /** What goes on from the register once there are many bytes. */
    private @Nullable Folding folding;

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
        return Gf2.append(crcOfA, lengthOfB) ^ crcOfB;
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
        if (folding != null) {
            folding.update(b);
        } else {
            register = SlicingBy8.advance(register, b);
        }
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
        if (goesByTables(length)) {
            register = SlicingBy8.advance(register, bytes, offset, offset + length);
        } else {
            folding().update(bytes, offset, length);
        }
    }

    /** Adds what remains in {@code buffer}, of whatever kind, which is left empty. Its byte order stays as it is. */
    @SuppressWarnings("MissingOverride")
    public void update(ByteBuffer buffer) {
        int length = buffer.remaining();
        if (buffer.hasArray()) {
            update(buffer.array(), buffer.arrayOffset() + buffer.position(), length);
        } else {
            ByteBuffer bytes = buffer.duplicate().order(ByteOrder.LITTLE_ENDIAN);
            if (goesByTables(length)) {
                register = SlicingBy8.advance(register, bytes);
            } else {
                folding().update(bytes);
            }
        }
        buffer.position(buffer.limit());
    }

    private boolean goesByTables(int length) {
        if (folding != null || length >= BY_TABLES - byTables) {
            return false;
        }
        byTables += length;
        return true;
    }

    private Folding folding() {
        if (folding == null) {
            folding = new Folding(register);
        }
        return folding;
    }

    /**
     * The checksum of all that was added; its bits are those of an unsigned number. Changes nothing: more can be added. After
     * many bytes it takes a few microseconds.
     */
    @Override
    public long getValue() {
        return ~(folding == null ? register : folding.register());
    }

    /** Forgets what was added. A checksum that continues from a value returns to that value. */
    @Override
    public void reset() {
        register = ~start;
        byTables = 0;
        folding = null;
    }

    /** An independent checksum in the same state. */
    public Crc64 copy() {
        Crc64 copy = new Crc64(start);
        copy.register = register;
        copy.byTables = byTables;
        copy.folding = folding == null ? null : folding.copy();
        return copy;
    }

    /** The value as an unsigned decimal. */
    @Override
    public String toString() {
        return toString(getValue());
    }
}
