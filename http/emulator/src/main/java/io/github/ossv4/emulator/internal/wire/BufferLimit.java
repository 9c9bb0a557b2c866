// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.wire;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory that heads of requests, buffered bodies and documents of responses take together, and its limit. Bodies
 * and documents leave a quarter for heads, so that other requests are served while bodies are incomplete or clients
 * read slowly. Thread-safe.
 */
final class BufferLimit {
    /**
     * An eighth of the heap for all emulators of the process: a buffer and the parsed document take several times as
     * much.
     */
    static final BufferLimit OF_PROCESS =
            new BufferLimit(ofHeap(Runtime.getRuntime().maxMemory()));

    /** The minimum of the limit: more than the largest document of a request, so that one request always succeeds. */
    private static final long MIN_BYTES = 4 << 20;

    private final long limit;
    private final AtomicLong used = new AtomicLong();

    /** @param limit in bytes */
    BufferLimit(long limit) {
        this.limit = limit;
    }

    static long ofHeap(long maxHeap) {
        return Math.max(MIN_BYTES, maxHeap / 8);
    }

    /**
     * Reserves memory for a body before it is used.
     *
     * @throws OssException if the limit would be exceeded; nothing is reserved then
     */
    void reserve(long bytes) {
        reserve(bytes, limit - limit / 4);
    }

    /** Like {@link #reserve}, for a head. */
    void reserveHead(long bytes) {
        reserve(bytes, limit);
    }

    private void reserve(long bytes, long most) {
        if (used.addAndGet(bytes) > most) {
            used.addAndGet(-bytes);
            throw OssError.SERVICE_UNAVAILABLE.saying(
                    "The heads and documents of all requests in progress need more than " + limit
                            + " bytes of memory. Try again, or start the emulator with a larger heap.");
        }
    }

    void release(long bytes) {
        used.addAndGet(-bytes);
    }

    /** Returns the reserved memory in bytes. */
    long used() {
        return used.get();
    }
}
