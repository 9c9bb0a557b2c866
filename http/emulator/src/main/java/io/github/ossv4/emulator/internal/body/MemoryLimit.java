// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.body;

import io.github.ossv4.emulator.internal.wire.OssError;
import io.github.ossv4.emulator.internal.wire.OssException;
import java.util.concurrent.atomic.AtomicLong;

/** The memory that stored objects take, and its limit. Thread-safe. */
public final class MemoryLimit {
    /** The heap for everything else: classes, connections, requests. */
    private static final long RESERVED_BYTES = 8L << 20;

    private final long limit;
    private final AtomicLong used = new AtomicLong();

    /** @param limit in bytes */
    public MemoryLimit(long limit) {
        this.limit = limit;
    }

    /** Returns the part of a heap that objects may take, in bytes: 80 %, minus 8 MB. */
    public static long ofHeap(long maxHeap) {
        return Math.max(0, maxHeap - maxHeap / 5 - RESERVED_BYTES);
    }

    /**
     * Reserves memory before it is used.
     *
     * @throws OssException if the limit would be exceeded; nothing is reserved then
     */
    public void reserve(long bytes) {
        if (!tryReserve(bytes)) {
            throw OssError.QUOTA_EXCEEDED.saying("The emulator stores objects in at most " + limit
                    + " bytes of memory. Delete objects, or start it with more memory.");
        }
    }

    /** Reserves memory before it is used, unless the limit would be exceeded. Returns whether it was reserved. */
    boolean tryReserve(long bytes) {
        if (used.addAndGet(bytes) > limit) {
            used.addAndGet(-bytes);
            return false;
        }
        return true;
    }

    /** Adds memory, even if the limit is exceeded. */
    public void add(long bytes) {
        used.addAndGet(bytes);
    }

    /** Removes memory that is no longer used. */
    public void release(long bytes) {
        used.addAndGet(-bytes);
    }

    /** Returns whether at most half of the limit is used. */
    public boolean isHalfFree() {
        return used.get() <= limit / 2;
    }

    public long used() {
        return used.get();
    }
}
