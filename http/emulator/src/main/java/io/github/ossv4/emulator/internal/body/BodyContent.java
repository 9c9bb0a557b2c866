// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.body;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/**
 * The bytes of a body: a file, or an array for a small one. Copies of an object share it.
 * Thread-safe.
 */
public interface BodyContent {
    /** Receives bytes. */
    interface Receiver {
        /** Receives the remaining bytes of {@code piece}. */
        void write(ByteBuffer piece) throws IOException;
    }

    /**
     * Adds a holder.
     *
     * @return false if the bytes were already released by all holders
     */
    boolean retain();

    /** Removes a holder. A file is deleted after the last one. */
    void release();

    /** Passes a range of the bytes to a receiver. */
    void copyTo(Receiver receiver, long first, long length) throws IOException;

    /** Writes the first {@code length} bytes to a channel. */
    default void transferTo(WritableByteChannel to, long length) throws IOException {
        copyTo(
                piece -> {
                    while (piece.hasRemaining()) {
                        to.write(piece);
                    }
                },
                0,
                length);
    }
}
