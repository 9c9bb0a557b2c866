// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.transfer;

import io.github.ossv4.http.FileOutcome;
import io.github.ossv4.http.internal.file.OpenDirectory;
import io.github.ossv4.text.PrintableText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The regular files below a directory that have no object. A file is deleted without following symbolic links; a directory
 * that becomes empty is removed. Used by one thread.
 */
final class ExtraFiles {
    private final Path directory;
    private final List<DirectoryEntry> files;
    private final List<FileOutcome> others;
    private final List<Obstacle> obstacles = new ArrayList<>();

    private ExtraFiles(Path directory, List<DirectoryEntry> files, List<FileOutcome> others) {
        this.directory = directory;
        this.files = files;
        this.others = others;
    }

    /** Returns an instance without files. */
    static ExtraFiles none(Path directory) {
        return new ExtraFiles(directory, new ArrayList<>(), new ArrayList<>());
    }

    /**
     * Finds the files.
     *
     * @param directory without symbolic links in its path
     * @param prefix the start of the keys
     */
    static ExtraFiles of(Path directory, String prefix, Predicate<String> filter, Set<String> keys) throws IOException {
        LocalFiles local = LocalFiles.below(directory, prefix, filter, LocalFiles.Links.SKIP);
        List<DirectoryEntry> files = new ArrayList<>(local.entries());
        files.removeIf(file -> keys.contains(file.key));
        List<FileOutcome> others = new ArrayList<>(local.others());
        others.removeIf(other -> keys.contains(other.key()));
        return new ExtraFiles(directory, files, others);
    }

    /** Returns the regular files. */
    List<DirectoryEntry> files() {
        return files;
    }

    /** Returns the other entries of the directory that have no object, such as symbolic links: they are kept. */
    List<FileOutcome> others() {
        return others;
    }

    /** A file whose path is needed as a directory, or a directory whose path is needed for a file. */
    private static final class Obstacle {
        final Path path;
        final Path aside;
        final List<DirectoryEntry> contents;
        final List<DirectoryEntry> wanted = new ArrayList<>();

        Obstacle(Path path, List<DirectoryEntry> contents) {
            this.path = path;
            this.aside = path.resolveSibling(".ossv4-replaced-" + UUID.randomUUID());
            this.contents = contents;
        }
    }

    /**
     * Renames the files and directories that are in the way of others, until these are transferred. A directory is renamed
     * only if it contains no file that is kept.
     */
    void moveAside(List<DirectoryEntry> wanted) throws IOException {
        Map<Path, DirectoryEntry> extra = new HashMap<>();
        files.forEach(file -> extra.put(file.file, file));
        Map<Path, Obstacle> found = new LinkedHashMap<>();
        for (DirectoryEntry entry : wanted) {
            Obstacle obstacle = null;
            for (Path parent : parents(entry.file)) {
                DirectoryEntry file = extra.get(parent);
                if (file != null) {
                    obstacle =
                            found.computeIfAbsent(parent, path -> new Obstacle(path, Collections.singletonList(file)));
                }
            }
            List<DirectoryEntry> contents = obstacle == null ? contents(entry.file, extra) : null;
            if (contents != null) {
                obstacle = found.computeIfAbsent(entry.file, path -> new Obstacle(path, contents));
            }
            if (obstacle != null) {
                obstacle.wanted.add(entry);
            }
        }
        for (Obstacle obstacle : found.values()) {
            obstacles.add(obstacle);
            rename(obstacle.path, obstacle.aside);
            files.removeAll(obstacle.contents);
        }
    }

    /** Returns the files below a directory; null if it is none, or if one of them is kept. */
    private static @Nullable List<DirectoryEntry> contents(Path top, Map<Path, DirectoryEntry> extra)
            throws IOException {
        if (!Files.isDirectory(top, LinkOption.NOFOLLOW_LINKS)) {
            return null;
        }
        List<DirectoryEntry> contents = new ArrayList<>();
        try (Stream<Path> all = Files.walk(top)) {
            for (Path path : (Iterable<Path>) all::iterator) {
                DirectoryEntry file = extra.get(path);
                if (file != null) {
                    contents.add(file);
                } else if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                    return null;
                }
            }
        } catch (UncheckedIOException e) {
            return null;
        }
        return contents;
    }

    private void rename(Path from, Path to) throws IOException {
        try (OpenDirectory parent = OpenDirectory.below(directory, from.resolveSibling(""))) {
            parent.replace(from.getFileName().toString(), to.getFileName().toString());
        }
    }

    /** Deletes the renamed files whose replacements exist; otherwise restores their names. */
    void finishReplacements(FileOutcomes outcomes) {
        for (Obstacle obstacle : obstacles) {
            try {
                if (obstacle.wanted.stream()
                        .allMatch(entry -> Files.isRegularFile(entry.file, LinkOption.NOFOLLOW_LINKS))) {
                    deleteTree(obstacle.aside);
                    obstacle.contents.forEach(file -> outcomes.add(FileOutcome.deleted(file.file, file.key)));
                } else {
                    moveBack(obstacle);
                    obstacle.contents.forEach(file -> outcomes.addKept(file.file, file.key, FileOutcomes.KEPT));
                }
            } catch (IOException e) {
                IOException failure = new IOException(
                        "the file was renamed to " + PrintableText.escape(obstacle.aside.toString())
                                + " and is kept there",
                        e);
                obstacle.contents.forEach(file -> outcomes.addNotDeleted(file.file, file.key, failure));
            }
        }
        obstacles.clear();
    }

    /** Fails if a file was transferred to the place meanwhile. */
    private void moveBack(Obstacle obstacle) throws IOException {
        if (!Files.exists(obstacle.aside, LinkOption.NOFOLLOW_LINKS)) {
            // It could not be renamed.
            return;
        }
        if (Files.isDirectory(obstacle.path, LinkOption.NOFOLLOW_LINKS)) {
            deleteWithoutFiles(obstacle.path);
        }
        if (Files.exists(obstacle.path, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAlreadyExistsException(obstacle.path.toString());
        }
        rename(obstacle.aside, obstacle.path);
    }

    /** Deletes a file, or a directory and all below it, without following links. */
    private void deleteTree(Path top) throws IOException {
        Files.walkFileTree(top, new SimpleFileVisitor<Path>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                deleteFile(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException e) {
                deleteIfEmpty(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private void deleteFile(Path file) throws IOException {
        try (OpenDirectory parent = OpenDirectory.below(directory, file.resolveSibling(""))) {
            parent.check();
            parent.deleteIfExists(file.getFileName().toString());
        }
    }

    /** Deletes a directory if it contains only directories. */
    private void deleteWithoutFiles(Path top) throws IOException {
        Files.walkFileTree(top, new SimpleFileVisitor<Path>() {
            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException e) {
                deleteIfEmpty(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** Returns the directories that contain a file and are below the top, innermost first. */
    private List<Path> parents(Path file) {
        List<Path> parents = new ArrayList<>();
        for (Path at = file.getParent(); at != null && !at.equals(directory); at = at.getParent()) {
            parents.add(at);
        }
        return parents;
    }

    void delete(FileOutcomes outcomes) {
        files.forEach(file -> delete(file, outcomes));
    }

    private void delete(DirectoryEntry file, FileOutcomes outcomes) {
        try {
            deleteFile(file.file);
        } catch (IOException e) {
            outcomes.addNotDeleted(file.file, file.key, e);
            return;
        }
        outcomes.add(FileOutcome.deleted(file.file, file.key));
        for (Path parent : parents(file.file)) {
            if (!deleteIfEmpty(parent)) {
                break;
            }
        }
    }

    /** Returns whether the directory was deleted. */
    private boolean deleteIfEmpty(Path empty) {
        try (OpenDirectory parent = OpenDirectory.below(directory, empty.resolveSibling(""))) {
            parent.deleteDirectory(empty.getFileName().toString());
            return true;
        } catch (IOException e) {
            // It is not empty, or must not be deleted: then it is kept.
            return false;
        }
    }
}
