// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.wire;

/**
 * The memory that a request takes before its signature is checked: its head, and what is buffered of its body. It is
 * reserved from the limit of all requests of the process, and released when the response has been sent or the
 * connection is closed. Used by the connection's thread only.
 */
public final class RequestMemory {
    private final BufferLimit limit;
    private long reserved;

    RequestMemory(BufferLimit limit) {
        this.limit = limit;
    }

    /**
     * Reserves memory for a part of the body, or of what is parsed from it, before it is used.
     *
     * @throws OssException if all requests together would take too much; nothing is reserved then
     */
    public void reserve(long bytes) {
        limit.reserve(bytes);
        reserved += bytes;
    }

    /** Like {@link #reserve}, for a part of the head. */
    void reserveHead(long bytes) {
        limit.reserveHead(bytes);
        reserved += bytes;
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
