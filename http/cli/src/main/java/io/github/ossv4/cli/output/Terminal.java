// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.output;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The terminal of the process, if it has one. Standard output may be a pipe while standard error is a terminal, so each
 * stream is checked separately: by the link {@code /proc/self/fd/N} on Linux. Elsewhere the JDK reports only whether
 * both standard input and standard output are terminals; if so, all streams are treated as terminals.
 */
final class Terminal {
    private static final int DEFAULT_WIDTH = 80;
    private static final int SMALLEST_WIDTH = 20;

    private Terminal() {}

    /** Returns whether a file descriptor, 0 to 2, is a terminal. */
    static boolean has(int descriptor) {
        String target = target(descriptor);
        return target == null ? consoleIsTerminal() : isTerminal(target);
    }

    /** Returns whether a file descriptor, 0 to 2, is known to be a pipe. */
    static boolean isPipe(int descriptor) {
        String target = target(descriptor);
        return target != null && target.startsWith("pipe:");
    }

    static boolean isTerminal(String target) {
        return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
    }

    private static @Nullable String target(int descriptor) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/fd", Integer.toString(descriptor)))
                    .toString();
        } catch (IOException | UnsupportedOperationException e) {
            return null;
        }
    }

    /** Since JDK 22 a console can exist without a terminal; a method reports whether it has one. */
    @SuppressWarnings("SystemConsoleNull") // On JDK 17 to 21.
    private static boolean consoleIsTerminal() {
        java.io.Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (boolean) java.io.Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }

    /** Returns the number of columns of the controlling terminal, 80 if it is unknown. */
    static int width() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(new File("/dev/tty"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (BufferedReader output = stty.inputReader()) {
                String size = output.readLine();
                return stty.waitFor(2, TimeUnit.SECONDS) && size != null ? columns(size) : DEFAULT_WIDTH;
            } finally {
                stty.destroy();
            }
        } catch (IOException e) {
            return DEFAULT_WIDTH;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return DEFAULT_WIDTH;
        }
    }

    /** Returns the number of columns that the variable {@code COLUMNS} sets, or 80. */
    static int columnsOf(Map<String, String> environment) {
        return columns(environment.getOrDefault("COLUMNS", ""));
    }

    /** Parses what {@code stty size} prints: rows and columns. A terminal of unknown size has 0 columns. */
    static int columns(String size) {
        int space = size.indexOf(' ');
        try {
            int columns = Integer.parseInt(size.substring(space + 1).trim());
            return columns == 0 ? DEFAULT_WIDTH : Math.max(columns, SMALLEST_WIDTH);
        } catch (NumberFormatException e) {
            return DEFAULT_WIDTH;
        }
    }
}
