// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.transfer;

import io.github.ossv4.multipart.PartPlan;
import org.jspecify.annotations.Nullable;

/**
 * The sizes of a stream's parts, each of which is in memory until it is sent, and the memory for them. Immutable.
 *
 * <p>Rule: Parts of a stream have 6 MB, and from 6 GB on a thousandth of the bytes before them, so that 10,000 parts
 * have 16 TB; smaller ones in a small heap, of which all take at most a quarter ({@code StreamPartSizesTest}).
 */
final class StreamPartSizes {
    /** The parts consist of arrays of this size, in bytes: a larger one needs a gap in the heap. */
    static final int CHUNK = 64 * 1024;

    /** The memory of a client that has loaded OkHttp and sends some requests. */
    private static final long CLIENT_BYTES = 4 * 1024 * 1024;

    /** 10,000 parts that grow by a thousandth each have 1,000 times the bytes of 10,000 equal ones. */
    private static final int GROWTH = 1000;

    private static final long SMALLEST = 2 * CHUNK;

    private final @Nullable Long fixed;
    private final int parallel;
    private final long heap;

    private StreamPartSizes(@Nullable Long fixed, int parallel, long heap) {
        this.fixed = fixed;
        this.parallel = parallel;
        this.heap = heap;
    }

    /**
     * @param fixed the size that the user has set; null for none
     * @param parallel the most parts that are sent at a time
     * @param heap the largest size of the heap, in bytes
     */
    static StreamPartSizes of(@Nullable Long fixed, int parallel, long heap) {
        return new StreamPartSizes(fixed, parallel, heap);
    }

    /** Returns the size of the part that starts at an offset; the last one may be smaller. */
    long size(long offset) {
        if (fixed != null) {
            return fixed;
        }
        long largest = Math.min(PartPlan.MAX_PART_SIZE, share() / Math.min(2, parallel));
        long grown = Math.max(PartPlan.DEFAULT_PART_SIZE, offset / GROWTH);
        return Math.max(SMALLEST, Math.min(grown, largest) / CHUNK * CHUNK);
    }

    /** Returns how many arrays may be in memory while a part of a size is read, enough for at least one. */
    long chunks(long size) {
        long ofOne = (size + CHUNK - 1) / CHUNK;
        return Math.max(ofOne, Math.min(parallel * ofOne, share() / CHUNK));
    }

    /** Returns whether the heap can have a part of a size beside the client. */
    boolean fits(long size) {
        return size + CLIENT_BYTES <= heap;
    }

    private long share() {
        return Math.max(0, heap - CLIENT_BYTES) / 4;
    }
}
