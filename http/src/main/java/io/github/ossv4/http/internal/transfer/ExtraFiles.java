// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.transfer;

import io.github.ossv4.http.FileOutcome;
import io.github.ossv4.http.internal.file.OpenDirectory;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The regular files below a directory that have no object. A file is deleted without following symbolic links; a directory
 * that becomes empty is removed. Used by one thread.
 */
final class ExtraFiles {
    private final Path directory;
    private final List<DirectoryEntry> files;
    private final List<FileOutcome> others;

    private ExtraFiles(Path directory, List<DirectoryEntry> files, List<FileOutcome> others) {
        this.directory = directory;
        this.files = files;
        this.others = others;
    }

    /** Returns no files. */
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

    int count() {
        return files.size();
    }

    /** Returns the other entries of the directory that have no object, such as symbolic links: they are kept. */
    List<FileOutcome> others() {
        return others;
    }

    /**
     * Deletes the files, and the directories without files, that are in the way of others: a file where a directory is
     * needed, or the reverse.
     */
    void deleteBlocking(List<DirectoryEntry> wanted, FileOutcomes outcomes) throws IOException {
        Set<Path> targets = new HashSet<>();
        Set<Path> parents = new HashSet<>();
        for (DirectoryEntry entry : wanted) {
            targets.add(entry.file);
            parents.addAll(parents(entry.file));
        }
        List<DirectoryEntry> blocking = new ArrayList<>();
        for (DirectoryEntry file : files) {
            if (parents.contains(file.file) || parents(file.file).stream().anyMatch(targets::contains)) {
                blocking.add(file);
            }
        }
        blocking.forEach(file -> delete(file, outcomes));
        files.removeAll(blocking);
        for (Path target : targets) {
            if (Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
                deleteWithoutFiles(target);
            }
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

    /** Returns the directories that contain a file and are below the top, from the nearest on. */
    private List<Path> parents(Path file) {
        List<Path> parents = new ArrayList<>();
        for (Path at = file.getParent(); at != null && !at.equals(directory); at = at.getParent()) {
            parents.add(at);
        }
        return parents;
    }

    /** Deletes the files. */
    void delete(FileOutcomes outcomes) {
        files.forEach(file -> delete(file, outcomes));
    }

    private void delete(DirectoryEntry file, FileOutcomes outcomes) {
        try (OpenDirectory parent = OpenDirectory.below(directory, file.file.resolveSibling(""))) {
            parent.check();
            parent.deleteIfExists(file.file.getFileName().toString());
        } catch (IOException e) {
            outcomes.add(FileOutcome.failed(file.file, file.key, e));
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

    /** Reports the files, and deletes none. */
    void report(Function<DirectoryEntry, FileOutcome> outcome, FileOutcomes outcomes) {
        files.forEach(file -> outcomes.add(outcome.apply(file)));
    }
}
