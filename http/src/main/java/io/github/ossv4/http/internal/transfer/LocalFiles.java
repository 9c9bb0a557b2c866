// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.transfer;

import io.github.ossv4.http.FileOutcome;
import io.github.ossv4.http.internal.file.TargetFile;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.StringJoiner;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The files below a directory whose names a filter accepts, with the keys of their objects. The temporary files of downloads,
 * which may be in progress, are ignored.
 */
final class LocalFiles {
    /** Whether the files and directories are found to which symbolic links lead. */
    enum Links {
        FOLLOW,
        SKIP
    }

    private final Path directory;
    private final String prefix;
    private final Predicate<String> filter;
    private final Links links;
    private final List<DirectoryEntry> entries = new ArrayList<>();
    private final List<FileOutcome> others = new ArrayList<>();

    private LocalFiles(Path directory, String prefix, Predicate<String> filter, Links links) {
        this.directory = directory;
        this.prefix = prefix;
        this.filter = filter;
        this.links = links;
    }

    /**
     * Finds the files below a directory.
     *
     * @param prefix the start of the keys
     * @param filter accepts the paths below the directory, with slashes
     */
    static LocalFiles below(Path directory, String prefix, Predicate<String> filter, Links links) throws IOException {
        LocalFiles files = new LocalFiles(directory, prefix, filter, links);
        files.find();
        return files;
    }

    /** Returns the regular files, sorted by their keys. */
    List<DirectoryEntry> entries() {
        return entries;
    }

    /** Returns what is not a regular file, as skipped, and what cannot be read, as failed. */
    List<FileOutcome> others() {
        return others;
    }

    private void find() throws IOException {
        EnumSet<FileVisitOption> follow = EnumSet.noneOf(FileVisitOption.class);
        if (links == Links.FOLLOW) {
            follow.add(FileVisitOption.FOLLOW_LINKS);
        }
        Files.walkFileTree(directory, follow, Integer.MAX_VALUE, new SimpleFileVisitor<Path>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                found(file, attributes);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                addFailure(file, e);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException e) {
                if (e != null) {
                    addFailure(visited, e);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        entries.sort(Comparator.comparing(entry -> entry.key));
    }

    private void addFailure(Path file, IOException e) {
        if (filter.test(name(file))) {
            others.add(FileOutcome.failed(file, prefix + name(file), e));
        }
    }

    private void found(Path file, BasicFileAttributes attributes) {
        String name = name(file);
        String key = prefix + name;
        if (TargetFile.isTemporary(file.getFileName().toString()) || !filter.test(name)) {
            return;
        }
        if (attributes.isSymbolicLink() && links == Links.FOLLOW) {
            others.add(FileOutcome.failed(file, key, new IOException("the symbolic link leads to no file")));
        } else if (attributes.isSymbolicLink()) {
            others.add(FileOutcome.skipped(file, key, "a symbolic link"));
        } else if (!attributes.isRegularFile()) {
            others.add(FileOutcome.skipped(file, key, "not a regular file"));
        } else if (!file.getFileSystem().getPath(file.toString()).equals(file)) {
            // Otherwise two such files could get the same key.
            others.add(FileOutcome.failed(
                    file,
                    key,
                    new IOException("the name is not valid in the encoding of the platform; rename the file")));
        } else {
            entries.add(new DirectoryEntry(
                    file, key, attributes.size(), attributes.lastModifiedTime().toInstant()));
        }
    }

    /** Returns the path below the directory, with slashes. */
    private String name(Path file) {
        StringJoiner name = new StringJoiner("/");
        directory.relativize(file).forEach(part -> name.add(part.toString()));
        return name.toString();
    }
}
