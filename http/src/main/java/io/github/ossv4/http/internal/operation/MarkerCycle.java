// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.operation;

import org.jspecify.annotations.Nullable;

/**
 * A check that the markers of a list's pages do not repeat: otherwise a faulty server could make a client list forever.
 * It stores one marker, by Brent's algorithm, and detects a cycle within three times its length. Not thread-safe.
 */
final class MarkerCycle {
    private @Nullable String kept;
    private long pages;
    private long next = 1;

    /** Returns whether the marker of the next page repeats an earlier one. */
    boolean closesWith(String marker) {
        if (marker.equals(kept)) {
            return true;
        }
        pages++;
        if (pages == next) {
            kept = marker;
            next *= 2;
            pages = 0;
        }
        return false;
    }
}
