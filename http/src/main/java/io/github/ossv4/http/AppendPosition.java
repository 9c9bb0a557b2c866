// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.checksum.Crc64;
import org.jspecify.annotations.Nullable;

/**
 * The position of an append: the current length of the object, and its CRC64. Without it, the CRC64 of the whole object
 * cannot be compared. Immutable.
 */
public final class AppendPosition {
    /** The start of an object: the first append creates it. */
    public static final AppendPosition START = new AppendPosition(0, 0L);

    private final long offset;
    private final @Nullable Long crc64;

    private AppendPosition(long offset, @Nullable Long crc64) {
        this.offset = offset;
        this.crc64 = crc64;
    }

    /**
     * Returns a position without a CRC64: the CRC64 of the object is not compared after an append there.
     *
     * @throws IllegalArgumentException if {@code offset} is negative
     */
    public static AppendPosition of(long offset) {
        return offset == 0 ? START : new AppendPosition(checkOffset(offset), null);
    }

    /**
     * Returns a position with the CRC64 of all bytes before it.
     *
     * @throws IllegalArgumentException if {@code offset} is negative, or if it is 0 and {@code crc64} is not
     */
    public static AppendPosition of(long offset, long crc64) {
        if (offset == 0 && crc64 != 0) {
            throw new IllegalArgumentException("crc64 at offset 0 must be 0, was " + Crc64.toString(crc64));
        }
        return new AppendPosition(checkOffset(offset), crc64);
    }

    private static long checkOffset(long offset) {
        if (offset < 0) {
            throw new IllegalArgumentException("offset must not be negative, was " + offset);
        }
        return offset;
    }

    /** Returns the current length of the object in bytes. */
    public long offset() {
        return offset;
    }

    /** Returns the CRC64 of all bytes before the position, an unsigned number; null if it is unknown. */
    public @Nullable Long crc64() {
        return crc64;
    }

    @Override
    public String toString() {
        return offset + (crc64 == null ? "" : " (CRC64 " + Crc64.toString(crc64) + ")");
    }
}
