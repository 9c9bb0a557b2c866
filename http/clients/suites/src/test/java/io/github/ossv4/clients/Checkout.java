// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.clients;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;

/** A copy of a repository. */
final class Checkout {
    /** The output of builds, settings of the user, and the history. */
    private static final Set<String> LEFT_OUT = Set.of(".git", ".env", "target", "node_modules");

    private Checkout() {}

    /**
     * Replaces a directory with a copy of a checkout, which is only read. Symbolic links and special files are not copied, and
     * links are not followed.
     */
    static void copy(Path checkout, Path to) throws IOException {
        Path from = checkout.toRealPath();
        if (from.startsWith(to) || to.startsWith(from)) {
            throw new IllegalArgumentException("checkout must be outside of " + to + ", was " + from);
        }
        delete(to);
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                if (isLeftOut(directory)) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                Files.createDirectories(target(directory));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (attributes.isRegularFile() && !isLeftOut(file)) {
                    Files.copy(file, target(file));
                }
                return FileVisitResult.CONTINUE;
            }

            private boolean isLeftOut(Path file) {
                return !file.equals(from)
                        && LEFT_OUT.contains(file.getFileName().toString());
            }

            private Path target(Path file) {
                return to.resolve(from.relativize(file).toString());
            }
        });
    }

    private static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path each, IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.delete(each);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
