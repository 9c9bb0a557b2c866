// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.output;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * The progress bar of a transfer on standard error, with its rate and the time left; nothing if no bars are shown.
 * Thread-safe.
 */
public final class TransferBar implements AutoCloseable {
    private static final int MILLIS_OF_UPDATE = 200;
    private static final int MEBIBYTE = 1 << 20;

    private final Console console;
    private final @Nullable ProgressBar bar;
    private volatile long bytesPerSecond;

    private TransferBar(Console console, @Nullable String task) {
        this.console = console;
        this.bar = task == null ? null : bar(task, console.errors());
    }

    /**
     * Shows a bar, if the console shows any.
     *
     * @param task a word such as {@code upload}
     */
    public static TransferBar start(Console console, String task) {
        boolean shown = console.showsProgress();
        TransferBar bar = new TransferBar(console, shown ? task : null);
        if (shown) {
            console.barStarted();
        }
        return bar;
    }

    private ProgressBar bar(String task, PrintStream to) {
        return new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(-1)
                .setStyle(ProgressBarStyle.ASCII)
                .setUnit(" MiB", MEBIBYTE)
                .setUpdateIntervalMillis(MILLIS_OF_UPDATE)
                .setEtaFunction(state -> timeLeft(state.getMax() - state.getCurrent(), bytesPerSecond))
                .setConsumer(new ConsoleProgressBarConsumer(to, Terminal.width()))
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
     * @param totalBytes of the whole transfer, -1 if unknown
     */
    public void update(long bytes, long totalBytes, long rate) {
        if (bar == null) {
            return;
        }
        bytesPerSecond = rate;
        bar.maxHint(totalBytes);
        bar.stepTo(bytes);
        bar.setExtraMessage(" " + ByteSize.format(rate) + "/s");
    }

    /** Draws the last state, and ends the line. */
    @Override
    public void close() {
        if (bar != null) {
            bar.close();
            console.barEnded();
        }
    }
}
