// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.wire;

import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/**
 * The body of a request that is needed as a whole. All buffers of a process have a common limit: many clients at the same time
 * must not use up a small heap. Not thread-safe.
 */
public final class BodyBuffer {
    private final BufferLimit limit;
    private ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** Creates an empty buffer. */
    public BodyBuffer() {
        this(BufferLimit.OF_PROCESS);
    }

    BodyBuffer(BufferLimit limit) {
        this.limit = limit;
    }

    /** Returns the number of received bytes. */
    public int size() {
        return bytes.size();
    }

    /**
     * Receives a piece of the body.
     *
     * @throws OssException if all buffers together would become too large
     */
    public void receive(ByteBuf piece) throws IOException {
        limit.reserve(piece.readableBytes());
        piece.readBytes(bytes, piece.readableBytes());
    }

    /** Returns the received bytes and empties the buffer. */
    public byte[] take() {
        byte[] body = bytes.toByteArray();
        clear();
        return body;
    }

    /** Empties the buffer. */
    public void clear() {
        limit.release(bytes.size());
        bytes = new ByteArrayOutputStream();
    }
}
