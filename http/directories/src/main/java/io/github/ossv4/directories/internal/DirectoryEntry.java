// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.directories.internal;

import io.github.ossv4.directories.DirectoryOptions;
import io.github.ossv4.list.ListedObject;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Objects;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** A file of a directory and the object that belongs to it. Size and time are the source's. Immutable. */
final class DirectoryEntry {
    private static final Path NO_FILE = Paths.get("");

    final Path file;
    final String key;
    final long size;

    /** Null if OSS did not return it. */
    final @Nullable Instant lastModified;

    /** The identity of a local source; null if the file system has none. */
    private final @Nullable Object fileKey;

    private DirectoryEntry(Path file, String key, long size, @Nullable Instant lastModified, @Nullable Object fileKey) {
        this.file = file;
        this.key = key;
        this.size = size;
        this.lastModified = lastModified;
        this.fileKey = fileKey;
    }

    static DirectoryEntry ofFile(Path file, String key, BasicFileAttributes attributes) {
        return new DirectoryEntry(
                file, key, attributes.size(), attributes.lastModifiedTime().toInstant(), attributes.fileKey());
    }

    /** Returns the entry of an object that is copied: it has no file. */
    static DirectoryEntry ofCopy(ListedObject source, String key) {
        return new DirectoryEntry(NO_FILE, key, source.size(), source.lastModified(), null);
    }

    /** Returns the file; null for a copy. */
    @Nullable
    Path fileOrNull() {
        return file == NO_FILE ? null : file;
    }

    static DirectoryEntry ofObject(Path file, ListedObject object) {
        return new DirectoryEntry(file, object.key(), object.size(), object.lastModified(), null);
    }

    /** Returns whether attributes are still the local source's. */
    boolean isUnchanged(BasicFileAttributes now) {
        return now.isRegularFile()
                && now.size() == size
                && now.lastModifiedTime().toInstant().equals(lastModified)
                && Objects.equals(now.fileKey(), fileKey);
    }

    /** Returns the checkpoint of the file; null if the options name none. */
    @Nullable
    Path checkpoint(DirectoryOptions options) {
        BiFunction<String, Path, Path> checkpoints = options.checkpoints();
        return checkpoints == null ? null : checkpoints.apply(key, file);
    }
}
