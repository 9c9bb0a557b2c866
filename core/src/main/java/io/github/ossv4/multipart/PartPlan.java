// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.multipart;

/**
 * How an object is cut into parts: all of one size, but for a smaller last one. Immutable.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/uploadpart">UploadPart</a>
 */
public final class PartPlan {
    /** The most parts of an object. */
    public static final int MAX_PARTS = 10_000;

    /** The smallest part, 100 KB; the last one may be smaller. */
    public static final long MIN_PART_SIZE = 100 * 1024;

    /** The largest part, 5 GB. */
    public static final long MAX_PART_SIZE = 5L * 1024 * 1024 * 1024;

    /** The largest object, 48.8 TB: as many of the largest parts as there may be. */
    public static final long MAX_SIZE = MAX_PARTS * MAX_PART_SIZE;

    /** The size of parts where nobody asks for another: 6 MB, a multiple of it where there would be too many. */
    public static final long DEFAULT_PART_SIZE = 6 * 1024 * 1024;

    private final long size;
    private final long partSize;

    private PartPlan(long size, long partSize) {
        this.size = size;
        this.partSize = partSize;
    }

    /**
     * A plan with parts of the default size, or of the next multiple of it that makes few enough of them.
     *
     * @param size of the object in bytes; an empty one has one empty part
     * @throws IllegalArgumentException if {@code size} is negative or above {@link #MAX_SIZE}
     */
    public static PartPlan of(long size) {
        checkSize(size);
        long atLeast = (size + MAX_PARTS - 1) / MAX_PARTS;
        long times = Math.max(1, (atLeast + DEFAULT_PART_SIZE - 1) / DEFAULT_PART_SIZE);
        // The largest part is no multiple of 6 MB.
        return new PartPlan(size, Math.min(MAX_PART_SIZE, times * DEFAULT_PART_SIZE));
    }

    /**
     * A plan with parts of a size.
     *
     * @param size of the object in bytes; an empty one has one empty part
     * @param partSize 100 KB to 5 GB, in bytes
     * @throws IllegalArgumentException if {@code size} is negative or above {@link #MAX_SIZE}, {@code partSize} is something
     *     else, or there would be more than {@link #MAX_PARTS} parts
     */
    public static PartPlan of(long size, long partSize) {
        checkSize(size);
        if (partSize < MIN_PART_SIZE || partSize > MAX_PART_SIZE) {
            throw new IllegalArgumentException(
                    "part size is " + partSize + ", " + MIN_PART_SIZE + " to " + MAX_PART_SIZE + " bytes are allowed");
        }
        if (size > MAX_PARTS * partSize) {
            throw new IllegalArgumentException(size + " bytes in parts of " + partSize + " are more than " + MAX_PARTS
                    + " parts; the smallest part size for it is " + (size + MAX_PARTS - 1) / MAX_PARTS);
        }
        return new PartPlan(size, partSize);
    }

    private static void checkSize(long size) {
        if (size < 0) {
            throw new IllegalArgumentException("size is negative: " + size);
        }
        if (size > MAX_SIZE) {
            throw new IllegalArgumentException(
                    "size is " + size + ", at most " + MAX_SIZE + " bytes (48.8 TB) are allowed");
        }
    }

    /** The size of the object in bytes. */
    public long size() {
        return size;
    }

    /** The size of every part but the last, in bytes. */
    public long partSize() {
        return partSize;
    }

    /** How many parts there are, at least one. */
    public int count() {
        return (int) Math.max(1, (size + partSize - 1) / partSize);
    }

    /**
     * A part.
     *
     * @param number 1 to {@link #count}
     * @throws IllegalArgumentException if there is no such part
     */
    public Part part(int number) {
        if (number < 1 || number > count()) {
            throw new IllegalArgumentException("part number is " + number + ", there are 1 to " + count());
        }
        long offset = (number - 1) * partSize;
        return new Part(number, offset, Math.min(partSize, size - offset));
    }

    @Override
    public String toString() {
        return size + " bytes in " + count() + " parts of " + partSize;
    }
}
