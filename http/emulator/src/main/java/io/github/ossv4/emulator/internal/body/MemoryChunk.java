// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.body;

/** Immutable bytes that bodies in memory share. They count once towards the memory limit. Thread-safe. */
final class MemoryChunk {
    private final byte[] bytes;
    private final MemoryLimit limit;
    private int holders = 1;

    private MemoryChunk(byte[] bytes, MemoryLimit limit) {
        this.bytes = bytes;
        this.limit = limit;
    }

    /**
     * Returns a chunk with one holder.
     *
     * @throws io.github.ossv4.emulator.internal.wire.OssException if there is no memory for it
     */
    static MemoryChunk of(byte[] bytes, MemoryLimit limit) {
        limit.reserve(bytes.length);
        return new MemoryChunk(bytes, limit);
    }

    /** Returns a chunk with one holder, whose memory is reserved. */
    static MemoryChunk ofReserved(byte[] bytes, MemoryLimit limit) {
        return new MemoryChunk(bytes, limit);
    }

    byte[] bytes() {
        return bytes;
    }

    synchronized void retain() {
        holders++;
    }

    synchronized void release() {
        holders--;
        if (holders == 0) {
            limit.release(bytes.length);
        }
    }
}
