// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.checksum;

import io.github.ossv4.internal.text.PrintableText;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.Checksum;
import org.jspecify.annotations.Nullable;

/**
 * CRC-64 as OSS computes it and sends it in {@code x-oss-hash-crc64ecma}. A {@link Checksum}, for example for
 * {@link java.util.zip.CheckedInputStream}. Not thread-safe.
 *
 * <pre>{@code
 * Crc64 crc = new Crc64();
 * crc.update(firstHalf);
 * crc.update(secondHalf);
 * boolean intact = crc.getValue() == Crc64.parse(connection.getHeaderField("x-oss-hash-crc64ecma"));
 * // The same from the checksums of the halves, without their bytes:
 * long whole = Crc64.combine(Crc64.compute(firstHalf), Crc64.compute(secondHalf), secondHalf.length);
 * }</pre>
 *
 * <p>OSS calls it CRC64-ECMA; the catalogue's name is CRC-64/XZ: 64 bits wide, polynomial {@code 0x42F0E1EBA9EA3693},
 * bits reflected in and out, initial value and final XOR all ones. The check value, of {@code "123456789"}, is
 * {@code 0x995DC9BBDF1939FA}. The header contains the value as an unsigned decimal: see {@link #parse} and
 * {@link #toString(long)}.
 *
 * <p>The first 8 KB go through tables. After that an instance is several times as fast (see {@code Folding}) and
 * allocates 6 KB, and 31 KB after 72 KB. Otherwise an update allocates at most a view of its array, 56 bytes that
 * mostly never reach the heap.
 *
 * @see <a href="https://reveng.sourceforge.io/crc-catalogue/17plus.htm#crc.cat.crc-64-xz">CRC-64/XZ</a>
 */
public final class Crc64 implements Checksum {
    /**
     * The number of bytes that go through tables before the rest is folded. For fewer bytes folding does not pay: its
     * buffer, and the remainder that it leaves to the tables, cost as much.
     */
    private static final int BY_TABLES = 8 * 1024;

    /**
     * Bytes that are folded by words before the rest is folded by blocks, which is faster but leaves a remainder eight
     * times as long. At this length both take the same time on JDK 17; on JDK 25, whose compiler vectorises words,
     * words stay faster for longer.
     */
    private static final int BY_WORDS = 72 * 1024;

    private final long start;

    /** The register of the bytes that went through tables, not yet inverted. */
    private long register;

    /** The number of bytes added, up to {@link #BY_WORDS}; single bytes are not counted. */
    private int added;

    /** Continues from the register once there are many bytes. */
    private @Nullable Folding folding;

    /** Creates a checksum of no bytes: 0. */
    public Crc64() {
        this(0);
    }

    private Crc64(long value) {
        this.start = value;
        this.register = ~value;
    }

    /**
     * Returns a checksum that continues from a known value: the CRC64 of an object before bytes are appended, or of the
     * bytes sent before an upload was interrupted. {@link #reset} returns to that value.
     */
    public static Crc64 continuing(long value) {
        return new Crc64(value);
    }

    /** Computes the checksum of {@code bytes}. */
    public static long compute(byte[] bytes) {
        Crc64 crc = new Crc64();
        crc.update(bytes, 0, bytes.length);
        return crc.getValue();
    }

    /**
     * Returns the checksum of A followed by B, from the checksum of each and the length of B. Takes time proportional
     * to the number of bits in the length, and allocates nothing.
     *
     * @param lengthOfB in bytes; with 0 the result is {@code crcOfA}
     * @throws IllegalArgumentException if {@code lengthOfB} is negative
     */
    public static long combine(long crcOfA, long crcOfB, long lengthOfB) {
        if (lengthOfB < 0) {
            throw new IllegalArgumentException("lengthOfB must not be negative, was " + lengthOfB);
        }
        if (lengthOfB == 0) {
            return crcOfA;
        }
        return Gf2.append(crcOfA, lengthOfB) ^ crcOfB;
    }

    /**
     * Parses a value as OSS writes it: an unsigned decimal. Whitespace around it is ignored.
     *
     * @throws NumberFormatException if {@code unsignedDecimal} is not a number from 0 to 2^64-1, in digits only
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

    /** Formats a value as OSS does: an unsigned decimal of 1 to 20 digits. */
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
    // No @Override: Checksum has this method only since Java 9.
    @SuppressWarnings("MissingOverride")
    public void update(byte[] bytes) {
        update(bytes, 0, bytes.length);
    }

    /**
     * Adds a range of {@code bytes}.
     *
     * @throws IndexOutOfBoundsException if the range is not within {@code bytes}; nothing is added then
     */
    @Override
    public void update(byte[] bytes, int offset, int length) {
        if (offset < 0 || length < 0 || offset > bytes.length - length) {
            throw new IndexOutOfBoundsException(
                    "offset " + offset + ", length " + length + " of an array of " + bytes.length);
        }
        Folding active = folding(length);
        if (active == null) {
            register = SlicingBy8.advance(register, bytes, offset, offset + length);
        } else {
            active.update(bytes, offset, length);
        }
    }

    /** Adds the remaining bytes of a heap or direct buffer, which is left empty. Its byte order does not change. */
    @SuppressWarnings("MissingOverride")
    public void update(ByteBuffer buffer) {
        int length = buffer.remaining();
        if (buffer.hasArray()) {
            update(buffer.array(), buffer.arrayOffset() + buffer.position(), length);
        } else {
            ByteBuffer bytes = buffer.duplicate().order(ByteOrder.LITTLE_ENDIAN);
            Folding active = folding(length);
            if (active == null) {
                register = SlicingBy8.advance(register, bytes);
            } else {
                active.update(bytes);
            }
        }
        buffer.position(buffer.limit());
    }

    /** Returns the folding that {@code length} more bytes go to; null for the tables. */
    private @Nullable Folding folding(int length) {
        if (added < BY_WORDS) {
            added = length < BY_WORDS - added ? added + length : BY_WORDS;
            if (added == BY_WORDS) {
                folding = new Folding(Folding.BLOCK, registerSoFar());
            } else if (added >= BY_TABLES && folding == null) {
                folding = new Folding(Folding.WORD, register);
            }
        }
        return folding;
    }

    private long registerSoFar() {
        return folding == null ? register : folding.register();
    }

    /**
     * Returns the checksum of all added bytes, as an unsigned number. More bytes can be added after it. After many
     * bytes the call takes a few microseconds and allocates 6 KB.
     */
    @Override
    public long getValue() {
        return ~registerSoFar();
    }

    /** Removes all added bytes. A checksum that continues from a value returns to that value. */
    @Override
    public void reset() {
        register = ~start;
        added = 0;
        folding = null;
    }

    /** Returns an independent checksum in the same state. */
    public Crc64 copy() {
        Crc64 copy = new Crc64(start);
        copy.register = register;
        copy.added = added;
        copy.folding = folding == null ? null : folding.copy();
        return copy;
    }

    /** Returns the value as an unsigned decimal. */
    @Override
    public String toString() {
        return toString(getValue());
    }
}
