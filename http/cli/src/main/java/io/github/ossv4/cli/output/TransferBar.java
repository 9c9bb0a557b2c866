// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.output;

import io.github.ossv4.cli.output.BarLine.Phase;
import java.util.concurrent.TimeUnit;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressState;
import org.jspecify.annotations.Nullable;

/**
 * The progress bar of a transfer on standard error: its rate and the time left, at the end the rate of the whole
 * transfer. Draws nothing if the console shows no bars. Thread-safe.
 */
public final class TransferBar implements AutoCloseable {
    private static final int MILLIS_OF_UPDATE = 200;

    private final String task;
    private final long start = System.nanoTime();
    private final @Nullable ProgressBar bar;
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
     */
    public TransferBar(Console console, String task, long totalBytes) {
        this.task = task;
        this.totalBytes = totalBytes;
        this.bar = console.showsProgress()
                ? new ProgressBarBuilder()
                        .setUpdateIntervalMillis(MILLIS_OF_UPDATE)
                        // Otherwise it draws only if its own counter has grown.
                        .continuousUpdate()
                        .setRenderer(this::render)
                        .setConsumer(new Line(console))
                        .build()
                : null;
    }

    private synchronized String render(ProgressState state, int width) {
        return line().render(width);
    }

    private BarLine line() {
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
        // A part that failed takes back its bytes, also those of an earlier process.
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
        synchronized (this) {
            phase = Phase.ENDED;
        }
        if (bar != null) {
            bar.close();
        }
    }

    /** The line of the bar. Its width is measured again every few seconds, since terminals can be resized. */
    private static final class Line implements ProgressBarConsumer {
        private static final long NANOS_OF_WIDTH = TimeUnit.SECONDS.toNanos(3);

        private final Console console;
        private int width = Terminal.width();
        private long measured = System.nanoTime();

        Line(Console console) {
            this.console = console;
        }

        @Override
        public int getMaxRenderedLength() {
            if (System.nanoTime() - measured > NANOS_OF_WIDTH) {
                width = Terminal.width();
                measured = System.nanoTime();
            }
            // Some terminals start a new line after the last column.
            return width - 1;
        }

        @Override
        public void accept(String line) {
            int most = getMaxRenderedLength();
            console.drawBar(line.length() > most ? line.substring(0, most) : line);
        }

        @Override
        public void close() {
            console.endBar();
        }
    }
}
