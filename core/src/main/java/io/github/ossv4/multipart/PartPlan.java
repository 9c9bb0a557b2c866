// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.multipart;

import io.github.ossv4.internal.serial.DeserializedValue;
import java.io.InvalidObjectException;
import java.io.Serializable;

/**
 * The division of an object into parts of the same size; only the last part may be smaller. Immutable.
 * Serializable to be sent between machines, not to be stored.
 *
 * <pre>{@code
 * PartPlan plan = PartPlan.of(Files.size(file));
 * for (int number = 1; number <= plan.count(); number++) {
 *     Part part = plan.part(number);
 *     System.out.println(number + ": " + part.length() + " bytes from " + part.offset());
 * }
 * }</pre>
 *
 * <p>Rule: 1 to 10,000 parts of 100 KB to 5 GB; only the last may be smaller ({@code PartPlanTest}).
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/uploadpart">UploadPart</a>
 */
public final class PartPlan implements Serializable {
    private static final long serialVersionUID = 1;

    /** The maximum number of parts of an object. */
    public static final int MAX_PARTS = 10_000;

    /** The smallest part, 100 KB; the last one may be smaller. */
    public static final long MIN_PART_SIZE = 100 * 1024;

    /** The largest part, 5 GB. */
    public static final long MAX_PART_SIZE = 5L * 1024 * 1024 * 1024;

    /** The largest object, 48.8 TB: 10,000 parts of 5 GB. */
    public static final long MAX_SIZE = MAX_PARTS * MAX_PART_SIZE;

    /** The default part size, 6 MB; a multiple of it if there would be too many parts. */
    public static final long DEFAULT_PART_SIZE = 6 * 1024 * 1024;

    private final long size;
    private final long partSize;

    private PartPlan(long size, long partSize) {
        this.size = size;
        this.partSize = partSize;
    }

    /**
     * Returns a plan with parts of the default size, or of the smallest multiple that makes at most 10,000 parts.
     *
     * @param size the size of the object in bytes; an empty object has one empty part
     * @throws IllegalArgumentException if {@code size} is negative or exceeds {@link #MAX_SIZE}
     */
    public static PartPlan of(long size) {
        checkSize(size);
        long atLeast = (size + MAX_PARTS - 1) / MAX_PARTS;
        long times = Math.max(1, (atLeast + DEFAULT_PART_SIZE - 1) / DEFAULT_PART_SIZE);
        // The largest part is not a multiple of 6 MB.
        return new PartPlan(size, Math.min(MAX_PART_SIZE, times * DEFAULT_PART_SIZE));
    }

    /**
     * Returns a plan with a part size.
     *
     * @param size the size of the object in bytes; an empty object has one empty part
     * @param partSize in bytes, 100 KB to 5 GB
     * @throws IllegalArgumentException if {@code size} is negative or exceeds {@link #MAX_SIZE}, {@code partSize} is
     *     out of range, or there would be more than {@link #MAX_PARTS} parts
     */
    public static PartPlan of(long size, long partSize) {
        checkSize(size);
        if (partSize < MIN_PART_SIZE || partSize > MAX_PART_SIZE) {
            throw new IllegalArgumentException(
                    "part size must be between " + MIN_PART_SIZE + " and " + MAX_PART_SIZE + " bytes, was " + partSize);
        }
        if (size > MAX_PARTS * partSize) {
            throw new IllegalArgumentException("part size must be at least " + (size + MAX_PARTS - 1) / MAX_PARTS
                    + " bytes: " + size + " bytes must fit into " + MAX_PARTS + " parts; was " + partSize);
        }
        return new PartPlan(size, partSize);
    }

    private static void checkSize(long size) {
        if (size < 0 || size > MAX_SIZE) {
            throw new IllegalArgumentException(
                    "size must be between 0 and " + MAX_SIZE + " bytes (48.8 TB), was " + size);
        }
    }

    /** Returns the size of the object in bytes. */
    public long size() {
        return size;
    }

    /** Returns the size of every part except the last, in bytes. */
    public long partSize() {
        return partSize;
    }

    /** Returns the number of parts, at least one. */
    public int count() {
        return (int) Math.max(1, (size + partSize - 1) / partSize);
    }

    /**
     * Returns a part.
     *
     * @param number 1 to {@link #count}
     * @throws IllegalArgumentException if there is no such part
     */
    public Part part(int number) {
        if (number < 1 || number > count()) {
            throw new IllegalArgumentException("part number must be between 1 and " + count() + ", was " + number);
        }
        long offset = (number - 1) * partSize;
        return new Part(number, offset, Math.min(partSize, size - offset));
    }

    private Object readResolve() throws InvalidObjectException {
        return DeserializedValue.of(() -> of(size, partSize));
    }

    @Override
    public String toString() {
        return size + " bytes in " + count() + " parts of " + partSize;
    }
}
