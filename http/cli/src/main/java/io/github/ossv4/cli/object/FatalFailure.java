// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The failure that ends the transfer or comparison of a directory, since all other files would fail too: output cannot be
 * written, or the failure concerns all requests. It interrupts the thread that created this object, which waits for the directory.
 * Not thread-safe.
 */
final class FatalFailure {
    private final Thread waiting = Thread.currentThread();
    private @Nullable Throwable failure;

    void set(Throwable reason) {
        failure = reason;
        waiting.interrupt();
    }

    boolean isSet() {
        return failure != null;
    }

    /** Throws the failure, if there is one, on the thread that waited. */
    void throwIfSet() throws IOException {
        if (failure != null) {
            // Clears the interrupt that this object has set.
            Thread.interrupted();
            throw failure instanceof IOException io ? io : new IOException(failure);
        }
    }
}
