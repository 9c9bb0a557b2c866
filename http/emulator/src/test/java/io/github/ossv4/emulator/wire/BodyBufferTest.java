// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.netty.buffer.Unpooled;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Bodies in memory and their common limit. */
class BodyBufferTest {
    private final BufferLimit limit = new BufferLimit(10);
    private final BodyBuffer buffer = new BodyBuffer(limit);

    private static void receive(BodyBuffer buffer, byte... bytes) throws IOException {
        buffer.receive(Unpooled.wrappedBuffer(bytes));
    }

    @Test
    void returnsAllPieces() throws IOException {
        receive(buffer, (byte) 1, (byte) 2);
        receive(buffer, (byte) 3);

        assertEquals(3, buffer.size());
        assertArrayEquals(new byte[] {1, 2, 3}, buffer.take());
    }

    @Test
    void rejectsMoreThanCommonLimit() throws IOException {
        BodyBuffer other = new BodyBuffer(limit);
        receive(buffer, new byte[6]);
        OssException error = assertThrows(OssException.class, () -> receive(other, new byte[5]));
        assertEquals(503, error.status());
        assertEquals("ServiceUnavailable", error.code());

        receive(other, new byte[4]);
        buffer.take();
        receive(other, new byte[6]);
        assertThrows(OssException.class, () -> receive(buffer, new byte[1]));
        other.clear();
        receive(buffer, new byte[10]);
    }

    @Test
    void permitsEighthOfHeap() {
        assertEquals(8 << 20, BufferLimit.ofHeap(64 << 20));
        assertEquals(4 << 20, BufferLimit.ofHeap(16 << 20));
    }
}
