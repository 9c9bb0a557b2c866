// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.testing;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The files of another file system. An action of the test runs just before or after a file is opened, before it is
 * moved or deleted, or before a directory is read, like another process.
 */
public final class RacingFileSystem extends FileSystem {
    /** The action of the other process. */
    public interface Race {
        void beforeOpen(Path file) throws IOException;

        default void afterOpen(Path file) throws IOException {}

        /** Returns the channel that the program gets in place of the one that was opened. */
        default FileChannel opened(FileChannel channel) {
            return channel;
        }

        default void beforeList(Path directory) throws IOException {}

        default void beforeMove(Path source, Path target, CopyOption... options) throws IOException {}

        default void beforeDelete(Path file) throws IOException {}
    }

    private final FileSystem real;
    private final Race race;
    private final Provider provider = new Provider();

    private RacingFileSystem(FileSystem real, Race race) {
        this.real = real;
        this.race = race;
    }

    /** Returns the same file in a racing file system. */
    public static Path of(Path real, Race race) {
        return new RacingFileSystem(real.getFileSystem(), race).wrap(real);
    }

    /** Returns the same directory in a file system in which some directories cannot be read. */
    public static Path withUnreadable(Path real, Predicate<Path> isUnreadable) {
        return of(real, new Race() {
            @Override
            public void beforeOpen(Path file) {}

            @Override
            public void beforeList(Path listed) throws IOException {
                if (isUnreadable.test(listed)) {
                    throw new AccessDeniedException(listed.toString());
                }
            }
        });
    }

    private Path wrap(Path path) {
        return (Path) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Path.class}, (self, method, given) -> {
                    if (method.getName().equals("getFileSystem")) {
                        return this;
                    }
                    Object[] arguments = given == null ? new Object[0] : given.clone();
                    for (int i = 0; i < arguments.length; i++) {
                        if (arguments[i] instanceof Path other) {
                            arguments[i] = unwrap(other);
                        }
                    }
                    try {
                        Object result = method.invoke(path, arguments);
                        return result instanceof Path other ? wrap(other) : result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    /** Returns the path of the real file system with the same text. */
    private Path unwrap(Path path) {
        return path.getFileSystem() == this ? real.getPath(path.toString()) : path;
    }

    @Override
    public FileSystemProvider provider() {
        return provider;
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public boolean isReadOnly() {
        return false;
    }

    @Override
    public String getSeparator() {
        return real.getSeparator();
    }

    @Override
    public Iterable<Path> getRootDirectories() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Iterable<FileStore> getFileStores() {
        return real.getFileStores();
    }

    @Override
    public Set<String> supportedFileAttributeViews() {
        return real.supportedFileAttributeViews();
    }

    @Override
    public Path getPath(String first, String... more) {
        return wrap(real.getPath(first, more));
    }

    @Override
    public PathMatcher getPathMatcher(String pattern) {
        throw new UnsupportedOperationException();
    }

    @Override
    public UserPrincipalLookupService getUserPrincipalLookupService() {
        return real.getUserPrincipalLookupService();
    }

    @Override
    public WatchService newWatchService() {
        throw new UnsupportedOperationException();
    }

    private final class Provider extends FileSystemProvider {
        private FileSystemProvider real() {
            return real.provider();
        }

        @Override
        public String getScheme() {
            return "racing";
        }

        @Override
        public FileSystem newFileSystem(URI uri, Map<String, ?> env) {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileSystem getFileSystem(URI uri) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Path getPath(URI uri) {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileChannel newFileChannel(Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
                throws IOException {
            race.beforeOpen(unwrap(path));
            FileChannel channel = real().newFileChannel(unwrap(path), options, attributes);
            race.afterOpen(unwrap(path));
            return race.opened(channel);
        }

        @Override
        public SeekableByteChannel newByteChannel(
                Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes) throws IOException {
            race.beforeOpen(unwrap(path));
            return real().newByteChannel(unwrap(path), options, attributes);
        }

        @Override
        public DirectoryStream<Path> newDirectoryStream(Path path, DirectoryStream.Filter<? super Path> filter)
                throws IOException {
            race.beforeList(unwrap(path));
            DirectoryStream<Path> names = real().newDirectoryStream(unwrap(path), name -> filter.accept(wrap(name)));
            return new DirectoryStream<>() {
                @Override
                public Iterator<Path> iterator() {
                    return StreamSupport.stream(names.spliterator(), false)
                            .map(RacingFileSystem.this::wrap)
                            .iterator();
                }

                @Override
                public void close() throws IOException {
                    names.close();
                }
            };
        }

        @Override
        public void createDirectory(Path path, FileAttribute<?>... attributes) throws IOException {
            real().createDirectory(unwrap(path), attributes);
        }

        @Override
        public void createSymbolicLink(Path link, Path target, FileAttribute<?>... attributes) throws IOException {
            real().createSymbolicLink(unwrap(link), unwrap(target), attributes);
        }

        @Override
        public void delete(Path path) throws IOException {
            race.beforeDelete(path);
            real().delete(unwrap(path));
        }

        @Override
        public void copy(Path source, Path target, CopyOption... options) throws IOException {
            real().copy(unwrap(source), unwrap(target), options);
        }

        @Override
        public void move(Path source, Path target, CopyOption... options) throws IOException {
            race.beforeMove(unwrap(source), unwrap(target), options);
            real().move(unwrap(source), unwrap(target), options);
        }

        @Override
        public boolean isSameFile(Path path, Path other) throws IOException {
            return real().isSameFile(unwrap(path), unwrap(other));
        }

        @Override
        public boolean isHidden(Path path) throws IOException {
            return real().isHidden(unwrap(path));
        }

        @Override
        public FileStore getFileStore(Path path) throws IOException {
            return real().getFileStore(unwrap(path));
        }

        @Override
        public void checkAccess(Path path, AccessMode... modes) throws IOException {
            real().checkAccess(unwrap(path), modes);
        }

        @Override
        public <V extends FileAttributeView> @Nullable V getFileAttributeView(
                Path path, Class<V> type, LinkOption... options) {
            return real().getFileAttributeView(unwrap(path), type, options);
        }

        @Override
        public <A extends BasicFileAttributes> A readAttributes(Path path, Class<A> type, LinkOption... options)
                throws IOException {
            return real().readAttributes(unwrap(path), type, options);
        }

        @Override
        public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options)
                throws IOException {
            return real().readAttributes(unwrap(path), attributes, options);
        }

        @Override
        public void setAttribute(Path path, String attribute, Object value, LinkOption... options) throws IOException {
            real().setAttribute(unwrap(path), attribute, value, options);
        }
    }
}
