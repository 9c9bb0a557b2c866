// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.transfer;

import io.github.ossv4.http.DirectoryOptions;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** A file of a directory and the object that belongs to it. Size and time are those of the source. Immutable. */
final class DirectoryEntry {
    final Path file;
    final String key;
    final long size;

    /** Null if OSS did not return it. */
    final @Nullable Instant lastModified;

    DirectoryEntry(Path file, String key, long size, @Nullable Instant lastModified) {
        this.file = file;
        this.key = key;
        this.size = size;
        this.lastModified = lastModified;
    }

    /** Returns the checkpoint of the file; null if the options name none. */
    @Nullable
    Path checkpoint(DirectoryOptions options) {
        BiFunction<String, Path, Path> checkpoints = options.checkpoints();
        return checkpoints == null ? null : checkpoints.apply(key, file);
    }
}
