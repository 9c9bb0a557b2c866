// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.call;

import io.github.ossv4.http.TransferListener;
import io.github.ossv4.http.internal.file.TransferMeter;
import org.jspecify.annotations.Nullable;

/** Counts the bytes of one request and notifies a listener, if there is one. Not thread-safe. */
public final class Progress {
    /** Null without a listener. */
    private final @Nullable TransferMeter meter;

    private long bytes;
    private boolean ended;

    public Progress(@Nullable TransferListener listener, long total) {
        if (listener == null) {
            meter = null;
        } else {
            meter = new TransferMeter(listener, System::nanoTime);
            meter.total(total, 1);
        }
    }

    public void advance(long count) {
        bytes += count;
        if (meter != null) {
            meter.transferred(1, bytes);
        }
    }

    /** Reports the end once. */
    public void end() {
        if (meter != null && !ended) {
            meter.done(1, bytes);
        }
        ended = true;
    }

    /** Returns the bytes transferred so far. */
    long bytes() {
        return bytes;
    }
}
