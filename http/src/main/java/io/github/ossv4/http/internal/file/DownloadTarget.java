// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.file;

import io.github.ossv4.internal.text.PrintableText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The file that a download creates or replaces. Immutable. */
public final class DownloadTarget {
    private final Path file;
    private final @Nullable Directories directories;
    private final Replacement replacement;
    private final @Nullable Instant lastModified;

    /** The file that is written in place of {@link #file}, which is in messages; null for the same. */
    private final @Nullable Path staging;

    private DownloadTarget(
            Path file,
            @Nullable Path staging,
            @Nullable Directories directories,
            Replacement replacement,
            @Nullable Instant lastModified) {
        this.file = file;
        this.staging = staging;
        this.directories = directories;
        this.replacement = replacement;
        this.lastModified = lastModified;
    }

    /** Opens directories, each of which the caller closes. */
    public interface Directories {
        OpenDirectory open(Path directory) throws IOException;
    }

    /** Moves the temporary file to the name of the file. */
    public interface Replacement {
        void replace(OpenDirectory directory, String temporary, String name) throws IOException;
    }

    public static DownloadTarget of(Path file) {
        return new DownloadTarget(Objects.requireNonNull(file, "file"), null, null, DownloadTarget::move, null);
    }

    /** R8 9.5 removes the parameters of {@code OpenDirectory.replace} if it is a method reference. */
    private static void move(OpenDirectory directory, String temporary, String name) throws IOException {
        directory.replace(temporary, name);
    }

    /**
     * Returns a file that must not be outside of a directory.
     *
     * @param directories those below the directory of the download
     */
    public static DownloadTarget below(Directories directories, Path file, Replacement replacement) {
        return new DownloadTarget(file, null, directories, replacement, null);
    }

    /** Returns a file that is saved under another name, because its own is taken until the download is complete. */
    public static DownloadTarget staged(Directories directories, Path file, Path staging) {
        return new DownloadTarget(file, staging, directories, DownloadTarget::move, null);
    }

    /** Returns this target with a modification time that the file gets. */
    public DownloadTarget withLastModified(@Nullable Instant time) {
        return new DownloadTarget(file, staging, directories, replacement, time);
    }

    public Path file() {
        return file;
    }

    /** Returns the modification time that the file gets; null for the present. */
    @Nullable
    Instant lastModified() {
        return lastModified;
    }

    /**
     * Returns the file after following symbolic links, which are kept.
     *
     * @throws IOException if it cannot be written
     */
    public Path resolve() throws IOException {
        if (staging != null) {
            return staging;
        }
        BasicFileAttributes attributes;
        try {
            attributes = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return file;
        }
        if (attributes.isSymbolicLink()) {
            if (!Files.exists(file)) {
                throw cannotWrite("it is a symbolic link to a missing file, or to itself");
            }
            attributes = Files.readAttributes(file, BasicFileAttributes.class);
        }
        if (attributes.isDirectory()) {
            throw cannotWrite("it is a directory");
        }
        if (!attributes.isRegularFile()) {
            throw cannotWrite("it is not a regular file");
        }
        return Files.isSymbolicLink(file) ? file.toRealPath() : file;
    }

    private IOException cannotWrite(String reason) {
        return new IOException("cannot write " + PrintableText.escape(file.toString()) + ": " + reason);
    }

    /** Opens the directory of the resolved file. */
    OpenDirectory directory(Path resolved) throws IOException {
        Path parent = resolved.resolveSibling("");
        if (directories == null) {
            return OpenDirectory.of(resolved);
        }
        try {
            return directories.open(parent);
        } catch (IOException e) {
            // A symbolic link in its path may lead to another directory below the root.
            return directories.open(parent.toRealPath());
        }
    }

    void replace(OpenDirectory directory, String temporary, Path resolved) throws IOException {
        replacement.replace(directory, temporary, resolved.getFileName().toString());
    }
}
