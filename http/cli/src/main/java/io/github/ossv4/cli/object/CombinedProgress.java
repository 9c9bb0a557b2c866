// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import io.github.ossv4.cli.output.TransferBar;
import io.github.ossv4.http.TransferListener;
import io.github.ossv4.http.TransferProgress;
import java.util.HashMap;
import java.util.Map;

/** The progress of several transfers in one bar. Thread-safe. */
final class CombinedProgress {
    private final TransferBar bar;
    private final long totalBytes;
    private final Map<Object, TransferProgress> inProgress = new HashMap<>();
    private long doneBytes;

    /** @param totalBytes the number of bytes of all transfers, -1 if unknown */
    CombinedProgress(TransferBar bar, long totalBytes) {
        this.bar = bar;
        this.totalBytes = totalBytes;
    }

    /** Returns the listener of one transfer. */
    TransferListener of(Object transfer) {
        return progress -> update(transfer, progress);
    }

    private synchronized void update(Object transfer, TransferProgress progress) {
        inProgress.put(transfer, progress);
        show();
    }

    /** Counts a transfer that has ended as done. */
    synchronized void done(Object transfer, long bytes) {
        inProgress.remove(transfer);
        doneBytes += bytes;
        show();
    }

    private void show() {
        long bytes = doneBytes;
        long rate = 0;
        for (TransferProgress progress : inProgress.values()) {
            bytes += progress.bytes();
            rate += progress.bytesPerSecond();
        }
        bar.update(bytes, totalBytes, rate);
    }
}
