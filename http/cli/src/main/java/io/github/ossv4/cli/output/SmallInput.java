// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.output;

import io.github.ossv4.internal.text.PrintableText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/** A file that is read as a whole, or standard input. */
public final class SmallInput {
    /** The name of standard input. */
    public static final String STANDARD_INPUT = "-";

    private SmallInput() {}

    /**
     * Returns the bytes of a file, or of standard input.
     *
     * @param file the name, or a hyphen for standard input
     * @param maxBytes the most that are read
     * @throws UsageException if it is not a regular file or has more bytes
     * @throws IOException if it does not exist or cannot be read
     */
    public static byte[] read(String file, int maxBytes, Console console) throws IOException {
        byte[] bytes =
                file.equals(STANDARD_INPUT) ? console.input().readNBytes(maxBytes + 1) : readFile(file, maxBytes);
        return checkSize(bytes, file, maxBytes);
    }

    /** Like {@link #read(String, int, Console)}, but a hyphen is the name of a file. */
    public static byte[] read(String file, int maxBytes) throws IOException {
        return checkSize(readFile(file, maxBytes), file, maxBytes);
    }

    private static byte[] checkSize(byte[] bytes, String file, int maxBytes) {
        if (bytes.length > maxBytes) {
            throw new UsageException(name(file) + " must have at most " + maxBytes + " bytes");
        }
        return bytes;
    }

    /**
     * Returns the path of a file.
     *
     * @throws UsageException if it is a directory, or no path can have this name
     */
    public static Path path(String file) {
        Path path;
        try {
            path = Path.of(file);
        } catch (InvalidPathException e) {
            throw new UsageException(String.valueOf(e.getMessage()), e);
        }
        if (Files.isDirectory(path)) {
            throw new UsageException(name(file) + ": is a directory");
        }
        return path;
    }

    private static byte[] readFile(String file, int maxBytes) throws IOException {
        Path path = path(file);
        requireRegular(path, name(file));
        try (InputStream stream = Files.newInputStream(path)) {
            return stream.readNBytes(maxBytes + 1);
        }
    }

    /**
     * Checks that a path is a regular file, {@code /dev/null}, a file that the caller has opened, such as {@code
     * <(command)} of a shell, or does not exist. Another pipe may have no writer or reader, and a device no end.
     */
    static void requireRegular(Path path, String name) {
        if (Files.exists(path) && !Files.isRegularFile(path) && !isKnown(path)) {
            throw new UsageException(name + ": is not a regular file");
        }
    }

    private static boolean isKnown(Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        return absolute.startsWith("/dev/fd")
                || absolute.startsWith("/proc/self/fd")
                || List.of("/dev/null", "/dev/stdin", "/dev/stdout", "/dev/stderr")
                        .contains(absolute.toString());
    }

    /**
     * Returns an argument, or the text on standard input if the argument is a hyphen; without whitespace around it.
     *
     * @throws UsageException if it is longer than {@code maxBytes}
     */
    public static String argument(String argument, int maxBytes, Console console) throws IOException {
        return argument.equals(STANDARD_INPUT)
                ? new String(read(argument, maxBytes, console), StandardCharsets.UTF_8).trim()
                : argument.trim();
    }

    /** Returns the name for messages. */
    public static String name(String file) {
        return file.equals(STANDARD_INPUT) ? "standard input" : PrintableText.escape(file);
    }
}
