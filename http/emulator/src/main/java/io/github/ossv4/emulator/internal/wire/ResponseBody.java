// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.wire;

import io.netty.buffer.ByteBuf;
import io.netty.handler.stream.ChunkedInput;
import java.io.IOException;

/** The body of a response. Immutable. */
sealed interface ResponseBody permits ResponseFile, ResponseGzip, ResponsePieces {
    /** The size of the pieces of a large body, which are copied to memory outside of the heap. */
    int MAX_CHUNK_BYTES = 1 << 16;

    /** Returns the number of bytes. */
    long length();

    /** Returns the first {@code most} bytes. */
    ResponseBody truncate(long most);

    /** Returns this body with a flipped bit in the byte at {@code position}, or in the last one. */
    ResponseBody flipBit(long position);

    /**
     * Returns the message that Netty writes. Call either this or {@link #chunks}, once.
     *
     * @param encrypted whether the connection uses TLS
     * @param continuation continues a body that paused, so that other connections of the thread get their turn
     */
    Object message(boolean encrypted, Runnable continuation) throws IOException;

    /** Returns the body in chunks. Call either this or {@link #message}, once. */
    ChunkedInput<ByteBuf> chunks() throws IOException;

    /** Closes the file of a body that is not sent. */
    default void discard() throws IOException {}
}
