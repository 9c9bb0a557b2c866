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
import io.github.ossv4.http.FileCrc64;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The CRC64 of a file or of standard input, or the reason why it is not known. Immutable.
 *
 * @param crc64 meaningless if there is a failure
 */
record FileChecksum(String file, long crc64, @Nullable Exception failure) {
    static final int CORES = Runtime.getRuntime().availableProcessors();

    /** From this size on, a file among others is read by several threads. */
    private static final long LARGE = 64L << 20;

    private static final int BUFFER = 128 * 1024;

    /** Prints a message if a file is a pipe or a device: the command waits for its end. */
    static void announcePipe(String file, Console console) {
        try {
            if (!file.equals(SmallInput.STANDARD_INPUT)
                    && Files.readAttributes(Path.of(file), BasicFileAttributes.class)
                            .isOther()) {
                console.message("reading " + SmallInput.name(file) + " to its end: it is not a regular file");
            }
        } catch (IOException | InvalidPathException e) {
            // The computation reports the failure.
        }
    }

    /** Computes the CRC64 of one of several files that are read in parallel. */
    static FileChecksum computeAmongOthers(String file, Console console) {
        return compute(file, console, isLarge(file) ? CORES : 1);
    }

    private static boolean isLarge(String file) {
        try {
            return !file.equals(SmallInput.STANDARD_INPUT) && Files.size(Path.of(file)) >= LARGE;
        } catch (IOException | InvalidPathException e) {
            return false;
        }
    }

    /** Computes the CRC64 of a file, or of standard input if its name is {@code -}. */
    static FileChecksum compute(String file, Console console, int threads) {
        try {
            long crc64 = file.equals(SmallInput.STANDARD_INPUT)
                    ? ofStream(console.input())
                    : ofFile(SmallInput.path(file), threads);
            return new FileChecksum(file, crc64, null);
        } catch (IOException | UsageException e) {
            return new FileChecksum(file, 0, e);
        }
    }

    /** A pipe or a device has no size: it is read to its end. */
    private static long ofFile(Path file, int threads) throws IOException {
        if (Files.isRegularFile(file)) {
            return FileCrc64.compute(file, threads);
        }
        try (InputStream stream = Files.newInputStream(file)) {
            return ofStream(stream);
        }
    }

    private static long ofStream(InputStream stream) throws IOException {
        Crc64 crc = new Crc64();
        byte[] buffer = new byte[BUFFER];
        for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
            crc.update(buffer, 0, read);
        }
        return crc.getValue();
    }

    /** Returns whether there is no such file; none can have a name that is not valid. */
    boolean isMissing() {
        return failure instanceof NoSuchFileException
                || (failure != null && failure.getCause() instanceof InvalidPathException);
    }

    /** Returns why the file could not be read. */
    Failure problem() {
        return Failure.of(Objects.requireNonNull(failure));
    }

    /** Prints the line of a checksum list, or the problem as a message. */
    ExitCode printTo(Console console) throws IOException {
        if (failure == null) {
            console.print(new ChecksumLine(crc64, file));
            return ExitCode.SUCCESS;
        }
        Failure problem = problem();
        console.printFailedFile(new Unreadable(file, problem));
        return problem.exitCode();
    }

    private record Unreadable(String file, Failure problem) implements Result {
        @Override
        public String text() {
            return problem.text();
        }

        @Override
        public void writeFields(JsonGenerator json) throws IOException {
            json.writeStringField("file", file);
            problem.writeFields(json);
        }
    }
}
