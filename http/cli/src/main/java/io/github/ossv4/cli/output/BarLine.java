// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.output;

import java.util.Locale;

/**
 * The state of a transfer, and its line for a terminal. Where there is little space, the bar is left out first, then
 * the sizes, then the name: rate and time stay. Immutable.
 *
 * @param task a word such as {@code upload}
 * @param totalBytes -1 if unknown
 * @param bytesPerSecond in the last seconds, or of the whole transfer if it has ended
 * @param seconds the time left, -1 if unknown; or the time that the transfer took
 */
record BarLine(String task, long bytes, long totalBytes, long bytesPerSecond, long seconds, Phase phase) {
    private static final int SMALLEST_BAR = 5;
    private static final long MINUTE = 60;
    private static final long HOUR = 3600;

    /** Whether the transfer has ended. */
    enum Phase {
        RUNNING,
        ENDED
    }

    /** Returns the line, with at most {@code width} characters unless rate and time need more. */
    String render(int width) {
        String end = ByteSize.format(bytesPerSecond) + "/s" + time();
        String percent = totalBytes < 0 ? "" : String.format(Locale.ROOT, "%3d%%", percent());
        String name = percent.isEmpty() ? task : task + " " + percent;
        String sizes = sizes();
        String full = name + "  " + sizes + "  " + end;
        int bar = width - full.length() - " []".length();
        if (totalBytes >= 0 && bar >= SMALLEST_BAR) {
            return name + " [" + bar(bar) + "]  " + sizes + "  " + end;
        }
        for (String line : new String[] {full, name + "  " + end, percent.trim() + "  " + end}) {
            if (line.length() <= width) {
                return line.trim();
            }
        }
        return end;
    }

    /** Returns the line without a bar, for a log. */
    String text() {
        return task + ": " + sizes() + (totalBytes < 0 ? "" : " (" + percent() + "%)") + ", "
                + ByteSize.format(bytesPerSecond) + "/s" + (time().isEmpty() ? "" : ", " + time().trim());
    }

    private String sizes() {
        return ByteSize.format(bytes) + (totalBytes < 0 ? "" : " of " + ByteSize.format(totalBytes));
    }

    private long percent() {
        return totalBytes == 0 ? 100 : Math.min(100, (long) (100.0 * bytes / totalBytes));
    }

    private String bar(int width) {
        int done = (int) (width * percent() / 100);
        return done == width ? "=".repeat(width) : "=".repeat(done) + ">" + " ".repeat(width - done - 1);
    }

    private String time() {
        if (phase == Phase.ENDED) {
            return "  in " + clock(seconds);
        }
        return seconds < 0 ? "" : "  " + clock(seconds) + " left";
    }

    private static String clock(long seconds) {
        long minutes = seconds % HOUR / MINUTE;
        return seconds < HOUR
                ? String.format(Locale.ROOT, "%d:%02d", minutes, seconds % MINUTE)
                : String.format(Locale.ROOT, "%d:%02d:%02d", seconds / HOUR, minutes, seconds % MINUTE);
    }
}
