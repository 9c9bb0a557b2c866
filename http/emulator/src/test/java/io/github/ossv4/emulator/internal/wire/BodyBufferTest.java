// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.netty.buffer.Unpooled;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Bodies in memory, and the common limit of all requests. */
class BodyBufferTest {
    private final MemoryLimit limit = MemoryLimit.ofRequests(16);
    private final RequestMemory memory = new RequestMemory(limit);
    private final BodyBuffer buffer = new BodyBuffer(memory);

    private static void receive(BodyBuffer buffer, byte... bytes) throws IOException {
        buffer.receive(Unpooled.wrappedBuffer(bytes));
    }

    @Test
    void returnsAllPieces() throws IOException {
        receive(buffer, (byte) 1, (byte) 2);
        receive(buffer, (byte) 3);

        assertEquals(3, buffer.size());
        assertArrayEquals(new byte[] {1, 2, 3}, buffer.take());
        assertEquals(0, buffer.size());
    }

    @Test
    void rejectsMoreThanCommonLimit() throws IOException {
        BodyBuffer other = new BodyBuffer(new RequestMemory(limit));
        receive(buffer, new byte[8]);
        OssException error = assertThrows(OssException.class, () -> receive(other, new byte[5]));
        assertEquals(503, error.status());
        assertEquals("ServiceUnavailable", error.code());

        receive(other, new byte[4]);
        buffer.take();
        assertThrows(OssException.class, () -> receive(other, new byte[1]));
        memory.release();
        receive(other, new byte[8]);
        assertEquals(12, limit.used());
    }

    @Test
    void bodiesLeaveQuarterForHeads() {
        assertThrows(OssException.class, () -> memory.reserve(13));
        memory.reserve(12);
        memory.reserveHead(4);
        assertThrows(OssException.class, () -> memory.reserveHead(1));
        assertEquals(16, memory.reserved());
        memory.release();
        memory.release();
        assertEquals(0, limit.used());
    }

    @Test
    void permitsEighthOfHeap() {
        assertEquals(8 << 20, MemoryLimit.requestBytes(64 << 20));
        assertEquals(4 << 20, MemoryLimit.requestBytes(16 << 20));
    }
}
