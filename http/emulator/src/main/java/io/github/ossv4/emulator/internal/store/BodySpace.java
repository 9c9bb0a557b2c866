// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** The place of bodies that are too large to be {@link SmallContent}. Thread-safe. */
interface BodySpace {
    /** Starts a body. */
    Sink newSink() throws IOException;

    /** Joins bodies to a new one. */
    BodyContent join(List<ObjectBody> bodies) throws IOException;

    /** Receives the bytes of one body. Not thread-safe. */
    interface Sink {
        /** Writes the remaining bytes of {@code piece}. */
        void write(ByteBuffer piece) throws IOException;

        /** Completes the body. */
        BodyContent finish() throws IOException;

        /** Deletes the body, whether it is complete or not. */
        void abort() throws IOException;
    }
}
