// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.directories.internal;

import io.github.ossv4.http.internal.file.AtomicMove;
import io.github.ossv4.http.internal.file.OpenDirectory;
import io.github.ossv4.internal.error.Suppressed;
import io.github.ossv4.internal.text.PrintableText;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.util.Collections;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Directories below a root, opened such that no symbolic link leads out of the root.
 *
 * <p>Rule: No symbolic link that appears meanwhile leads out of the directory of an upload or download ({@code
 * DirectoryBelowTest}).
 */
final class DirectoryBelow {
    private DirectoryBelow() {}

    /**
     * Opens a directory below a root, such that no symbolic link leads out of the root, even if another process
     * replaces a directory by one: with {@link SecureDirectoryStream}, if the file system has it. Otherwise the path of
     * the directory is checked before and after a file is opened, and before it is moved.
     *
     * @param root without symbolic links in its path
     * @param directory the root or a directory below it, without symbolic links in its path
     */
    static OpenDirectory open(Path root, Path directory) throws IOException {
        if (!directory.startsWith(root)) {
            throw leadsOut(directory);
        }
        try {
            SecureDirectoryStream<Path> top = openSecurely(root);
            if (top != null) {
                return new Secure(directory, descend(top, root, directory));
            }
        } catch (AccessDeniedException | UnsupportedOperationException e) {
            // A directory that cannot be listed can nevertheless contain files.
        }
        return new Checked(directory);
    }

    /** Returns null if the file system has no such streams. */
    @SuppressWarnings("StreamResourceLeak") // The caller closes it.
    private static @Nullable SecureDirectoryStream<Path> openSecurely(Path root) throws IOException {
        DirectoryStream<Path> opened = Files.newDirectoryStream(root);
        if (opened instanceof SecureDirectoryStream) {
            return (SecureDirectoryStream<Path>) opened;
        }
        opened.close();
        return null;
    }

    /** Returns the identity of a directory, without following a link; null if the file system has none. */
    private static @Nullable Object key(Path directory) throws IOException {
        return Files.readAttributes(directory, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
    }

    private static IOException leadsOut(Path path) {
        return new IOException("a symbolic link leads out of the directory: " + PrintableText.escape(path.toString()));
    }

    private static SecureDirectoryStream<Path> descend(SecureDirectoryStream<Path> top, Path root, Path directory)
            throws IOException {
        SecureDirectoryStream<Path> at = top;
        for (Path name : root.equals(directory) ? Collections.<Path>emptyList() : root.relativize(directory)) {
            try (SecureDirectoryStream<Path> parent = at) {
                at = parent.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS);
            }
        }
        return at;
    }

    /** A directory that is found by its path, and checked before and after each use. */
    private static final class Checked extends OpenDirectory.ByPath {
        private final @Nullable Object key;

        Checked(Path directory) throws IOException {
            super(directory);
            this.key = key(directory);
            check();
        }

        @Override
        public void check() throws IOException {
            if (!directory.toRealPath().equals(directory) || !Objects.equals(key(directory), key)) {
                throw leadsOut(directory);
            }
        }

        @Override
        public FileChannel open(String name, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
                throws IOException {
            check();
            FileChannel channel = super.open(name, options, attributes);
            try {
                check();
                return channel;
            } catch (Throwable t) {
                channel.close();
                if (options.contains(StandardOpenOption.CREATE_NEW)) {
                    deleteIfExists(name);
                }
                throw t;
            }
        }

        @Override
        public void move(String from, OpenDirectory target, String to) throws IOException {
            check();
            target.check();
            super.move(from, target, to);
        }

        @Override
        public void createDirectory(String name) throws IOException {
            check();
            super.createDirectory(name);
        }
    }

    /** A directory that stays the same if another one gets its path. */
    private static final class Secure extends OpenDirectory {
        private final SecureDirectoryStream<Path> stream;
        private final AtomicInteger users = new AtomicInteger(1);

        Secure(Path directory, SecureDirectoryStream<Path> stream) {
            super(directory);
            this.stream = stream;
        }

        @Override
        public OpenDirectory share() {
            users.incrementAndGet();
            return this;
        }

        private Path name(String name) {
            return directory.getFileSystem().getPath(name);
        }

        @Override
        public FileChannel open(String name, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
                throws IOException {
            SeekableByteChannel channel = stream.newByteChannel(name(name), withoutLink(options), attributes);
            if (channel instanceof FileChannel) {
                return (FileChannel) channel;
            }
            channel.close();
            throw new UnsupportedOperationException("the file system has no random access");
        }

        @Override
        public <V extends FileAttributeView> @Nullable V view(String name, Class<V> type) {
            return stream.getFileAttributeView(name(name), type, LinkOption.NOFOLLOW_LINKS);
        }

        /** The directory may have been moved, and another one put in its place. */
        @Override
        public void check() throws IOException {
            BasicFileAttributeView view = stream.getFileAttributeView(BasicFileAttributeView.class);
            if (view == null
                    || !Objects.equals(key(directory), view.readAttributes().fileKey())) {
                throw leadsOut(directory);
            }
        }

        @Override
        public void move(String from, OpenDirectory target, String to) throws IOException {
            check();
            if (target != this) {
                target.check();
            }
            if (!(target instanceof Secure)) {
                AtomicMove.replace(path(from), target.path(to));
                return;
            }
            SecureDirectoryStream<Path> other = ((Secure) target).stream;
            try {
                stream.move(name(from), other, name(to));
            } catch (FileAlreadyExistsException e) {
                // The moves of some file systems do not replace.
                other.deleteFile(name(to));
                stream.move(name(from), other, name(to));
            }
        }

        @Override
        public void deleteIfExists(String name) throws IOException {
            try {
                stream.deleteFile(name(name));
            } catch (NoSuchFileException e) {
                return;
            }
        }

        @Override
        public void deleteDirectory(String name) throws IOException {
            stream.deleteDirectory(name(name));
        }

        /**
         * Creates it by path, where it inherits group and access control lists: no directory can be created relative to
         * an open one. If the path led to another directory meanwhile, the new directory is empty, and is deleted.
         */
        @Override
        public void createDirectory(String name) throws IOException {
            check();
            boolean created = createByPath(path(name));
            try {
                check();
            } catch (IOException e) {
                deleteIf(created, path(name), e);
                throw e;
            }
        }

        private static void deleteIf(boolean created, Path directory, IOException failure) {
            try {
                if (created) {
                    Files.delete(directory);
                }
            } catch (IOException left) {
                Suppressed.add(failure, left);
            }
        }

        @Override
        public void close() throws IOException {
            if (users.decrementAndGet() == 0) {
                stream.close();
            }
        }
    }
}
