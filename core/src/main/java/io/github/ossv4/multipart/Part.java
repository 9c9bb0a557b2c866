// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.multipart;

/** A part of an object that is to be uploaded. Immutable. */
public final class Part {
    private final int number;
    private final long offset;
    private final long length;

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
