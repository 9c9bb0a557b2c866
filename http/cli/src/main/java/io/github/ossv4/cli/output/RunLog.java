// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.output;

import io.github.ossv4.internal.text.PrintableText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The log file of a run: a line for each event, with its time and kind. Lines are written immediately, so that the log
 * is complete after {@code kill -9}, and whole lines of several processes do not mix. Used by one thread at a time.
 */
final class RunLog implements AutoCloseable {
    /** The kinds of lines. */
    enum Kind {
        START,
        /** A file or an object is complete. */
        DONE,
        NOTE,
        WARNING,
        FAILED,
        END
    }

    /** The most links that Linux follows. */
    private static final int MAX_LINKS = 40;

    private final Path file;

    /** Its place after all links. */
    private final Path place;

    private final SeekableByteChannel out;

    /** Whether the file was created. */
    private final boolean isNew;

    /** The first line, until it is known that the log may be written; null after that. */
    private @Nullable String start;

    /** Why a line is missing; null if none is. */
    private @Nullable IOException failure;

    RunLog(Path file, Path place, SeekableByteChannel out, boolean isNew) {
        this.file = file;
        this.place = place;
        this.out = out;
        this.isNew = isNew;
    }

    /**
     * Opens the file of a name, to append to it. Its directory must exist.
     *
     * @param name may contain {@code {date}} and {@code {month}}
     * @param start the time that they name
     * @throws UsageException if the file is not a regular file or cannot be opened
     */
    static RunLog open(String name, ZonedDateTime start) {
        Path file = Path.of(fileName(name, start));
        SmallInput.requireRegular(file, "--log " + PrintableText.escape(file.toString()));
        try {
            Path place = realPath(file, MAX_LINKS);
            Path directory = place.getParent();
            if (directory != null && Files.notExists(directory)) {
                throw new UsageException(
                        "the directory of --log does not exist: " + PrintableText.escape(directory.toString()));
            }
            boolean isNew = Files.notExists(place);
            SeekableByteChannel out = Files.newByteChannel(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            return new RunLog(file, place, out, isNew);
        } catch (IOException e) {
            throw new UsageException("--log cannot be opened: " + PrintableText.escape(e.toString()), e);
        }
    }

    /** Returns the place where a file is, or would be created, after all symbolic links. */
    private static Path realPath(Path file, int links) throws IOException {
        Path absolute = file.toAbsolutePath().normalize();
        Path parent = absolute.getParent();
        if (parent == null) {
            return absolute;
        }
        // Without the last segment, which can be a pipe.
        Path place = realPath(parent, links).resolve(absolute.getFileName());
        return Files.isSymbolicLink(place) && links > 0
                ? realPath(place.resolveSibling(Files.readSymbolicLink(place)), links - 1)
                : place;
    }

    static String fileName(String name, ZonedDateTime start) {
        LocalDate date = start.toLocalDate();
        return name.replace("{date}", date.toString())
                .replace("{month}", YearMonth.from(date).toString());
    }

    /**
     * Writes a line; line breaks in the text become semicolons. After a failure, it is tried again for the next line.
     */
    void write(Kind kind, String text) {
        String time = ZonedDateTime.now(ZoneId.systemDefault())
                .truncatedTo(ChronoUnit.SECONDS)
                .format(DateTimeFormatter.ISO_OFFSET_DATE_TIME);
        String line = String.format(
                Locale.ROOT, "%s %-7s %s%n", time, kind, PrintableText.escape(text.replaceAll("\\R\\s*", "; ")));
        if (kind == Kind.START) {
            start = line;
        } else {
            writeStart();
            write(line);
        }
    }

    /** Writes the first line, unless it is written. */
    void writeStart() {
        String first = start;
        start = null;
        if (first != null) {
            write(first);
        }
    }

    private void write(String line) {
        ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
        try {
            long start = out.size();
            try {
                while (bytes.hasRemaining()) {
                    out.write(bytes);
                }
            } catch (IOException e) {
                failure = e;
                // The disk is full: no part of a line is left, unless another process has appended one.
                if (bytes.position() > 0 && out.size() == start + bytes.position()) {
                    out.truncate(start);
                }
            }
        } catch (IOException e) {
            failure = e;
        }
    }

    boolean isBelow(Path directory) throws IOException {
        return place.startsWith(realPath(directory, MAX_LINKS));
    }

    /** Returns why a line is missing; null if none is. */
    @Nullable
    String problem() {
        return failure == null
                ? null
                : "lines are missing in the log " + PrintableText.escape(file + ": " + failure.getMessage());
    }

    /** Closes the log without its first line, and deletes its file if it is new. */
    void discard() throws IOException {
        close();
        if (isNew) {
            Files.delete(place);
        }
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
