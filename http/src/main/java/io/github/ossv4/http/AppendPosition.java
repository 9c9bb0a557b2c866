// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.checksum.Crc64;
import org.jspecify.annotations.Nullable;

/**
 * Where an append goes on: the length of what is there, and its CRC64, without which that of the whole cannot be
 * compared. Immutable.
 */
public final class AppendPosition {
    /** The beginning: the first append makes the object. */
    public static final AppendPosition START = new AppendPosition(0, 0L);

    private final long offset;
    private final @Nullable Long crc64;

    private AppendPosition(long offset, @Nullable Long crc64) {
        this.offset = offset;
        this.crc64 = crc64;
    }

    /**
     * A position whose checksum is not known: the CRC64 of what is appended there is not compared.
     *
     * @throws IllegalArgumentException if {@code offset} is negative
     */
    public static AppendPosition of(long offset) {
        return offset == 0 ? START : new AppendPosition(checkOffset(offset), null);
    }

    /**
     * A position and the CRC64 of all bytes before it.
     *
     * @throws IllegalArgumentException if {@code offset} is negative, or is 0 and {@code crc64} is not
     */
    public static AppendPosition of(long offset, long crc64) {
        if (offset == 0 && crc64 != 0) {
            throw new IllegalArgumentException("the CRC64 of nothing is 0, not " + Crc64.toString(crc64));
        }
        return new AppendPosition(checkOffset(offset), crc64);
    }

    private static long checkOffset(long offset) {
        if (offset < 0) {
            throw new IllegalArgumentException("offset is negative: " + offset);
        }
        return offset;
    }

    /** How many bytes are there already. */
    public long offset() {
        return offset;
    }

    /** The CRC64 of all bytes before the position, an unsigned number; null if it is not known. */
    public @Nullable Long crc64() {
        return crc64;
    }

    @Override
    public String toString() {
        return offset + (crc64 == null ? "" : " (CRC64 " + Crc64.toString(crc64) + ")");
    }
}
