// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import io.github.ossv4.cli.bucket.OssUrl;
import io.github.ossv4.cli.output.UsageException;
import io.github.ossv4.sign.ResourceNames;
import io.github.ossv4.text.PrintableText;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A file to upload, and the object that it becomes.
 *
 * @param size in bytes
 */
record UploadItem(Path file, OssUrl url, long size) {
    /**
     * Returns the items of a command.
     *
     * @throws UsageException if a source is not a regular file, has no name of its own below the target, or has the
     *     same name as another
     * @throws NoSuchFileException if a source does not exist
     * @throws AccessDeniedException if it cannot be read
     */
    static List<UploadItem> of(List<String> sources, OssUrl target) throws IOException {
        if (sources.size() > 1 && !target.isDirectory()) {
            throw new UsageException(
                    "several files need a target that ends with a slash: " + target + "/, was " + target);
        }
        Map<String, UploadItem> items = new LinkedHashMap<>();
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
            UploadItem item = new UploadItem(file, target.withKey(key(file, target)), size);
            UploadItem other = items.putIfAbsent(item.url().key(), item);
            if (other != null) {
                throw new UsageException("two files have the same target " + item.url() + ": "
                        + PrintableText.escape(other.file().toString()) + " and " + PrintableText.escape(source));
            }
        }
        return List.copyOf(items.values());
    }

    /** Returns the key of the target, with the name of the file appended if the target ends with a slash. */
    static String key(Path file, OssUrl target) {
        Path name = file.getFileName();
        return ResourceNames.checkKey(target.isDirectory() ? target.key() + name : target.key());
    }

    /** Returns the line of {@code --dry-run}. */
    PlannedFile planned() {
        return PlannedFile.transfer(Direction.UPLOAD, file.toString(), url, size);
    }
}
