// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.wire;

/**
 * The memory that a request takes: its head, what is buffered of its body, and a document of its response. It is
 * reserved from the limit of all requests of the process, and released when the response has been sent or the
 * connection is closed. Used by the connection's thread only.
 *
 * <p>Rule: Heads and buffered bodies of all requests take at most a part of the heap; a request beyond gets 503 ({@code
 * RequestDecoderTest}).
 */
public final class RequestMemory {
    /** Shorter responses may take the memory that is left for heads: slow readers of lists do not block them. */
    private static final long SHORT_RESPONSE_BYTES = 16 * 1024;

    private final MemoryLimit limit;
    private long reserved;

    RequestMemory(MemoryLimit limit) {
        this.limit = limit;
    }

    /**
     * Reserves memory for a part of the body, or of what is parsed from it, before it is used.
     *
     * @throws OssException if all requests together would take too much; nothing is reserved then
     */
    public void reserve(long bytes) {
        limit.reserveLeavingQuarter(bytes);
        reserved += bytes;
    }

    /** Like {@link #reserve}, for a part of the head. */
    void reserveHead(long bytes) {
        limit.reserve(bytes);
        reserved += bytes;
    }

    /** Like {@link #reserve}, for a response. */
    void reserveResponse(long bytes) {
        if (bytes <= SHORT_RESPONSE_BYTES) {
            reserveHead(bytes);
        } else {
            reserve(bytes);
        }
    }

    /** Returns how much was reserved, in bytes. */
    long reserved() {
        return reserved;
    }

    /** Releases all that was reserved. */
    void release() {
        limit.release(reserved);
        reserved = 0;
    }
}
