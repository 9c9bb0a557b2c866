// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.file;

import io.github.ossv4.text.PrintableText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The file that a download creates or replaces. Immutable. */
public final class DownloadTarget {
    private final Path file;
    private final @Nullable Path root;
    private final Replacement replacement;

    private DownloadTarget(Path file, @Nullable Path root, Replacement replacement) {
        this.file = file;
        this.root = root;
        this.replacement = replacement;
    }

    /** Moves the temporary file to the name of the file. */
    public interface Replacement {
        void replace(OpenDirectory directory, String temporary, String name) throws IOException;
    }

    public static DownloadTarget of(Path file) {
        return new DownloadTarget(Objects.requireNonNull(file, "file"), null, OpenDirectory::replace);
    }

    /**
     * Returns a file that must not be outside of a directory.
     *
     * @param root as for {@link OpenDirectory#below}
     */
    public static DownloadTarget below(Path root, Path file, Replacement replacement) {
        return new DownloadTarget(file, root, replacement);
    }

    public Path file() {
        return file;
    }

    /**
     * Returns the file after following symbolic links, which are kept.
     *
     * @throws IOException if it cannot be written
     */
    public Path resolve() throws IOException {
        if (Files.isDirectory(file)) {
            throw cannotWrite("it is a directory");
        }
        if (!Files.exists(file)) {
            if (Files.isSymbolicLink(file)) {
                throw cannotWrite("it is a symbolic link to a missing file, or to itself");
            }
            return file;
        }
        if (!Files.isRegularFile(file)) {
            throw cannotWrite("it is not a regular file");
        }
        return Files.isSymbolicLink(file) ? file.toRealPath() : file;
    }

    private IOException cannotWrite(String reason) {
        return new IOException("cannot write " + PrintableText.escape(file.toString()) + ": " + reason);
    }

    /** Opens the directory of the resolved file. */
    OpenDirectory directory(Path resolved) throws IOException {
        return root == null
                ? OpenDirectory.of(resolved)
                : OpenDirectory.below(root, resolved.resolveSibling("").toRealPath());
    }

    void replace(OpenDirectory directory, String temporary, Path resolved) throws IOException {
        replacement.replace(directory, temporary, resolved.getFileName().toString());
    }
}
