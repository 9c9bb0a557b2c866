// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import io.github.ossv4.cli.bucket.OssUrl;
import io.github.ossv4.cli.output.UsageException;
import io.github.ossv4.internal.text.PrintableText;
import io.github.ossv4.internal.text.ResourceNames;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An object on which a command performs a task.
 *
 * @param file the file that is uploaded; null for a task within OSS
 * @param size in bytes; 0 if it is not known yet
 */
record Item(@Nullable Path file, OssUrl url, long size) {
    static Item of(OssUrl url, long size) {
        return new Item(null, url, size);
    }

    /**
     * Returns the files of a command, with the objects that they become.
     *
     * @throws UsageException if a source is not a regular file, has no name of its own below the target, or has the
     *     same name as another
     * @throws NoSuchFileException if a source does not exist
     * @throws AccessDeniedException if it cannot be read
     */
    static List<Item> ofFiles(List<String> sources, OssUrl target) throws IOException {
        if (sources.size() > 1 && !target.isDirectory()) {
            throw new UsageException(
                    "several files need a target that ends with a slash: " + target + "/, was " + target);
        }
        Map<String, Item> items = new LinkedHashMap<>();
        for (String source : sources) {
            Path file = Path.of(source);
            if (Files.isDirectory(file)) {
                throw new UsageException("a directory must be the only source, was one of " + sources.size() + ": "
                        + PrintableText.escape(source));
            }
            long size = Files.size(file);
            if (!Files.isRegularFile(file)) {
                throw new UsageException(
                        "not a regular file: " + PrintableText.escape(source) + "; to upload a pipe, use - and < FILE");
            }
            if (!Files.isReadable(file)) {
                throw new AccessDeniedException(source);
            }
            Item item = new Item(file, target.withKey(key(file, target)), size);
            Item other = items.putIfAbsent(item.url().key(), item);
            if (other != null) {
                throw new UsageException("two files have the same target " + item.url() + ": "
                        + PrintableText.escape(other.name()) + " and " + PrintableText.escape(source));
            }
        }
        return List.copyOf(items.values());
    }

    /** Returns the key of the target, with the name of the file appended if the target ends with a slash. */
    static String key(Path file, OssUrl target) {
        Path name = file.getFileName();
        return ResourceNames.checkKey(target.isDirectory() ? target.key() + name : target.key());
    }

    /** Returns the file as the user wrote it, or the URL. */
    String name() {
        return file == null ? url.toString() : file.toString();
    }
}
