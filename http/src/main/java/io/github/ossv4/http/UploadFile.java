// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.text.PrintableText;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import org.jspecify.annotations.Nullable;

/** A regular file that is uploaded. It is opened for each request: its path may lead to another file then. Immutable. */
abstract class UploadFile {
    private final Path path;
    private final LinkOption[] links;

    private UploadFile(Path path, LinkOption... links) {
        this.path = path;
        this.links = links;
    }

    /** Returns a file that may be a symbolic link. */
    static UploadFile of(Path path) {
        return new UploadFile(path) {
            @Override
            BasicFileAttributes read() throws IOException {
                return Files.readAttributes(path, BasicFileAttributes.class);
            }

            @Override
            SeekableByteChannel openRegular() throws IOException {
                return Files.newByteChannel(path);
            }
        };
    }

    /**
     * Returns a file to which no symbolic link leads, not even if another process replaces it or its directory by one.
     *
     * @param root as for {@link OpenDirectory#below}
     */
    static UploadFile below(Path root, Path path) {
        Path directory = path.resolveSibling("");
        String name = path.getFileName().toString();
        return new UploadFile(path, LinkOption.NOFOLLOW_LINKS) {
            @Override
            BasicFileAttributes read() throws IOException {
                try (OpenDirectory opened = OpenDirectory.below(root, directory)) {
                    return opened.attributes(name);
                }
            }

            @Override
            SeekableByteChannel openRegular() throws IOException {
                try (OpenDirectory opened = OpenDirectory.below(root, directory)) {
                    return opened.open(name, EnumSet.of(StandardOpenOption.READ));
                }
            }
        };
    }

    Path path() {
        return path;
    }

    abstract BasicFileAttributes read() throws IOException;

    abstract SeekableByteChannel openRegular() throws IOException;

    /** @throws IOException also if it is not a regular file */
    final BasicFileAttributes attributes() throws IOException {
        BasicFileAttributes attributes = read();
        if (!attributes.isRegularFile()) {
            throw new IOException("not a regular file: " + this);
        }
        return attributes;
    }

    /** Opens the file. Does not wait for the other end of a pipe. */
    final SeekableByteChannel open() throws IOException {
        attributes();
        return openRegular();
    }

    /**
     * Returns the time at which the content or an attribute changed last, which programs cannot set; null if the file system has
     * none.
     */
    final @Nullable Object statusChanged() throws IOException {
        try {
            return Files.getAttribute(path, "unix:ctime", links);
        } catch (UnsupportedOperationException | IllegalArgumentException e) {
            return null;
        }
    }

    @Override
    public String toString() {
        return PrintableText.escape(path.toString());
    }
}
