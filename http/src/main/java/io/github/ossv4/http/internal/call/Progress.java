// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.call;

import io.github.ossv4.http.ProgressListener;
import org.jspecify.annotations.Nullable;

/** Counts the bytes of one transfer and notifies a listener, if there is one. Not thread-safe. */
public final class Progress {
    private final @Nullable ProgressListener listener;
    private final long total;
    private long bytes;
    private boolean ended;

    public Progress(@Nullable ProgressListener listener, long total) {
        this.listener = listener;
        this.total = total;
    }

    public void advance(long count) {
        bytes += count;
        report();
    }

    /** Reports an empty transfer once. */
    public void end() {
        if (bytes == 0 && !ended) {
            report();
        }
        ended = true;
    }

    private void report() {
        if (listener != null) {
            try {
                listener.progress(bytes, total);
            } catch (Throwable t) {
                // The contract of ProgressListener: what it throws is ignored.
            }
        }
    }

    /** Returns the bytes transferred so far. */
    long bytes() {
        return bytes;
    }
}
