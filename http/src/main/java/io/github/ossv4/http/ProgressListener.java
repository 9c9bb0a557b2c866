// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

/**
 * Told how a transfer proceeds, after every few kilobytes, on the thread that transfers: it should be quick. The
 * exceptions that it throws are dropped; a transfer never fails for them.
 */
@FunctionalInterface
public interface ProgressListener {
    /**
     * Called when bytes have passed, and once for a transfer of none.
     *
     * @param bytes that have passed so far; less than before if the transfer had to begin again
     * @param total of the transfer, or -1 if nobody knows
     */
    void progress(long bytes, long total);
}
