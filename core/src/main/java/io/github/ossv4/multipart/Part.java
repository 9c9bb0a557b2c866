// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.multipart;

/** A part of an object that is to be uploaded. Immutable. */
public final class Part {
    private final int number;
    private final long offset;
    private final long length;

    /**
     * A part.
     *
     * @param number 1 to 10,000
     * @param offset where it begins in the object, in bytes
     * @param length in bytes
     * @throws IllegalArgumentException if the number is something else, or offset or length is negative
     */
    public static Part of(int number, long offset, long length) {
        if (number < 1 || number > PartPlan.MAX_PARTS) {
            throw new IllegalArgumentException(
                    "part number is " + number + ", 1 to " + PartPlan.MAX_PARTS + " are allowed");
        }
        if (offset < 0 || length < 0) {
            throw new IllegalArgumentException("part " + number + " of " + length + " bytes from " + offset);
        }
        return new Part(number, offset, length);
    }

    Part(int number, long offset, long length) {
        this.number = number;
        this.offset = offset;
        this.length = length;
    }

    /** 1 to 10,000; parts stand in the object in the order of their numbers. */
    public int number() {
        return number;
    }

    /** Where it begins in the object, in bytes. */
    public long offset() {
        return offset;
    }

    /** How many bytes it has. */
    public long length() {
        return length;
    }

    @Override
    public String toString() {
        return "part " + number + ", " + length + " bytes from " + offset;
    }
}
