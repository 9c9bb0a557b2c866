// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.body;

import java.io.IOException;
import java.util.List;

/** The place of bodies that are too large to be {@link SmallContent}. Thread-safe. */
public interface BodySpace {
    /** Starts a body. */
    Sink newSink() throws IOException;

    /** Joins bodies to a new one. */
    BodyContent join(List<ObjectBody> bodies) throws IOException;

    /**
     * Appends a piece to a body. A file is extended: this overwrites bytes that a failed attempt may have left at its
     * end. Other content is joined to a new one. The caller must hold the monitor of the content.
     *
     * @return the bytes of both
     */
    default BodyContent append(ObjectBody body, ObjectBody piece) throws IOException {
        return join(List.of(body, piece));
    }

    /** Receives the bytes of one body. Not thread-safe. */
    interface Sink extends BodyContent.Receiver {
        /** Completes the body. */
        BodyContent finish() throws IOException;

        /** Deletes the body, whether it is complete or not. */
        void abort() throws IOException;
    }
}
