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

/** What tells whether a file has changed. Immutable. */
final class FileState {
    private final Path file;
    private final long size;
    private final FileTime lastModified;
    private final @Nullable Object fileKey;

    private FileState(Path file, BasicFileAttributes attributes) {
        this.file = file;
        this.size = attributes.size();
        this.lastModified = attributes.lastModifiedTime();
        this.fileKey = attributes.fileKey();
    }

    static FileState of(Path file) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        if (!attributes.isRegularFile()) {
            throw new IOException("not a regular file: " + PrintableText.escape(file.toString()));
        }
        return new FileState(file, attributes);
    }

    long size() {
        return size;
    }

    /** @throws IOException if the file is no longer what it was */
    void checkUnchanged() throws IOException {
        FileState now = of(file);
        if (now.size != size || !now.lastModified.equals(lastModified) || !Objects.equals(now.fileKey, fileKey)) {
            throw new IOException(PrintableText.escape(file.toString()) + " has changed while it was uploaded: it had "
                    + size + " bytes of " + lastModified + " and has " + now.size + " of " + now.lastModified);
        }
    }
}
