// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.text.PrintableText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The attributes of a file that show whether it has changed. Immutable. */
final class FileState {
    private final Path file;
    private final long size;
    private final FileTime lastModified;
    private final @Nullable Object fileKey;

    /**
     * The time at which the content or an attribute changed last, which programs cannot set; null if the file system has
     * none.
     */
    private final @Nullable Object statusChanged;

    private FileState(Path file, BasicFileAttributes attributes, @Nullable Object statusChanged) {
        this.file = file;
        this.size = attributes.size();
        this.lastModified = attributes.lastModifiedTime();
        this.fileKey = attributes.fileKey();
        this.statusChanged = statusChanged;
    }

    static FileState of(Path file) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        if (!attributes.isRegularFile()) {
            throw new IOException("not a regular file: " + PrintableText.escape(file.toString()));
        }
        return new FileState(file, attributes, statusChanged(file));
    }

    private static @Nullable Object statusChanged(Path file) throws IOException {
        try {
            return Files.getAttribute(file, "unix:ctime");
        } catch (UnsupportedOperationException | IllegalArgumentException e) {
            return null;
        }
    }

    long size() {
        return size;
    }

    /**
     * Checks that the file has not changed. If its status alone has changed, as after chmod or a new hard link, the file is
     * read: it may have been written and its old time restored.
     *
     * @param crc64 of the bytes that were uploaded
     * @throws IOException if the file has changed
     */
    void checkUnchanged(long crc64) throws IOException {
        FileState now = of(file);
        if (now.size != size || !now.lastModified.equals(lastModified) || !Objects.equals(now.fileKey, fileKey)) {
            throw new IOException(PrintableText.escape(file.toString()) + " changed while it was uploaded: it had "
                    + size + " bytes of " + lastModified + " and has " + now.size + " of " + now.lastModified);
        }
        if (!Objects.equals(now.statusChanged, statusChanged) && FileCrc64.of(file, 1) != crc64) {
            throw new IOException(PrintableText.escape(file.toString())
                    + " changed while it was uploaded: its content differs, although its time is still "
                    + lastModified);
        }
    }
}
