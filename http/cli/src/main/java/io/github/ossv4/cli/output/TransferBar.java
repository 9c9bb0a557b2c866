// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.output;

import io.github.ossv4.cli.output.BarLine.Phase;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The progress of a transfer: its rate and the time left, at the end the rate of the whole transfer. A bar on standard
 * error if the console shows bars, and lines above it and in the log if the user wants them. Thread-safe.
 */
public final class TransferBar implements AutoCloseable {
    private static final int MILLIS_OF_UPDATE = 200;
    private static final long NANOS_OF_WIDTH = TimeUnit.SECONDS.toNanos(3);

    private final Console console;
    private final String task;
    private final boolean hasBar;

    /** The time between two lines; null for no lines. */
    private final @Nullable Duration stats;

    private long lastLine = System.nanoTime();
    private long bytesOfLastLine;
    private final long start = System.nanoTime();
    private final CountDownLatch ended = new CountDownLatch(1);

    /** Draws the bar and writes lines from time to time; null if there are neither. */
    private final @Nullable Thread drawing;

    /** The columns of the terminal, which is measured again every few seconds: it can be resized. */
    private int width;

    private long measured = System.nanoTime();
    private long firstBytes = -1;
    private long bytes;
    private long totalBytes;
    private long bytesPerSecond;
    private Phase phase = Phase.RUNNING;

    /**
     * Shows a bar, if the console shows any.
     *
     * @param task a word such as {@code upload}
     * @param totalBytes -1 if unknown
     * @param stats the time between two lines of progress; null for none
     */
    public TransferBar(Console console, String task, long totalBytes, @Nullable Duration stats) {
        this.console = console;
        this.task = task;
        this.totalBytes = totalBytes;
        this.stats = stats;
        this.hasBar = console.showsProgress();
        this.drawing = hasBar || stats != null ? new Thread(this::drawUntilEnd, "ossv4-progress") : null;
        if (drawing != null) {
            width = hasBar ? Terminal.width() : 0;
            drawing.setDaemon(true);
            drawing.start();
        }
    }

    /** Neither the lock of this object nor a transfer waits for the terminal. */
    private void drawUntilEnd() {
        do {
            draw();
            writeLine();
        } while (!hasEnded());
        draw();
        console.endBar();
    }

    private void writeLine() {
        if (stats == null || System.nanoTime() - lastLine < stats.toNanos()) {
            return;
        }
        try {
            console.info(lineSinceTheLast().text());
        } catch (IOException e) {
            // The next result fails in the same way, on the thread of the command.
        }
    }

    /** Returns the state with the rate since the last line: in an outage it is 0. */
    private synchronized BarLine lineSinceTheLast() {
        long now = System.nanoTime();
        long rate = rate(bytes - bytesOfLastLine, now - lastLine);
        long left = rate == 0 || totalBytes < bytes ? -1 : (totalBytes - bytes) / rate;
        lastLine = now;
        bytesOfLastLine = bytes;
        return new BarLine(task, bytes, totalBytes, rate, left, phase);
    }

    private void draw() {
        if (!hasBar) {
            return;
        }
        if (System.nanoTime() - measured > NANOS_OF_WIDTH) {
            width = Terminal.width();
            measured = System.nanoTime();
        }
        // Some terminals start a new line after the last column.
        String line = line().render(width - 1);
        console.drawBar(line.substring(0, Math.min(line.length(), width - 1)));
    }

    private boolean hasEnded() {
        try {
            return ended.await(MILLIS_OF_UPDATE, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            return true;
        }
    }

    private synchronized BarLine line() {
        if (phase == Phase.ENDED) {
            long nanos = System.nanoTime() - start;
            return new BarLine(
                    task, bytes, totalBytes, rate(bytes - transferredBefore(), nanos), nanos / 1_000_000_000, phase);
        }
        return new BarLine(task, bytes, totalBytes, bytesPerSecond, secondsLeft(), phase);
    }

    /**
     * The first update of a resumed transfer contains the bytes that were transferred earlier. The rate excludes them.
     */
    private long transferredBefore() {
        return firstBytes < 0 || firstBytes == bytes ? 0 : firstBytes;
    }

    /** Returns the bytes per second of a whole transfer. */
    static long rate(long bytes, long nanos) {
        // A part that failed takes back its bytes, also of an earlier process.
        return nanos <= 0 ? 0 : Math.max(0, (long) (bytes * 1e9 / nanos));
    }

    private long secondsLeft() {
        return bytesPerSecond <= 0 || totalBytes < bytes ? -1 : (totalBytes - bytes) / bytesPerSecond;
    }

    /**
     * Shows the progress.
     *
     * @param ofTransfer the bytes that are transferred so far
     * @param ofWhole the number of bytes of the whole transfer, -1 if unknown
     * @param rate the bytes per second, 0 to keep the last rate
     */
    public synchronized void update(long ofTransfer, long ofWhole, long rate) {
        if (firstBytes < 0) {
            firstBytes = ofTransfer;
        }
        bytes = ofTransfer;
        totalBytes = ofWhole;
        if (rate > 0) {
            bytesPerSecond = rate;
        }
    }

    /** Draws the last state, and ends the line. */
    @Override
    public void close() {
        if (drawing == null) {
            return;
        }
        synchronized (this) {
            phase = Phase.ENDED;
        }
        ended.countDown();
        try {
            drawing.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
