// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.wire;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory that requests or stored objects take, and its limit, which is a part of the heap. Thread-safe.
 *
 * <p>Rule: Objects take at most a part of the heap; a request that would exceed it stores nothing ({@code
 * MemoryLimitTest}).
 */
public final class MemoryLimit {
    /** The memory of the requests of all emulators of the process. */
    static final MemoryLimit OF_REQUESTS =
            ofRequests(requestBytes(Runtime.getRuntime().maxMemory()));

    /** The minimum for requests: more than the largest document of a request, so that one request always succeeds. */
    private static final long MIN_REQUEST_BYTES = 4 << 20;

    /** The heap for everything else: classes, connections, requests. */
    private static final long RESERVED_BYTES = 8L << 20;

    private final long limit;
    private final OssError error;
    private final String message;
    private final AtomicLong used = new AtomicLong();

    private MemoryLimit(long limit, OssError error, String message) {
        this.limit = limit;
        this.error = error;
        this.message = message;
    }

    /**
     * Returns a limit of heads of requests, buffered bodies and documents of responses. Bodies and documents leave a
     * quarter for heads, so that other requests are served while bodies are incomplete or clients read slowly.
     */
    static MemoryLimit ofRequests(long bytes) {
        return new MemoryLimit(
                bytes,
                OssError.SERVICE_UNAVAILABLE,
                "The heads and documents of all requests in progress need more than " + bytes
                        + " bytes of memory. Try again, or start the emulator with a larger heap.");
    }

    /** Returns a limit of stored objects. */
    public static MemoryLimit ofObjects(long bytes) {
        return new MemoryLimit(
                bytes,
                OssError.QUOTA_EXCEEDED,
                "The emulator stores objects in at most " + bytes
                        + " bytes of memory. Delete objects, or start it with a larger heap.");
    }

    /** Returns the part of a heap for requests: an eighth, since a parsed document takes several times its bytes. */
    static long requestBytes(long maxHeap) {
        return Math.max(MIN_REQUEST_BYTES, maxHeap / 8);
    }

    /** Returns the part of a heap for objects: 80 %, minus 8 MB. */
    public static long objectBytes(long maxHeap) {
        return Math.max(0, maxHeap - maxHeap / 5 - RESERVED_BYTES);
    }

    /**
     * Reserves memory before it is used.
     *
     * @throws OssException if the limit would be exceeded; nothing is reserved then
     */
    public void reserve(long bytes) {
        reserve(bytes, limit);
    }

    /** Like {@link #reserve}, and leaves a quarter of the limit. */
    void reserveLeavingQuarter(long bytes) {
        reserve(bytes, limit - limit / 4);
    }

    private void reserve(long bytes, long most) {
        if (used.addAndGet(bytes) > most) {
            used.addAndGet(-bytes);
            throw error.saying(message);
        }
    }

    /** Adds memory, even if the limit is exceeded; a negative number is released. */
    public void add(long bytes) {
        used.addAndGet(bytes);
    }

    /** Releases memory that is no longer used. */
    public void release(long bytes) {
        add(-bytes);
    }

    /** Returns the reserved memory in bytes. */
    public long used() {
        return used.get();
    }
}
