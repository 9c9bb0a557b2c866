// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.output;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * The progress bar of a transfer on standard error, with its rate and the time left; nothing if no bars are shown.
 * Thread-safe.
 */
public final class TransferBar implements AutoCloseable {
    private static final int MILLIS_OF_UPDATE = 200;
    private static final int MEBIBYTE = 1 << 20;

    private final @Nullable ProgressBar bar;
    private final AtomicLong bytesPerSecond;

    private TransferBar(@Nullable ProgressBar bar, AtomicLong bytesPerSecond) {
        this.bar = bar;
        this.bytesPerSecond = bytesPerSecond;
    }

    /**
     * Shows a bar, if the console shows any.
     *
     * @param task a word such as {@code upload}
     * @param totalBytes -1 if unknown
     */
    public static TransferBar start(Console console, String task, long totalBytes) {
        AtomicLong rate = new AtomicLong();
        return new TransferBar(console.showsProgress() ? bar(console, task, totalBytes, rate) : null, rate);
    }

    private static ProgressBar bar(Console console, String task, long totalBytes, AtomicLong rate) {
        return new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(totalBytes)
                .setStyle(ProgressBarStyle.ASCII)
                .setUnit(" MiB", MEBIBYTE)
                .setUpdateIntervalMillis(MILLIS_OF_UPDATE)
                .setEtaFunction(state -> timeLeft(state.getMax() - state.getCurrent(), rate.get()))
                .setConsumer(new Line(console))
                .build();
    }

    /** The rate is that of the last seconds. The library's own estimate would count what was found by a resumed transfer. */
    static Optional<Duration> timeLeft(long bytes, long bytesPerSecond) {
        return bytesPerSecond <= 0 || bytes < 0
                ? Optional.empty()
                : Optional.of(Duration.ofSeconds(bytes / bytesPerSecond));
    }

    /**
     * Shows the progress.
     *
     * @param totalBytes the number of bytes of the whole transfer, -1 if unknown
     * @param rate the bytes per second, 0 to keep the last rate
     */
    public void update(long bytes, long totalBytes, long rate) {
        if (bar == null) {
            return;
        }
        if (rate > 0) {
            bytesPerSecond.set(rate);
        }
        bar.maxHint(totalBytes);
        bar.stepTo(bytes);
        bar.setExtraMessage(" " + ByteSize.format(bytesPerSecond.get()) + "/s");
    }

    /** Draws the last state, and ends the line. */
    @Override
    public void close() {
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
