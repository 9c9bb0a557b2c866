// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
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

/**
 * A directory whose files are opened, moved and deleted by their names. A name that is a symbolic link is not followed.
 */
public abstract class OpenDirectory implements Closeable {
    protected final Path directory;

    protected OpenDirectory(Path directory) {
        this.directory = directory;
    }

    /** Returns the directory of a file, which is found by its path each time. */
    static OpenDirectory of(Path file) {
        return new ByPath(file.resolveSibling(""));
    }

    /** Adds a user, who closes this directory too; returns null if it cannot be shared: then it needs no open file. */
    public @Nullable OpenDirectory share() {
        return null;
    }

    /** Returns the path of a file. */
    public final Path path(String name) {
        return directory.resolve(name);
    }

    /**
     * Opens a file.
     *
     * @throws UnsupportedOperationException if the file system has no random access
     */
    public abstract FileChannel open(String name, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
            throws IOException;

    /** Returns null if the file system does not have the attributes. */
    public abstract <V extends FileAttributeView> @Nullable V view(String name, Class<V> type);

    /** Reads the attributes of a file; of a symbolic link instead of its target. */
    public BasicFileAttributes attributes(String name) throws IOException {
        BasicFileAttributeView view = view(name, BasicFileAttributeView.class);
        if (view == null) {
            throw new IOException("no attributes of " + path(name));
        }
        return view.readAttributes();
    }

    /**
     * Returns the status change time of a file. It is read by the path: an open directory has no such attribute.
     *
     * @param key the identity of the file in this directory; null if the file system has none
     * @throws IOException if another file has the path
     */
    public final @Nullable Object statusChangeTime(String name, @Nullable Object key) throws IOException {
        Object time = FileFacts.statusChangeTime(path(name), key);
        if (time == null || key == null) {
            // The identity was not compared.
            check();
        }
        return time;
    }

    /** Checks that the path still leads to this directory. */
    public abstract void check() throws IOException;

    /** Moves a file to another name, replacing what is there; atomically, if the file system can. */
    public final void replace(String from, String to) throws IOException {
        move(from, this, to);
    }

    /** Moves a file to a name in another directory of the same root; otherwise like {@link #replace}. */
    public abstract void move(String from, OpenDirectory target, String to) throws IOException;

    /** Deletes a file; a symbolic link instead of its target. */
    public abstract void deleteIfExists(String name) throws IOException;

    /**
     * Deletes a directory.
     *
     * @throws java.nio.file.DirectoryNotEmptyException if it is not empty
     */
    public abstract void deleteDirectory(String name) throws IOException;

    /** Creates a directory, unless it exists. */
    public abstract void createDirectory(String name) throws IOException;

    /** Returns whether it did not exist. */
    protected static boolean createByPath(Path directory) throws IOException {
        try {
            Files.createDirectory(directory);
            return true;
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
                throw e;
            }
            return false;
        }
    }

    protected static Set<OpenOption> withoutLink(Set<? extends OpenOption> options) {
        Set<OpenOption> all = new HashSet<>(options);
        all.add(LinkOption.NOFOLLOW_LINKS);
        return all;
    }

    /** A directory that is found by its path each time. */
    public static class ByPath extends OpenDirectory {
        public ByPath(Path directory) {
            super(directory);
        }

        @Override
        public void check() throws IOException {}

        @Override
        public FileChannel open(String name, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
                throws IOException {
            if (options.contains(StandardOpenOption.CREATE_NEW)) {
                return FileChannel.open(path(name), options, attributes);
            }
            try {
                return FileChannel.open(path(name), withoutLink(options), attributes);
            } catch (IllegalArgumentException e) {
                // The file system has no links, such as a zip file.
                return FileChannel.open(path(name), options, attributes);
            }
        }

        @Override
        public <V extends FileAttributeView> @Nullable V view(String name, Class<V> type) {
            return Files.getFileAttributeView(path(name), type, LinkOption.NOFOLLOW_LINKS);
        }

        @Override
        public void move(String from, OpenDirectory target, String to) throws IOException {
            AtomicMove.replace(path(from), target.path(to));
        }

        @Override
        public void deleteIfExists(String name) throws IOException {
            Files.deleteIfExists(path(name));
        }

        @Override
        public void deleteDirectory(String name) throws IOException {
            check();
            Files.delete(path(name));
        }

        @Override
        public void createDirectory(String name) throws IOException {
            createByPath(path(name));
        }

        @Override
        public void close() {}
    }
}
