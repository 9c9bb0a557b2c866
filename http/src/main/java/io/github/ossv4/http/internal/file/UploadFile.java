// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.file;

import io.github.ossv4.internal.text.PrintableText;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;

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
            public FileState state() throws IOException {
                return new FileState(this, attributes(), FileFacts.statusChangeTime(path));
            }

            @Override
            public SeekableByteChannel open() throws IOException {
                attributes();
                return Files.newByteChannel(path);
            }
        };
    }

    Path path() {
        return path;
    }

    protected abstract BasicFileAttributes readAttributes() throws IOException;

    /**
     * Reads the attributes that reveal a later change of the file.
     *
     * @throws IOException if it is not a regular file
     */
    public abstract FileState state() throws IOException;

    /**
     * Opens the file. Does not wait for the other end of a pipe.
     *
     * @throws IOException if it is not a regular file
     */
    public abstract SeekableByteChannel open() throws IOException;

    /**
     * Reads the attributes of the file.
     *
     * @throws IOException if it is not a regular file
     */
    public final BasicFileAttributes attributes() throws IOException {
        return requireRegular(readAttributes());
    }

    protected final BasicFileAttributes requireRegular(BasicFileAttributes attributes) throws IOException {
        if (!attributes.isRegularFile()) {
            throw new IOException("not a regular file: " + this);
        }
        return attributes;
    }

    @Override
    public String toString() {
        return PrintableText.escape(path.toString());
    }
}
