// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.directories.internal;

import io.github.ossv4.http.internal.file.OpenDirectory;
import io.github.ossv4.http.internal.redaction.Suppressed;
import io.github.ossv4.text.PrintableText;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * The directory that receives the files that a sync replaces or deletes, below the same names. Files are moved, so it
 * must be on the same file system. No link in it is followed. Thread-safe.
 */
final class LocalBackup implements Closeable {
    private final Path root;
    private final Path directory;
    private final OpenDirectories directories;

    private LocalBackup(Path root, Path directory) {
        this.root = root;
        this.directory = directory;
        this.directories = new OpenDirectories(directory);
    }

    /**
     * Creates the directory, unless it exists.
     *
     * @param root the target of the sync, its real path
     * @throws IllegalArgumentException if one of the two contains the other, or if they are on different file systems
     */
    static LocalBackup open(Path root, Path directory) throws IOException {
        Path planned = real(directory.toAbsolutePath().normalize());
        checkOutside(root, planned);
        Path existing = planned;
        while (!Files.exists(existing)) {
            existing = existing.resolve("..").normalize();
        }
        String shown = PrintableText.escape(planned.toString());
        if (!Files.isDirectory(existing)) {
            throw new IllegalArgumentException("the backup must be a directory, was " + shown);
        }
        if (!Files.getFileStore(existing).equals(Files.getFileStore(root))) {
            throw new IllegalArgumentException("the backup must be on the file system of the target, was " + shown);
        }
        Path real = Files.createDirectories(planned).toRealPath();
        checkOutside(root, real);
        return new LocalBackup(root, real);
    }

    /** Returns the real path of a directory that need not exist. */
    private static Path real(Path directory) throws IOException {
        Path parent = directory.getParent();
        return Files.exists(directory) || parent == null
                ? directory.toRealPath()
                : real(parent).resolve(directory.getFileName());
    }

    private static void checkOutside(Path root, Path directory) {
        if (directory.startsWith(root) || root.startsWith(directory)) {
            throw new IllegalArgumentException("the backup must be outside of the target and must not contain it, was "
                    + PrintableText.escape(directory.toString()));
        }
    }

    /** Moves a file here. It replaces the file that an earlier sync has left. */
    void receive(OpenDirectory from, String name) throws IOException {
        Path backup = path(from.path(name));
        try {
            createParents(backup);
            try (OpenDirectory to = directories.open(backup.resolveSibling(""))) {
                from.move(name, to, name);
            }
        } catch (IOException e) {
            throw new IOException("it cannot be moved to the backup " + PrintableText.escape(backup + ": " + e), e);
        }
    }

    /**
     * Moves a new file to its place. A regular file that is there is moved here before; if the new file cannot get to
     * its place, it is moved back.
     */
    void replace(OpenDirectory from, String temporary, OpenDirectory place, String name) throws IOException {
        boolean exists;
        try {
            exists = place.attributes(name).isRegularFile();
        } catch (NoSuchFileException e) {
            exists = false;
        }
        if (!exists) {
            from.move(temporary, place, name);
            return;
        }
        receive(place, name);
        try {
            from.move(temporary, place, name);
        } catch (IOException | RuntimeException e) {
            try (OpenDirectory to = directories.open(path(place.path(name)).resolveSibling(""))) {
                to.move(name, place, name);
            } catch (IOException left) {
                Suppressed.add(e, left);
            }
            throw e;
        }
    }

    private Path path(Path file) {
        return directory.resolve(root.relativize(file));
    }

    private synchronized void createParents(Path backup) throws IOException {
        directories.createParents(backup);
    }

    @Override
    public void close() throws IOException {
        directories.close();
    }
}
