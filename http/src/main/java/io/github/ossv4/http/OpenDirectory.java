// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A directory whose files are opened, moved and deleted by their names. A name that is a symbolic link is not followed. */
abstract class OpenDirectory implements Closeable {
    private OpenDirectory() {}

    /** Returns the directory of a file, which is found by its path each time. */
    static OpenDirectory of(Path file) {
        return new ByPath(file);
    }

    /** Returns the path of a file. */
    abstract Path path(String name);

    /** @throws UnsupportedOperationException if the file system has no random access */
    abstract FileChannel open(String name, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
            throws IOException;

    /** Returns null if the file system does not have the attributes. */
    abstract <V extends FileAttributeView> @Nullable V view(String name, Class<V> type);

    BasicFileAttributes attributes(String name) throws IOException {
        BasicFileAttributeView view = view(name, BasicFileAttributeView.class);
        if (view == null) {
            throw new IOException("no attributes of " + path(name));
        }
        return view.readAttributes();
    }

    /** Moves a file to another name, replacing what is there; atomically, if the file system can. */
    abstract void replace(String from, String to) throws IOException;

    abstract void deleteIfExists(String name) throws IOException;

    private static final class ByPath extends OpenDirectory {
        private final Path file;

        ByPath(Path file) {
            this.file = file;
        }

        @Override
        Path path(String name) {
            return file.resolveSibling(name);
        }

        @Override
        FileChannel open(String name, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
                throws IOException {
            if (options.contains(StandardOpenOption.CREATE_NEW)) {
                return FileChannel.open(path(name), options, attributes);
            }
            Set<OpenOption> noLink = new HashSet<>(options);
            noLink.add(LinkOption.NOFOLLOW_LINKS);
            try {
                return FileChannel.open(path(name), noLink, attributes);
            } catch (IllegalArgumentException e) {
                // The file system has no links, such as that of a zip file.
                return FileChannel.open(path(name), options, attributes);
            }
        }

        @Override
        <V extends FileAttributeView> @Nullable V view(String name, Class<V> type) {
            return Files.getFileAttributeView(path(name), type, LinkOption.NOFOLLOW_LINKS);
        }

        @Override
        void replace(String from, String to) throws IOException {
            AtomicMove.replace(path(from), path(to));
        }

        @Override
        void deleteIfExists(String name) throws IOException {
            Files.deleteIfExists(path(name));
        }

        @Override
        public void close() {}
    }
}
