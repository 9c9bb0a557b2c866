// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

/**
 * Receives the progress of a transfer: when its size is known, at most ten times a second, and after each part. It is
 * called on the threads of the transfer, one at a time, and should be quick. Everything that it throws is ignored,
 * including errors. It must not wait for another call of the client: that call may need the thread on which the
 * listener runs.
 */
@FunctionalInterface
public interface TransferListener {
    /** Receives the progress after bytes were transferred or a part is complete. */
    void progress(TransferProgress progress);
}
