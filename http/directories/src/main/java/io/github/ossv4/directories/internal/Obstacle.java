// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.directories.internal;

import io.github.ossv4.internal.text.PrintableText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A file or directory in the way of a download, which may be deleted: a file where a directory is needed, or a
 * directory with only extra files where a file is needed.
 *
 * <p>Rule: An obstacle is deleted after the transfers, and only if its files are unchanged ({@code SyncDeletionTest}).
 */
final class Obstacle {
    final Path path;
    private final Map<Path, DirectoryEntry> extra;

    private Obstacle(Path path, Map<Path, DirectoryEntry> extra) {
        this.path = path;
        this.extra = extra;
    }

    /**
     * Returns the obstacle of a file; null if there is none, or if it contains what a sync must keep.
     *
     * @param directory the root of the sync
     * @param extra the files that have no objects
     */
    static @Nullable Obstacle of(Path file, Path directory, Map<Path, DirectoryEntry> extra) throws IOException {
        for (Path parent : LocalFiles.parents(file, directory)) {
            if (extra.containsKey(parent)) {
                return new Obstacle(parent, extra);
            }
        }
        Obstacle obstacle = new Obstacle(file, extra);
        return Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS) && obstacle.contents() != null ? obstacle : null;
    }

    /** Returns the files that must be deleted, as they are found now; null if there are others, which must be kept. */
    @Nullable
    List<DirectoryEntry> contents() throws IOException {
        if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            DirectoryEntry file = extra.get(path);
            return file == null ? null : Collections.singletonList(file);
        }
        List<DirectoryEntry> contents = new ArrayList<>();
        try (Stream<Path> all = Files.walk(path)) {
            for (Path at : (Iterable<Path>) all::iterator) {
                DirectoryEntry file = extra.get(at);
                if (file != null) {
                    contents.add(file);
                } else if (!Files.isDirectory(at, LinkOption.NOFOLLOW_LINKS)) {
                    return null;
                }
            }
        } catch (AccessDeniedException | UncheckedIOException e) {
            return null;
        }
        return contents;
    }

    /** Passes each directory to a function, inner directories first. */
    void forEachDirectory(Consumer<Path> function) throws IOException {
        Files.walkFileTree(path, new SimpleFileVisitor<Path>() {
            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException e) {
                function.accept(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    @Override
    public String toString() {
        return PrintableText.escape(path.toString()) + " is in the way";
    }
}
