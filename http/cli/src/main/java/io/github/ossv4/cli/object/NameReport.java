// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import io.github.ossv4.cli.output.UsageException;
import io.github.ossv4.http.FileComparison;
import io.github.ossv4.text.PrintableText;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that write the names of files that differ to report files, as {@code rclone check} does. */
final class NameReport {
    @Option(names = "--differ", paramLabel = "FILE", description = "Write the names of files that differ to FILE.")
    private @Nullable Path different;

    @Option(
            names = "--missing-on-source",
            paramLabel = "FILE",
            description = "Write the names that only the target has to FILE.")
    private @Nullable Path missingOnSource;

    @Option(
            names = "--missing-on-target",
            paramLabel = "FILE",
            description = "Write the names that only the source has to FILE.")
    private @Nullable Path missingOnTarget;

    @Option(names = "--print0", description = "End the names in these files with NUL instead of a line break.")
    private boolean endsWithNul;

    private enum Kind {
        DIFFERENT,
        MISSING_ON_SOURCE,
        MISSING_ON_TARGET
    }

    /** Returns whether the names of objects without a file are reported. */
    boolean reportsObjectsWithoutFile(Direction direction) {
        return (direction == Direction.UPLOAD ? missingOnSource : missingOnTarget) != null;
    }

    /** Opens the files. Those that exist are replaced. */
    Writers open(Direction direction) throws IOException {
        Writers files = new Writers(direction, endsWithNul ? '\0' : '\n');
        try {
            files.open(Kind.DIFFERENT, different);
            files.open(Kind.MISSING_ON_SOURCE, missingOnSource);
            files.open(Kind.MISSING_ON_TARGET, missingOnTarget);
            return files;
        } catch (Throwable t) {
            files.close();
            throw t;
        }
    }

    /** The open files. Used by one thread at a time. */
    static final class Writers implements Closeable {
        private final Direction direction;
        private final char end;
        private final Map<Kind, BufferedWriter> writers = new EnumMap<>(Kind.class);

        private Writers(Direction direction, char end) {
            this.direction = direction;
            this.end = end;
        }

        private void open(Kind kind, @Nullable Path file) throws IOException {
            if (file != null) {
                writers.put(kind, Files.newBufferedWriter(file));
            }
        }

        /**
         * Adds the name of a comparison that was neither skipped nor failed to the file of its kind, if there is one.
         *
         * @throws UsageException if the name has a line break, which would make two names of it
         */
        void add(String name, FileComparison.Outcome outcome) throws IOException {
            Kind kind = kind(outcome);
            BufferedWriter writer = kind == null ? null : writers.get(kind);
            if (writer == null) {
                return;
            }
            if (end == '\n' && (name.indexOf('\n') >= 0 || name.indexOf('\r') >= 0)) {
                throw new UsageException(
                        "a name has a line break, which requires --print0: " + PrintableText.escape(name));
            }
            writer.append(name).append(end);
        }

        private @Nullable Kind kind(FileComparison.Outcome outcome) {
            boolean fromFiles = direction == Direction.UPLOAD;
            return switch (outcome) {
                case OTHER_LENGTH, OTHER_CRC64, UNKNOWN -> Kind.DIFFERENT;
                case NO_OBJECT -> fromFiles ? Kind.MISSING_ON_TARGET : Kind.MISSING_ON_SOURCE;
                case NO_FILE -> fromFiles ? Kind.MISSING_ON_SOURCE : Kind.MISSING_ON_TARGET;
                case SAME, SKIPPED, FAILED -> null;
            };
        }

        @Override
        public void close() throws IOException {
            IOException failure = null;
            for (BufferedWriter writer : new ArrayList<>(writers.values())) {
                try {
                    writer.close();
                } catch (IOException e) {
                    failure = e;
                }
            }
            if (failure != null) {
                throw failure;
            }
        }
    }
}
