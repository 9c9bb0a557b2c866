// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.checksum;

import io.github.ossv4.text.PrintableText;
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
 * <p>Up to 8 KB go through tables; an instance that has seen more goes on at several times the speed (see {@code Folding}),
 * with 6 KB of room of its own, and beyond 72 KB with 31 KB. Beside that, an update makes at most a view of its array, 56
 * bytes that mostly never reach the heap.
 *
 * @see <a href="https://reveng.sourceforge.io/crc-catalogue/17plus.htm#crc.cat.crc-64-xz">CRC-64/XZ</a>
 */
public final class Crc64 implements Checksum {
    /**
     * So many bytes go through tables before the rest is folded: the room that folding needs and what it leaves for the
     * tables cost as much as this.
     */
    private static final int BY_TABLES = 8 * 1024;

    /**
     * So many bytes are folded by words before the rest is by blocks, which is faster but leaves eight times as much. For so
     * many both take equally long on JDK 17; words win for longer where the compiler vectorises them, as that of JDK 25.
     */
    private static final int BY_WORDS = 72 * 1024;

    private final long start;

    /** Of what went through tables, not yet inverted. */
    private long register;

    /** How many bytes came, up to {@link #BY_WORDS}; single ones are not counted. */
    private int seen;

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
                throw new NumberFormatException("not an unsigned decimal: " + PrintableText.escape(unsignedDecimal));
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
        Folding way = folding(length);
        if (way == null) {
            register = SlicingBy8.advance(register, bytes, offset, offset + length);
        } else {
            way.update(bytes, offset, length);
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
            Folding way = folding(length);
            if (way == null) {
                register = SlicingBy8.advance(register, bytes);
            } else {
                way.update(bytes);
            }
        }
        buffer.position(buffer.limit());
    }

    /** What takes so many more bytes; null for the tables. */
    private @Nullable Folding folding(int length) {
        if (seen < BY_WORDS) {
            seen = length < BY_WORDS - seen ? seen + length : BY_WORDS;
            if (seen == BY_WORDS) {
                folding = new Folding(Folding.BLOCK, registerSoFar());
            } else if (seen >= BY_TABLES && folding == null) {
                folding = new Folding(Folding.WORD, register);
            }
        }
        return folding;
    }

    private long registerSoFar() {
        return folding == null ? register : folding.register();
    }

    /**
     * The checksum of all that was added; its bits are those of an unsigned number. Changes nothing: more can be added. After
     * many bytes it takes a few microseconds and makes 6 KB of garbage.
     */
    @Override
    public long getValue() {
        return ~registerSoFar();
    }

    /** Forgets what was added. A checksum that continues from a value returns to that value. */
    @Override
    public void reset() {
        register = ~start;
        seen = 0;
        folding = null;
    }

    /** An independent checksum in the same state. */
    public Crc64 copy() {
        Crc64 copy = new Crc64(start);
        copy.register = register;
        copy.seen = seen;
        copy.folding = folding == null ? null : folding.copy();
        return copy;
    }

    /** The value as an unsigned decimal. */
    @Override
    public String toString() {
        return toString(getValue());
    }
}
