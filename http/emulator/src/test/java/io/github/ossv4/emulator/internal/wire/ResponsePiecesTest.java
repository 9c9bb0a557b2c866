// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.wire;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.netty.channel.FileRegion;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResponsePiecesTest {
    /** Thousands of slow readers would take more memory outside of the heap than the JVM allows. */
    @Test
    void keepsLargeBodiesInTheHeapUntilTheyAreSent() {
        ResponsePieces large = new ResponsePieces(List.of(ByteBuffer.allocate(1 << 17)));

        assertInstanceOf(FileRegion.class, large.message(false, () -> {}));
    }
}
