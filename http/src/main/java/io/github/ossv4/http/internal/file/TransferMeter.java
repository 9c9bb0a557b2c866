// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.file;

import io.github.ossv4.http.TransferListener;
import io.github.ossv4.http.TransferProgress;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Counts the bytes and parts of a transfer in parts, and notifies a listener. Thread-safe.
 *
 * <p>One thread at a time notifies the listener, and no thread waits for it: a caller may hold a lock that the listener
 * waits for. A thread that finds another one notifying leaves its notification to that thread.
 */
public final class TransferMeter {
    private static final long REPORT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long RATE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final @Nullable TransferListener listener;
    private final LongSupplier nanoTime;

    /** The notifications that the notifying thread runs next, in this order. */
    private final ArrayDeque<Runnable> notifications = new ArrayDeque<>();

    private boolean notifying;

    /** The bytes transferred of each part in progress. */
    private final Map<Integer, Long> inProgress = new HashMap<>();

    /** Times and the bytes transferred until then, as far back as the rate needs. */
    private final ArrayDeque<long[]> samples = new ArrayDeque<>();

    private long totalBytes = -1;
    private int totalParts = -1;
    private long doneBytes;
    private long foundBytes;
    private int doneParts;
    private long reportedAt;

    public TransferMeter(@Nullable TransferListener listener, LongSupplier nanoTime) {
        this.listener = listener;
        this.nanoTime = nanoTime;
        this.reportedAt = nanoTime.getAsLong() - REPORT_NANOS;
    }

    public synchronized void total(long bytes, int parts) {
        this.totalBytes = bytes;
        this.totalParts = parts;
    }

    /** Counts a part that need not be transferred. */
    public synchronized void found(long bytes) {
        doneBytes += bytes;
        foundBytes += bytes;
        doneParts++;
    }

    /** Sets the bytes of a part that have been transferred, perhaps fewer than before; notifies every 100 ms. */
    public void transferred(int part, long bytes) {
        if (listener == null) {
            return;
        }
        boolean due;
        synchronized (this) {
            inProgress.put(part, bytes);
            due = isTime() && !notifying;
            if (due) {
                addProgress(listener);
            }
        }
        if (due) {
            runNotifications();
        }
    }

    public void done(int part, long bytes) {
        synchronized (this) {
            inProgress.remove(part);
            doneBytes += bytes;
            doneParts++;
        }
        report();
    }

    /** Notifies the listener of the progress. */
    public void report() {
        if (listener == null) {
            return;
        }
        synchronized (this) {
            addProgress(listener);
        }
        runNotifications();
    }

    private boolean isTime() {
        long now = nanoTime.getAsLong();
        if (now - reportedAt < REPORT_NANOS) {
            return false;
        }
        reportedAt = now;
        return true;
    }

    private void addProgress(TransferListener to) {
        TransferProgress progress = progress();
        notifications.addLast(() -> to.progress(progress));
    }

    private void runNotifications() {
        Runnable next;
        while ((next = next()) != null) {
            try {
                next.run();
            } catch (Throwable t) {
                // The contract of TransferListener: what it throws is ignored.
            }
            synchronized (this) {
                notifying = false;
            }
        }
    }

    private synchronized @Nullable Runnable next() {
        Runnable next = notifying ? null : notifications.pollFirst();
        notifying |= next != null;
        return next;
    }

    synchronized TransferProgress progress() {
        long bytes = doneBytes;
        for (long transferred : inProgress.values()) {
            bytes += transferred;
        }
        return TransferProgress.of(bytes, totalBytes, doneParts, totalParts, rate(bytes - foundBytes));
    }

    private long rate(long bytes) {
        long now = nanoTime.getAsLong();
        samples.addLast(new long[] {now, bytes});
        // One older sample stays, so that the rate covers the whole period.
        while (samples.size() > 2 && now - samples.peekFirst()[0] > RATE_NANOS) {
            samples.removeFirst();
        }
        long[] first = samples.peekFirst();
        long nanos = now - first[0];
        return nanos <= 0 ? 0 : (long) Math.max(0, (bytes - first[1]) * 1e9 / nanos);
    }
}
