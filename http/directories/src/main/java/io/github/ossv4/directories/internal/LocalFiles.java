// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.directories.internal;

import io.github.ossv4.directories.DirectoryOptions;
import io.github.ossv4.directories.FileOutcome;
import io.github.ossv4.http.internal.file.TargetFile;
import io.github.ossv4.internal.text.PrintableText;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.StringJoiner;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The files below a directory whose names a filter accepts, with the keys of their objects. A directory that cannot be
 * read is a failure even if the filter rejects its name: it may contain files that the filter accepts. The temporary
 * files of downloads, which may be in progress, are ignored.
 *
 * <p>Rule: A directory that cannot be read is a failure whatever a filter accepts; objects below a skipped link are
 * kept ({@code SyncDeletionTest}).
 */
final class LocalFiles implements Deletion.Source {
    /** Whether the files and directories are found to which symbolic links lead. */
    enum Links {
        FOLLOW,
        SKIP;

        static Links of(DirectoryOptions options) {
            return options.followLinks() ? FOLLOW : SKIP;
        }
    }

    private final Path directory;
    private final String prefix;
    private final Predicate<String> filter;
    private final Links links;
    private final List<DirectoryEntry> entries = new ArrayList<>();
    private final List<FileOutcome> others = new ArrayList<>();

    /** The keys of all regular files, also of those that the filter rejects. */
    private final Set<String> regular = new HashSet<>();

    /** The names at and below which there may be files that were not found; also those that the filter rejects. */
    private final Set<String> hidden = new HashSet<>();

    /** The names of the directories below this one. */
    private final Set<String> directories = new HashSet<>();

    /** The identity of the directory; null if the file system has none. */
    private @Nullable Object fileKey;

    private LocalFiles(Path directory, String prefix, Predicate<String> filter, Links links) {
        this.directory = directory;
        this.prefix = prefix;
        this.filter = filter;
        this.links = links;
    }

    /**
     * Finds the files below a directory.
     *
     * @param directory its real path
     * @param prefix the start of the keys
     * @param filter accepts the paths below the directory, with slashes
     */
    static LocalFiles below(Path directory, String prefix, Predicate<String> filter, Links links) throws IOException {
        LocalFiles files = new LocalFiles(directory, prefix, filter, links);
        files.find();
        return files;
    }

    /** Returns no files, for a directory that was not read. */
    static LocalFiles none(Path directory, String prefix) {
        return new LocalFiles(directory, prefix, name -> true, Links.SKIP);
    }

    /** Returns the regular files, sorted by their keys. */
    List<DirectoryEntry> entries() {
        return entries;
    }

    /** Returns what is not a regular file, as skipped, and what cannot be read, as failed. */
    List<FileOutcome> others() {
        return others;
    }

    Path directory() {
        return directory;
    }

    /** Returns the file of a key; null if no file can have that key. */
    @Nullable
    Path file(String key) {
        return DownloadDirectory.resolve(directory, key.substring(prefix.length()));
    }

    /** Returns whether the key belongs to a regular file, which the filter may reject. */
    boolean hasFile(String key) {
        return regular.contains(key);
    }

    /**
     * Returns whether a key has no file. False if that is unknown, for example below a symbolic link that is skipped.
     */
    boolean lacks(String key) {
        if (hasFile(key) || hidden.contains("")) {
            return false;
        }
        String name = key.substring(prefix.length());
        for (int end = name.indexOf('/'); end >= 0; end = name.indexOf('/', end + 1)) {
            if (hidden.contains(name.substring(0, end))) {
                return false;
            }
        }
        return !hidden.contains(name);
    }

    /** Returns whether there were files and none of them exists any more: a drive may have been removed. */
    @Override
    public void look() {}

    @Override
    public boolean isEmptied() {
        return !entries.isEmpty()
                && entries.stream().noneMatch(entry -> Files.exists(entry.file, LinkOption.NOFOLLOW_LINKS));
    }

    /**
     * Like {@link #lacks} for the key of a name, but looks at the file system again.
     *
     * @throws IOException if that is not known, for example because the directory was moved
     */
    @Override
    public boolean lacksNow(String name) throws IOException {
        checkDirectory();
        Path file = DownloadDirectory.resolve(directory, name);
        if (file == null) {
            // It is not the name of any file.
            return true;
        }
        for (int end = directory.getNameCount() + 1; end <= file.getNameCount(); end++) {
            Path at =
                    end == file.getNameCount() ? file : directory.resolve(file.subpath(directory.getNameCount(), end));
            BasicFileAttributes found;
            try {
                found = attributes(at);
            } catch (NoSuchFileException e) {
                // A link without a target may lead to a directory that is not mounted. A directory may have been moved.
                return !Files.isSymbolicLink(at) && !directories.contains(name(at));
            }
            if (found.isSymbolicLink()) {
                return false;
            }
            if (!found.isDirectory()) {
                return at != file || isOfAnotherKey(file);
            }
        }
        return true;
    }

    /**
     * Returns when the attributes of a file last changed. Where the file system does not have this time, returns when
     * the file was created: a copied or unpacked file is new, a moved one is not.
     */
    static Instant changeTime(Path file) throws IOException {
        try {
            Object time = Files.getAttribute(file, "unix:ctime");
            if (time instanceof FileTime) {
                return ((FileTime) time).toInstant();
            }
        } catch (UnsupportedOperationException | IllegalArgumentException e) {
            // It is not Unix.
        }
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        Instant created = attributes.creationTime().toInstant();
        Instant modified = attributes.lastModifiedTime().toInstant();
        return created.isAfter(modified) ? created : modified;
    }

    private void checkDirectory() throws IOException {
        BasicFileAttributes now = Files.readAttributes(directory, BasicFileAttributes.class);
        if (!now.isDirectory() || !Objects.equals(now.fileKey(), fileKey)) {
            throw new IOException("another directory took the place of " + PrintableText.escape(directory.toString()));
        }
    }

    private BasicFileAttributes attributes(Path file) throws IOException {
        return links == Links.FOLLOW
                ? Files.readAttributes(file, BasicFileAttributes.class)
                : Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    /** Returns whether a file was found by another name: the file system may ignore case. */
    private boolean isOfAnotherKey(Path file) throws IOException {
        Path real = file.toRealPath();
        // Paths of Windows are equal whatever their case.
        return real.startsWith(directory) && !real.toString().equals(file.toString()) && hasFile(prefix + name(real));
    }

    private void find() throws IOException {
        EnumSet<FileVisitOption> follow = EnumSet.noneOf(FileVisitOption.class);
        if (links == Links.FOLLOW) {
            follow.add(FileVisitOption.FOLLOW_LINKS);
        }
        fileKey = Files.readAttributes(directory, BasicFileAttributes.class).fileKey();
        Files.walkFileTree(directory, follow, Integer.MAX_VALUE, new SimpleFileVisitor<Path>() {
            @Override
            public FileVisitResult preVisitDirectory(Path visited, BasicFileAttributes attributes) {
                directories.add(name(visited));
                return FileVisitResult.CONTINUE;
            }

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
        hidden.add(name(file));
        others.add(FileOutcome.failed(file, prefix + name(file), e));
    }

    private void found(Path file, BasicFileAttributes attributes) {
        String name = name(file);
        if (TargetFile.isTemporary(file.getFileName().toString())) {
            return;
        }
        if (!attributes.isRegularFile()) {
            hidden.add(name);
            addOther(file, name, attributes);
        } else if (!file.getFileSystem().getPath(file.toString()).equals(file)) {
            // Otherwise two such files could get the same key.
            hidden.add(name(file.resolveSibling("")));
            if (filter.test(name)) {
                others.add(FileOutcome.failed(
                        file,
                        prefix + name,
                        new IOException("the name is not valid in the encoding of the platform; rename the file")));
            }
        } else {
            regular.add(prefix + name);
            if (filter.test(name)) {
                entries.add(DirectoryEntry.ofFile(file, prefix + name, attributes));
            }
        }
    }

    private void addOther(Path file, String name, BasicFileAttributes attributes) {
        if (!filter.test(name)) {
            return;
        }
        String key = prefix + name;
        if (!attributes.isSymbolicLink()) {
            others.add(FileOutcome.skipped(file, key, "not a regular file"));
        } else if (links == Links.FOLLOW) {
            others.add(FileOutcome.failed(file, key, new IOException("the symbolic link leads to no file")));
        } else {
            others.add(FileOutcome.skipped(
                    file, key, "a symbolic link is not followed: transfer what it leads to by its own path"));
        }
    }

    /** Returns the directories that contain a file and are below a directory, innermost first. */
    static List<Path> parents(Path file, Path directory) {
        List<Path> parents = new ArrayList<>();
        for (Path at = file.getParent(); at != null && !at.equals(directory); at = at.getParent()) {
            parents.add(at);
        }
        return parents;
    }

    /** Returns the path below the directory, with slashes. */
    private String name(Path file) {
        StringJoiner name = new StringJoiner("/");
        directory.relativize(file).forEach(part -> name.add(part.toString()));
        return name.toString();
    }
}
