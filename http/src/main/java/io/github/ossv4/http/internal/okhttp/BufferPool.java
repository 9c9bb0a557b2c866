// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.okhttp;

import java.util.ArrayDeque;

/**
 * Buffers that connections share, so that those that are idle keep none. Most are taken and given again within one
 * system call, so few suffice for many connections. Thread-safe.
 */
final class BufferPool {
    /** In bytes. */
    static final int SIZE = 64 * 1024;

    private static final int MOST_FREE = 4;

    private static final ArrayDeque<byte[]> FREE = new ArrayDeque<>(MOST_FREE);

    private BufferPool() {}

    /** Returns a buffer that may contain bytes of another connection. */
    static byte[] take() {
        synchronized (FREE) {
            byte[] buffer = FREE.pollFirst();
            if (buffer != null) {
                return buffer;
            }
        }
        return new byte[SIZE];
    }

    /** Takes a buffer back that nobody uses any more. */
    static void give(byte[] buffer) {
        synchronized (FREE) {
            if (FREE.size() < MOST_FREE) {
                FREE.addFirst(buffer);
            }
        }
    }
}
