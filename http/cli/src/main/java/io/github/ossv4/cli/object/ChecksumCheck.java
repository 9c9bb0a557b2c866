// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.cli.bucket.Failure;
import io.github.ossv4.cli.output.Console;
import io.github.ossv4.cli.output.ExitCode;
import io.github.ossv4.cli.output.Result;
import io.github.ossv4.cli.output.SmallInput;
import io.github.ossv4.cli.output.UsageException;
import io.github.ossv4.internal.text.PrintableText;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The check of files against a list, as {@code sha256sum -c} does it. Used once, by one thread. */
final class ChecksumCheck {
    /** Longer than any path, even if all its characters are escaped. */
    private static final int MAX_LINE = 1 << 16;

    private final Console console;
    private final Verbosity verbosity;
    private final boolean ignoresMissing;
    private long malformed;
    private long unreadable;
    private long different;
    private long right;

    ChecksumCheck(Console console, Verbosity verbosity, boolean ignoresMissing) {
        this.console = console;
        this.verbosity = verbosity;
        this.ignoresMissing = ignoresMissing;
    }

    /** Which results are printed. */
    enum Verbosity {
        ALL,
        /** Only files that differ or cannot be read. */
        QUIET,
        /** Nothing. */
        STATUS
    }

    ExitCode run(String list) throws IOException, InterruptedException {
        if (list.equals(SmallInput.STANDARD_INPUT)) {
            return run(console.input(), SmallInput.name(list));
        }
        try (InputStream stream = Files.newInputStream(SmallInput.path(list))) {
            return run(stream, SmallInput.name(list));
        }
    }

    private ExitCode run(InputStream list, String name) throws IOException, InterruptedException {
        BufferedReader reader = new BufferedReader(new InputStreamReader(list, StandardCharsets.UTF_8));
        ExitCode worst = OrderedTasks.run(new Lines(reader, name), this::check, FileChecksum.CORES, this::print);
        return worst.or(summarize(name));
    }

    private Checked check(ChecksumLine line) {
        if (verbosity != Verbosity.STATUS) {
            FileChecksum.announcePipe(line.file(), console);
        }
        return new Checked(line, FileChecksum.computeAmongOthers(line.file(), console));
    }

    private ExitCode print(Checked checked) throws IOException {
        State state = checked.state();
        if (state == State.MISSING && ignoresMissing) {
            return ExitCode.SUCCESS;
        }
        switch (state) {
            case OK -> right++;
            case FAILED -> different++;
            case MISSING, UNREADABLE -> unreadable++;
        }
        if (verbosity == Verbosity.ALL || (verbosity == Verbosity.QUIET && state != State.OK)) {
            if (state == State.MISSING || state == State.UNREADABLE) {
                console.message(checked.actual.problem().text());
            }
            console.print(checked);
        }
        return state == State.OK ? ExitCode.SUCCESS : ExitCode.REFUSED;
    }

    private ExitCode summarize(String name) throws IOException {
        if (right + different + unreadable == 0) {
            console.printFailure(Failure.of(
                    ExitCode.REFUSED,
                    name + (ignoresMissing ? ": no file was verified" : ": no properly formatted line found")));
            return ExitCode.REFUSED;
        }
        if (verbosity != Verbosity.STATUS) {
            warn(malformed, "line is improperly formatted", "lines are improperly formatted");
            warn(unreadable, "listed file could not be read", "listed files could not be read");
            warn(different, "computed checksum did NOT match", "computed checksums did NOT match");
        }
        return malformed == 0 ? ExitCode.SUCCESS : ExitCode.REFUSED;
    }

    private void warn(long count, String one, String several) throws IOException {
        if (count > 0) {
            console.message("WARNING: " + count + " " + (count == 1 ? one : several));
        }
    }

    /** The well-formed lines of a list; the others are counted. */
    private final class Lines implements Iterator<ChecksumLine> {
        private final BufferedReader reader;
        private final String name;
        private long number;
        private @Nullable ChecksumLine next;

        Lines(BufferedReader reader, String name) {
            this.reader = reader;
            this.name = name;
        }

        @Override
        public boolean hasNext() {
            try {
                while (next == null) {
                    String line = readLine();
                    if (line == null) {
                        return false;
                    }
                    next = ChecksumLine.parse(line);
                    if (next == null && !line.isEmpty()) {
                        malformed++;
                    }
                }
                return true;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Returns the next line, or null at the end. A device or another file than a list may have no line break. */
        private @Nullable String readLine() throws IOException {
            number++;
            StringBuilder line = new StringBuilder();
            int c = reader.read();
            if (c < 0) {
                return null;
            }
            for (; c >= 0 && c != '\n'; c = reader.read()) {
                if (line.length() == MAX_LINE) {
                    throw new UsageException(
                            name + ": line " + number + " must have at most " + MAX_LINE + " characters");
                }
                line.append((char) c);
            }
            int length = line.length();
            // A list that was written on Windows.
            return length > 0 && line.charAt(length - 1) == '\r' ? line.substring(0, length - 1) : line.toString();
        }

        @Override
        public ChecksumLine next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            ChecksumLine line = Objects.requireNonNull(next);
            next = null;
            return line;
        }
    }

    private enum State {
        OK("OK"),
        FAILED("FAILED"),
        MISSING("FAILED open or read"),
        UNREADABLE("FAILED open or read");

        private final String text;

        State(String text) {
            this.text = text;
        }
    }

    private record Checked(ChecksumLine expected, FileChecksum actual) implements Result {
        State state() {
            if (actual.failure() != null) {
                return actual.isMissing() ? State.MISSING : State.UNREADABLE;
            }
            return actual.crc64() == expected.crc64() ? State.OK : State.FAILED;
        }

        @Override
        public String text() {
            return PrintableText.escape(expected.file()) + ": " + state().text;
        }

        @Override
        public void writeFields(JsonGenerator json) throws IOException {
            json.writeStringField("file", expected.file());
            json.writeStringField("expected", Crc64.toString(expected.crc64()));
            if (actual.failure() == null) {
                json.writeStringField("crc64", Crc64.toString(actual.crc64()));
            }
            json.writeStringField("result", state().name());
        }
    }
}
