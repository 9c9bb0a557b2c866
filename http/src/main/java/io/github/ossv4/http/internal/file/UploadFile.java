// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.file;

import io.github.ossv4.text.PrintableText;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A regular file that is uploaded. It is opened for each request, because its path may lead to another file. Immutable.
 */
public abstract class UploadFile {
    private final Path path;

    protected UploadFile(Path path) {
        this.path = path;
    }

    /** Returns a file that may be a symbolic link. */
    public static UploadFile of(Path path) {
        return new UploadFile(Objects.requireNonNull(path, "file")) {
            @Override
            protected BasicFileAttributes readAttributes() throws IOException {
                return Files.readAttributes(path, BasicFileAttributes.class);
            }

            @Override
            protected SeekableByteChannel openUnchecked() throws IOException {
                return Files.newByteChannel(path);
            }

            @Override
            protected @Nullable Object statusChangeTime() throws IOException {
                return FileFacts.statusChangeTime(path);
            }
        };
    }

    Path path() {
        return path;
    }

    protected abstract BasicFileAttributes readAttributes() throws IOException;

    protected abstract SeekableByteChannel openUnchecked() throws IOException;

    /**
     * Returns the time at which the content or an attribute changed last, which programs cannot set; null if the file
     * system has none.
     */
    protected abstract @Nullable Object statusChangeTime() throws IOException;

    /**
     * Reads the attributes of the file.
     *
     * @throws IOException if it is not a regular file
     */
    public final BasicFileAttributes attributes() throws IOException {
        BasicFileAttributes attributes = readAttributes();
        if (!attributes.isRegularFile()) {
            throw new IOException("not a regular file: " + this);
        }
        return attributes;
    }

    /** Opens the file. Does not wait for the other end of a pipe. */
    final SeekableByteChannel open() throws IOException {
        attributes();
        return openUnchecked();
    }

    @Override
    public String toString() {
        return PrintableText.escape(path.toString());
    }
}
