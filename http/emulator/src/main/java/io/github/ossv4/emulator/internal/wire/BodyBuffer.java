// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.wire;

import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/**
 * A body, or a part of one, that is needed as a whole. Its memory is its request's: many clients at the same time
 * must not use up a small heap. Not thread-safe.
 */
public final class BodyBuffer {
    private final RequestMemory memory;
    private ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** Creates an empty buffer. */
    public BodyBuffer(RequestMemory memory) {
        this.memory = memory;
    }

    /** Returns the number of received bytes. */
    public int size() {
        return bytes.size();
    }

    /**
     * Receives a piece of the body.
     *
     * @throws OssException if all requests together would take too much
     */
    public void receive(ByteBuf piece) throws IOException {
        memory.reserve(piece.readableBytes());
        piece.readBytes(bytes, piece.readableBytes());
    }

    /**
     * Returns the received bytes and empties the buffer. Their memory stays reserved, for the objects parsed from them.
     */
    public byte[] take() {
        byte[] body = bytes.toByteArray();
        bytes = new ByteArrayOutputStream();
        return body;
    }
}
