// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.output;

import io.github.ossv4.internal.text.PrintableText;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;

/**
 * The streams of a command: results on standard output, messages and progress bars on standard error. Texts are UTF-8.
 * Colours and bars are shown only where the stream is a terminal; the variable {@code NO_COLOR} turns colours off.
 * Characters that control a terminal are escaped in results and messages, since these contain texts of servers and
 * names of files. Thread-safe.
 */
public final class Console {
    private static final int BUFFER = 8192;

    /** Clears the line of a terminal to its end. */
    private static final String CLEAR_REST = "\u001b[K";

    private final OutputOptions options;
    private final boolean allowsColor;
    private final OutputStream out;
    private final PrintStream err;
    private final ProcessContext process;
    private final TypedSecrets typed;
    private final RunSummary summary = new RunSummary();
    private @Nullable RunLog log;
    private boolean hasEnded;
    private boolean hasBar;

    /** Whether the process received a signal: then only what was kept is printed, not that the task failed. */
    private boolean interrupted;

    /**
     * Creates the console of a command that runs in a process.
     *
     * @param typed the arguments, whose secrets neither messages nor the log contain
     */
    public Console(OutputOptions options, ProcessContext process, TypedSecrets typed) {
        this.options = options;
        String noColor = process.environment().get("NO_COLOR");
        this.allowsColor = noColor == null || noColor.isEmpty();
        this.out = new BufferedOutputStream(process.out(), BUFFER);
        this.err = process.err();
        this.process = process;
        this.typed = typed;
    }

    /** Returns the variables and streams of the command's process. */
    public ProcessContext process() {
        return process;
    }

    /**
     * Starts a run: opens its log, if there is one.
     *
     * @throws UsageException if the log cannot be opened
     */
    public synchronized void start() {
        String name = options.log();
        if (name != null) {
            log = RunLog.open(name, ZonedDateTime.now(ZoneId.systemDefault()));
            log(RunLog.Kind.START, typed.commandLine());
        }
    }

    /**
     * Ends a run: writes what is left, prints the summary if it is required, and closes the log.
     *
     * @return the exit code, which is a failure's if the log is not complete
     */
    public synchronized ExitCode end(ExitCode exitCode) throws IOException {
        if (hasEnded) {
            return exitCode;
        }
        hasEnded = true;
        ExitCode code = log == null || log.problem() == null ? exitCode : exitCode.or(ExitCode.IO_FAILED);
        String counts = summary.result(code).json(null);
        log(RunLog.Kind.END, counts);
        if (options.hasSummary()) {
            printLine(counts);
        }
        flush();
        if (log == null) {
            return code;
        }
        log.close();
        String problem = log.problem();
        if (problem != null) {
            printError(problem);
        }
        return problem == null ? code : code.or(ExitCode.IO_FAILED);
    }

    /**
     * Checks that the log is not a file or directory that is transferred, or below it. Otherwise the log, if it is new,
     * is deleted: a later run would transfer it.
     *
     * @throws UsageException if it is
     */
    public synchronized void requireLogOutside(Path directory) throws IOException {
        if (log != null && log.isBelow(directory)) {
            log.discard();
            log = null;
            throw new UsageException("--log must be a file outside of " + PrintableText.escape(directory.toString()));
        }
        if (log != null) {
            log.writeStart();
        }
    }

    private synchronized void log(RunLog.Kind kind, String text) {
        if (log != null) {
            log.write(kind, typed.hideIn(text));
        }
    }

    /** Returns whether a run that selects nothing is a success. */
    public boolean allowsEmpty() {
        return options.allowsEmpty();
    }

    /** Returns the counts of the run. */
    public RunSummary summary() {
        return summary;
    }

    /** Returns whether the counts are printed at the end. */
    public boolean hasSummary() {
        return options.hasSummary();
    }

    /** Returns whether results are JSON. */
    public boolean isJson() {
        return options.format() == OutputFormat.JSON;
    }

    /**
     * Prints a result as a line of JSON, or as text.
     *
     * @throws ClosedPipeException if its reader has closed the pipe
     * @throws OutputException if it cannot be written
     */
    public void print(Result result) throws IOException {
        log(RunLog.Kind.DONE, result.text());
        if (!options.isQuiet()) {
            printAlways(lineOf(result));
        }
    }

    /** Prints a result that is no success, such as a difference, also if the command is quiet. */
    public void printDifference(Result result) throws IOException {
        log(RunLog.Kind.FAILED, result.text());
        printAlways(typed.hideIn(lineOf(result)));
    }

    private String lineOf(Result result) throws IOException {
        return isJson() ? result.json(null) : result.text();
    }

    private void printAlways(String line) throws IOException {
        if (!line.isEmpty()) {
            printLine(printable(line));
        }
    }

    /**
     * Returns a text of several lines, with escapes as in {@link PrintableText}. In a JSON object their meaning is the
     * same.
     */
    private static String printable(String text) {
        StringBuilder lines = new StringBuilder(text.length());
        int start = 0;
        for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
            // Formatted JSON has the line breaks of the system.
            int lineEnd = end > start && text.charAt(end - 1) == '\r' ? end - 1 : end;
            lines.append(PrintableText.escape(text.substring(start, lineEnd))).append('\n');
            start = end + 1;
        }
        return lines.append(PrintableText.escape(text.substring(start))).toString();
    }

    /** Prints a text without escapes, which must not be a result that {@code --json} changes. */
    public synchronized void printLine(String line) throws IOException {
        clearBar();
        out.write(line.concat("\n").getBytes(StandardCharsets.UTF_8));
        if (hasBar) {
            out.flush();
        }
    }

    /** Prints a name without escapes and with a NUL at its end, for {@code xargs -0}. */
    public synchronized void printName(String name) throws IOException {
        out.write(name.concat("\0").getBytes(StandardCharsets.UTF_8));
    }

    /** The bar is drawn again, below. */
    private void clearBar() {
        if (hasBar) {
            err.print("\r" + CLEAR_REST);
            err.flush();
        }
    }

    /** Draws a progress bar in place of the last one. */
    synchronized void drawBar(String line) {
        if (interrupted) {
            return;
        }
        hasBar = true;
        err.print("\r" + line + CLEAR_REST);
        err.flush();
    }

    /** Leaves the progress bar where it is. */
    synchronized void endBar() {
        if (hasBar) {
            err.println();
            hasBar = false;
        }
    }

    /** Prints what is no failure, such as the counts of a run, to standard error, unless the command is quiet. */
    public void info(String text) throws IOException {
        message(RunLog.Kind.NOTE, text);
    }

    /** Prints a message such as a warning to standard error, after the results so far. */
    public void message(String text) throws IOException {
        message(RunLog.Kind.WARNING, text);
    }

    private synchronized void message(RunLog.Kind kind, String text) throws IOException {
        if (interrupted) {
            return;
        }
        log(kind, text);
        if (options.isQuiet() && kind == RunLog.Kind.NOTE) {
            return;
        }
        out.flush();
        clearBar();
        printError(text);
    }

    /** Returns whether notes are shown: standard error is a terminal, and results are texts. */
    public boolean showsNotes() {
        return !isJson() && process.hasTerminal(2);
    }

    /** Prints what helps a person to use the results, to standard error, after the results so far. */
    public synchronized void note(String text) throws IOException {
        out.flush();
        clearBar();
        err.println(printable(typed.hideIn(text)));
    }

    private void printError(String text) {
        err.println("ossv4: " + printable(typed.hideIn(text)));
    }

    /** Prints the failure of one of several files: a message, or a JSON object among the results. */
    public synchronized void printFailedFile(Result failure) throws IOException {
        if (interrupted) {
            return;
        }
        summary.add(RunSummary.Count.FAILED, 1);
        if (!isJson()) {
            message(RunLog.Kind.FAILED, failure.text());
        } else {
            printDifference(failure);
        }
    }

    /** Prints the failure that ends a command to standard error, after the results so far. */
    public synchronized void printFailure(Result failure) throws IOException {
        if (interrupted) {
            return;
        }
        out.flush();
        clearBar();
        printLastFailure(failure);
    }

    /** Prints a failure to standard error without writing the results first. */
    public synchronized void printLastFailure(Result failure) {
        summary.add(RunSummary.Count.FAILED, 1);
        log(RunLog.Kind.FAILED, failure.text());
        if (isJson()) {
            err.println(printable(typed.hideIn(failure.json(null))));
        } else {
            printError(failure.text());
        }
    }

    /** Silences messages, failures and progress bars from now on. */
    synchronized void interrupt() {
        interrupted = true;
    }

    /** Prints that the process was interrupted, after the results so far. */
    synchronized void printInterruption(Result interruption, ExitCode exitCode) {
        try {
            out.flush();
        } catch (IOException e) {
            // The reader of standard output may have been interrupted, too.
        }
        endBar();
        printLastFailure(interruption);
        try {
            end(exitCode);
        } catch (IOException e) {
            // The process ends.
        }
    }

    /** Returns standard output for bytes, buffered. {@link #flush} writes what is left. */
    public OutputStream bytes() {
        return out;
    }

    /** Returns standard input. */
    public InputStream input() {
        return process.in();
    }

    /** Writes what is buffered for standard output. */
    public synchronized void flush() throws IOException {
        out.flush();
    }

    /** Returns whether texts on standard output may have colours: it is a terminal, and {@code NO_COLOR} is not set. */
    public boolean showsColor() {
        return allowsColor && !isJson() && process.hasTerminal(1);
    }

    /** Returns the number of columns for texts on standard output: the terminal's, {@code COLUMNS}, or 80. */
    public int width() {
        return process.hasTerminal(1) ? Terminal.width() : Terminal.columnsOf(process.environment());
    }

    /** Returns whether progress bars are shown: standard error is a terminal, and the command is not quiet. */
    public boolean showsProgress() {
        return !options.isQuiet() && process.hasTerminal(2);
    }
}
