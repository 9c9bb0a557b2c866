// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.multipart;

import io.github.ossv4.internal.serial.DeserializedValue;
import java.io.InvalidObjectException;
import java.io.Serializable;

/** A part of an object to upload. Immutable. Serializable to be sent between machines, not to be stored. */
public final class Part implements Serializable {
    private static final long serialVersionUID = 1;

    private final int number;
    private final long offset;
    private final long length;

    /**
     * Returns a part.
     *
     * @param number 1 to 10,000
     * @param offset the start of the part in the object, in bytes
     * @param length the length in bytes
     * @throws IllegalArgumentException if the number is out of range, or offset or length is negative
     */
    public static Part of(int number, long offset, long length) {
        if (number < 1 || number > PartPlan.MAX_PARTS) {
            throw new IllegalArgumentException(
                    "part number must be between 1 and " + PartPlan.MAX_PARTS + ", was " + number);
        }
        if (offset < 0 || length < 0) {
            throw new IllegalArgumentException(
                    "offset and length of part " + number + " must not be negative, were " + offset + " and " + length);
        }
        return new Part(number, offset, length);
    }

    Part(int number, long offset, long length) {
        this.number = number;
        this.offset = offset;
        this.length = length;
    }

    /** Returns the number, 1 to 10,000. Parts are ordered by number. */
    public int number() {
        return number;
    }

    /** Returns the start of the part in the object, in bytes. */
    public long offset() {
        return offset;
    }

    /** Returns the length in bytes. */
    public long length() {
        return length;
    }

    private Object readResolve() throws InvalidObjectException {
        return DeserializedValue.of(() -> of(number, offset, length));
    }

    @Override
    public String toString() {
        return "part " + number + ", " + length + " bytes from " + offset;
    }
}
