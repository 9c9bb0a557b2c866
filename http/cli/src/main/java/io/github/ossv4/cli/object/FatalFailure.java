// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The failure that ends the transfer or comparison of a directory, since all other files would fail too: output cannot
 * be written, or the failure concerns all requests. It interrupts the thread that created this object, which waits for
 * the directory. Thread-safe.
 */
final class FatalFailure {
    private final Thread waiting = Thread.currentThread();
    private @Nullable Throwable failure;

    synchronized void set(Throwable reason) {
        if (failure == null) {
            failure = reason;
            waiting.interrupt();
        }
    }

    synchronized boolean isSet() {
        return failure != null;
    }

    /** Throws the failure, if there is one, on the thread that waited. */
    synchronized void throwIfSet() throws IOException {
        if (failure != null) {
            // Clears the interrupt that this object has set.
            Thread.interrupted();
            throw failure instanceof IOException io ? io : new IOException(failure);
        }
    }
}
