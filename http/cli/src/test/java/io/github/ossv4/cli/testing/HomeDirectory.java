// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The home and working directory of commands in the JVM of the tests, empty before and after each test. It is the
 * working directory of the JVM, since commands take relative paths; the build gives each JVM of tests its own.
 */
public final class HomeDirectory implements BeforeEachCallback, AfterEachCallback {
    /** The directory. */
    public static final Path PATH = workingDirectory();

    /** Its files are deleted, so it must be one that the build made for this purpose. */
    private static Path workingDirectory() {
        try {
            Path directory = Path.of("").toRealPath();
            Path homes = Path.of(System.getProperty("cli.homes", "the property cli.homes is missing"))
                    .toRealPath();
            if (!homes.equals(directory.getParent())) {
                throw new IllegalStateException(
                        "the working directory must be in " + homes + ", as the build sets it, was " + directory);
            }
            if (!Files.isSameFile(directory, Path.of(System.getProperty("user.home")))) {
                throw new IllegalStateException("user.home must be the working directory, " + directory + ", was "
                        + System.getProperty("user.home"));
            }
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        deleteFiles();
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        deleteFiles();
    }

    private static void deleteFiles() throws IOException {
        Files.walkFileTree(PATH, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
                    throws IOException {
                if (failure != null) {
                    throw failure;
                }
                if (!directory.equals(PATH)) {
                    Files.delete(directory);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
