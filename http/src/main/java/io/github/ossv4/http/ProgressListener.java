// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

/**
 * Receives the progress of a transfer every few kilobytes, on the thread that transfers; it should be quick. Everything
 * that it throws is ignored.
 */
@FunctionalInterface
public interface ProgressListener {
    /**
     * Receives the progress after bytes were transferred, and once for an empty transfer.
     *
     * @param bytes transferred so far; fewer than before after a retry
     * @param total the bytes of the transfer; -1 if unknown
     */
    void progress(long bytes, long total);
}
