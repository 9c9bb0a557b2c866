// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import io.github.ossv4.cli.output.Console;
import io.github.ossv4.cli.output.ExitCode;
import io.github.ossv4.cli.output.RealPath;
import io.github.ossv4.cli.output.UsageException;
import io.github.ossv4.directories.FileOutcome.Difference;
import io.github.ossv4.text.PrintableText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
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

    /** Returns writers without files. */
    static Writers none(Direction direction) {
        return new Writers(direction, '\n', Map.of());
    }

    /**
     * Returns writers for the files. Those that exist are deleted: they would suggest that nothing else differs.
     *
     * @throws UsageException if two of them are the same, one is {@code -}, or one is in the compared directory, whose
     *     files a sync uploads or deletes
     */
    Writers open(Direction direction, @Nullable Path directory) throws IOException {
        Map<Difference, Path> files = new EnumMap<>(Difference.class);
        files.put(Difference.DIFFERENT, different);
        files.put(Difference.MISSING_ON_SOURCE, missingOnSource);
        files.put(Difference.MISSING_ON_TARGET, missingOnTarget);
        files.values().removeIf(Objects::isNull);
        if (Set.copyOf(files.values()).size() < files.size()) {
            throw new UsageException("--differ, --missing-on-source and --missing-on-target require different files");
        }
        for (Path file : files.values()) {
            if (file.toString().equals("-") || (directory != null && isBelow(directory, file))) {
                throw new UsageException("a report must be a file"
                        + (directory == null ? "" : " outside of " + PrintableText.escape(directory.toString()))
                        + ", was " + PrintableText.escape(file.toString()));
            }
        }
        for (Path file : files.values()) {
            replace(file);
        }
        return new Writers(direction, endsWithNul ? '\0' : '\n', files);
    }

    private static boolean isBelow(Path directory, Path file) throws IOException {
        return RealPath.of(file).startsWith(RealPath.of(directory));
    }

    /**
     * Checks that a file can be written, and deletes it. A pipe, or a link such as {@code /dev/stdout}, stays as it is.
     */
    private static void replace(Path file) throws IOException {
        boolean exists = Files.exists(file, LinkOption.NOFOLLOW_LINKS);
        if (exists && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && !Files.isDirectory(file)) {
            return;
        }
        Files.newBufferedWriter(file).close();
        try {
            Files.delete(file);
        } catch (IOException e) {
            // The file is mounted, or the directory cannot be written: the file stays, without content.
        }
    }

    /** The names for each file, which are written at the end. Used by one thread at a time. */
    static final class Writers {
        private final Direction direction;
        private final char end;
        private final Map<Difference, Path> files;
        private final Map<Difference, StringBuilder> names = new EnumMap<>(Difference.class);
        private long leftOut;

        private Writers(Direction direction, char end, Map<Difference, Path> files) {
            this.direction = direction;
            this.end = end;
            this.files = files;
            files.keySet().forEach(difference -> names.put(difference, new StringBuilder()));
        }

        /** Adds a name to those of its difference, if they have a file. A line break would make two names of it. */
        void add(String name, Difference difference) {
            StringBuilder report = names.get(difference);
            if (report == null) {
                return;
            }
            if (end == '\n' && (name.indexOf('\n') >= 0 || name.indexOf('\r') >= 0)) {
                leftOut++;
            } else {
                report.append(name).append(end);
            }
        }

        /** Adds a name that differs in a verification, whose source is the second operand in a download. */
        void addVerified(String name, Difference difference) {
            boolean swapped = direction == Direction.DOWNLOAD;
            switch (difference) {
                case MISSING_ON_SOURCE -> add(name, swapped ? Difference.MISSING_ON_TARGET : difference);
                case MISSING_ON_TARGET -> add(name, swapped ? Difference.MISSING_ON_SOURCE : difference);
                default -> add(name, difference);
            }
        }

        /**
         * Writes the files, since all names were compared. Prints a message if names were left out, and returns the
         * exit code: success if there are none.
         */
        ExitCode complete(Console console) throws IOException {
            for (Map.Entry<Difference, Path> file : files.entrySet()) {
                Files.writeString(file.getValue(), names.get(file.getKey()));
            }
            if (leftOut == 0) {
                return ExitCode.SUCCESS;
            }
            console.message(leftOut + (leftOut == 1 ? " name" : " names") + " with a line break "
                    + (leftOut == 1 ? "is" : "are") + " not in the reports: use --print0");
            return ExitCode.REFUSED;
        }
    }
}
