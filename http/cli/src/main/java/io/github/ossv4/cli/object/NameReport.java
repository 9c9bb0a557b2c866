// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import io.github.ossv4.cli.output.Console;
import io.github.ossv4.cli.output.ExitCode;
import io.github.ossv4.cli.output.UsageException;
import io.github.ossv4.directories.FileOutcome.Difference;
import io.github.ossv4.text.PrintableText;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that write the names of files that differ to report files, as {@code rclone check} does. */
final class NameReport {
    @Option(names = "--differ", paramLabel = "FILE", description = "Write to FILE the names of files that differ.")
    private @Nullable Path different;

    @Option(
            names = "--missing-on-source",
            paramLabel = "FILE",
            description = "Write to FILE the names that only the target has.")
    private @Nullable Path missingOnSource;

    @Option(
            names = "--missing-on-target",
            paramLabel = "FILE",
            description = "Write to FILE the names that only the source has.")
    private @Nullable Path missingOnTarget;

    @Option(
            names = "--print0",
            description = "End the names in reports with NUL instead of a line break; required for names with"
                    + " line breaks.")
    private boolean endsWithNul;

    /** Returns whether the names that only the target has are reported. */
    boolean reportsMissingOnSource() {
        return missingOnSource != null;
    }

    /** Returns whether the names of objects without a file are reported. */
    boolean reportsObjectsWithoutFile(Direction direction) {
        return (direction == Direction.UPLOAD ? missingOnSource : missingOnTarget) != null;
    }

    /** Returns a path whose directory has no links, if it exists. */
    private static Path absolute(Path file) throws IOException {
        Path absolute = file.toAbsolutePath().normalize();
        Path parent = absolute.getParent();
        return parent != null && Files.exists(parent) ? parent.toRealPath().resolve(absolute.getFileName()) : absolute;
    }

    /** Returns writers without files. */
    static Writers none(Direction direction) {
        return new Writers(direction, '\n');
    }

    /**
     * Opens the files. Those that exist are replaced, and all are deleted unless {@link Writers#complete} is called.
     *
     * @throws UsageException if two of them are the same, one is {@code -}, or one is in the compared directory, whose files a
     *     sync uploads or deletes
     */
    Writers open(Direction direction, Path directory) throws IOException {
        List<Path> used = Stream.of(different, missingOnSource, missingOnTarget)
                .filter(Objects::nonNull)
                .toList();
        if (Set.copyOf(used).size() < used.size()) {
            throw new UsageException("--differ, --missing-on-source and --missing-on-target require different files");
        }
        Path compared = Files.exists(directory) ? directory.toRealPath() : absolute(directory);
        for (Path file : used) {
            if (file.toString().equals("-") || absolute(file).startsWith(compared)) {
                throw new UsageException(
                        "a report must be a file outside of " + PrintableText.escape(directory.toString()) + ", was "
                                + PrintableText.escape(file.toString()));
            }
        }
        Writers files = new Writers(direction, endsWithNul ? '\0' : '\n');
        try {
            Runtime.getRuntime().addShutdownHook(files.hook);
        } catch (IllegalStateException e) {
            throw new InterruptedIOException("interrupted before the reports were opened");
        }
        try {
            files.open(Difference.DIFFERENT, different);
            files.open(Difference.MISSING_ON_SOURCE, missingOnSource);
            files.open(Difference.MISSING_ON_TARGET, missingOnTarget);
            return files;
        } catch (Throwable t) {
            try {
                files.close();
            } catch (IOException e) {
                t.addSuppressed(e);
            }
            throw t;
        }
    }

    /** The open files. Used by one thread at a time. */
    static final class Writers implements Closeable {
        private final Direction direction;
        private final char end;
        private final Map<Difference, BufferedWriter> writers = new EnumMap<>(Difference.class);

        /** The files to delete unless all names are compared: an incomplete file would suggest that nothing else differs. */
        private final List<Path> incomplete = new CopyOnWriteArrayList<>();

        /** Deletes these files after a signal. */
        private final Thread hook = new Thread(this::deleteIncomplete, "ossv4-reports");

        private long leftOut;

        private Writers(Direction direction, char end) {
            this.direction = direction;
            this.end = end;
        }

        private void open(Difference difference, @Nullable Path file) throws IOException {
            if (file != null) {
                writers.put(difference, Files.newBufferedWriter(file));
                // A link such as /dev/stdout stays.
                if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                    incomplete.add(file);
                }
            }
        }

        /** Adds a name to the file for its difference, if there is one. A line break would make two names of it. */
        void add(String name, Difference difference) throws IOException {
            BufferedWriter writer = writers.get(difference);
            if (writer == null) {
                return;
            }
            if (end == '\n' && (name.indexOf('\n') >= 0 || name.indexOf('\r') >= 0)) {
                leftOut++;
            } else {
                writer.append(name).append(end);
            }
        }

        /** Adds a name that differs in a verification, whose source is the second operand in a download. */
        void addVerified(String name, Difference difference) throws IOException {
            boolean swapped = direction == Direction.DOWNLOAD;
            switch (difference) {
                case MISSING_ON_SOURCE -> add(name, swapped ? Difference.MISSING_ON_TARGET : difference);
                case MISSING_ON_TARGET -> add(name, swapped ? Difference.MISSING_ON_SOURCE : difference);
                default -> add(name, difference);
            }
        }

        /**
         * Keeps the files, since all names were compared. Prints a message if names were left out, and returns the exit code:
         * success if there are none.
         */
        ExitCode complete(Console console) throws IOException {
            for (BufferedWriter writer : writers.values()) {
                writer.flush();
            }
            incomplete.clear();
            if (leftOut == 0) {
                return ExitCode.SUCCESS;
            }
            console.message(leftOut + (leftOut == 1 ? " name" : " names") + " with a line break "
                    + (leftOut == 1 ? "is" : "are") + " not in the reports: use --print0");
            return ExitCode.REFUSED;
        }

        private void deleteIncomplete() {
            for (Path file : incomplete) {
                try {
                    Files.deleteIfExists(file);
                } catch (IOException e) {
                    // The failure of the comparison is the one to report.
                }
            }
        }

        @Override
        public void close() throws IOException {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                // The hook runs.
            }
            IOException failure = null;
            for (BufferedWriter writer : new ArrayList<>(writers.values())) {
                try {
                    writer.close();
                } catch (IOException e) {
                    failure = e;
                }
            }
            deleteIncomplete();
            if (failure != null) {
                throw failure;
            }
        }
    }
}
