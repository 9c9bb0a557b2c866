// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.directories.internal;

import io.github.ossv4.http.internal.file.FileFacts;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** The identity of files. Two names have the same one if the file system ignores case or normalization, or by links. */
final class FileIdentity {
    private FileIdentity() {}

    /**
     * Returns the identity of a file after following symbolic links: its key, or its real path if the file system has
     * no keys. Null if the file does not exist.
     *
     * @throws IOException if that is not known
     */
    static @Nullable Object of(Path file) throws IOException {
        try {
            Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
            return key == null ? file.toRealPath() : key;
        } catch (NoSuchFileException e) {
            return null;
        } catch (FileSystemException e) {
            if (isBelowFile(file)) {
                return null;
            }
            throw e;
        }
    }

    private static boolean isBelowFile(Path file) {
        for (Path at = file.getParent(); at != null; at = at.getParent()) {
            if (Files.isRegularFile(at)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Returns whether two names of one identity are hard links: each can be replaced without the other. False if the
     * file system does not count links.
     */
    static boolean areHardLinks(Path file, Path other) throws IOException {
        return !FileFacts.of(file).hasOneName() && !file.toRealPath().equals(other.toRealPath());
    }
}
