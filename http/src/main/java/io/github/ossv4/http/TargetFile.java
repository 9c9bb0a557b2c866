// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import okio.Buffer;
import okio.Sink;
import okio.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * A file that is written beside its place, and takes it only when all of it is there. Whatever fails, the file in its place
 * is as it was. Thread-safe: parts can be written at the same time.
 */
final class TargetFile implements Closeable {
    private static final Pattern NAME = Pattern.compile("\\.ossv4-[0-9a-f-]{36}\\.part");

    private final Path file;
    private final Path target;
    private final Path beside;
    private final SeekableByteChannel channel;

    private TargetFile(Path file, Path target, Path beside, SeekableByteChannel channel) {
        this.file = file;
        this.target = target;
        this.beside = beside;
        this.channel = channel;
    }

    /** @throws IOException if the file in its place, or the folder, is not one to be written to */
    static TargetFile create(Path file) throws IOException {
        Path target = target(file);
        // A short name of its own: one made of the file's could be too long where the file's is not.
        Path beside = target.resolveSibling(".ossv4-" + UUID.randomUUID() + ".part");
        return new TargetFile(file, target, beside, open(file, target, beside));
    }

    /**
     * One that was begun before.
     *
     * @param name of that which was written {@linkplain #beside beside} the file
     * @return null if that is not there any more
     */
    static @Nullable TargetFile reopen(Path file, String name) throws IOException {
        Path target = target(file);
        Path beside = target.resolveSibling(name);
        try {
            return new TargetFile(
                    file,
                    target,
                    beside,
                    Files.newByteChannel(beside, StandardOpenOption.READ, StandardOpenOption.WRITE));
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException | ReadOnlyFileSystemException e) {
            throw new CannotWriteException(file, e);
        }
    }

    /** Whether something beside a file can have been made here by its name. */
    static boolean isBeside(String name) {
        return NAME.matcher(name).matches();
    }

    /**
     * The file itself, behind symbolic links, which stay.
     *
     * @throws IOException if it is not one to be written to
     */
    static Path target(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new IOException("cannot write to " + file + ": it is a directory");
        }
        if (!Files.exists(file)) {
            if (Files.isSymbolicLink(file)) {
                throw new IOException("cannot write to " + file + ": it is a symbolic link to nothing, or to itself");
            }
            return file;
        }
        if (!Files.isRegularFile(file)) {
            throw new IOException("cannot write to " + file + ": it is no regular file");
        }
        return Files.isSymbolicLink(file) ? file.toRealPath() : file;
    }

    private static SeekableByteChannel open(Path file, Path target, Path beside) throws IOException {
        try {
            return create(target, beside);
        } catch (IOException | ReadOnlyFileSystemException e) {
            throw new CannotWriteException(file, e);
        }
    }

    /** With the rights of the file that it replaces, and never with more, not even for a moment. */
    private static SeekableByteChannel create(Path target, Path beside) throws IOException {
        Set<OpenOption> options = new HashSet<>(
                Arrays.asList(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE));
        PosixFileAttributeView view =
                Files.exists(target) ? Files.getFileAttributeView(target, PosixFileAttributeView.class) : null;
        if (view == null) {
            return Files.newByteChannel(beside, options);
        }
        Set<PosixFilePermission> rights = view.readAttributes().permissions();
        SeekableByteChannel channel =
                Files.newByteChannel(beside, options, PosixFilePermissions.asFileAttribute(rights));
        try {
            // The umask may have taken some away.
            Files.setPosixFilePermissions(beside, rights);
            return channel;
        } catch (Throwable t) {
            channel.close();
            delete(beside, t);
            throw t;
        }
    }

    /**
     * Keeps others from what is written until it is closed. On POSIX other processes are let in as soon as this one closes
     * any other channel of the file.
     *
     * @return false if another keeps this one from it; true, too, where the file system has no locks
     */
    boolean lock() {
        if (!(channel instanceof FileChannel)) {
            return true;
        }
        try {
            FileLock lock = ((FileChannel) channel).tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        } catch (IOException | UnsupportedOperationException e) {
            return true;
        }
    }

    /** Where it is written. */
    Path beside() {
        return beside;
    }

    /** What is written from there on, in pieces one after the other. */
    Sink sinkAt(long position) {
        return new Sink() {
            private final Buffer.UnsafeCursor cursor = new Buffer.UnsafeCursor();
            private long at = position;

            @Override
            public void write(Buffer source, long byteCount) throws IOException {
                long left = byteCount;
                while (left > 0) {
                    int count;
                    source.readUnsafe(cursor);
                    try {
                        cursor.seek(0);
                        count = (int) Math.min(left, cursor.end - cursor.start);
                        TargetFile.this.write(ByteBuffer.wrap(cursor.data, cursor.start, count), at);
                    } finally {
                        cursor.close();
                    }
                    source.skip(count);
                    at += count;
                    left -= count;
                }
            }

            @Override
            public void flush() {}

            @Override
            public Timeout timeout() {
                return Timeout.NONE;
            }

            @Override
            public void close() {}
        };
    }

    private void write(ByteBuffer bytes, long position) throws IOException {
        try {
            synchronized (channel) {
                channel.position(position);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
            }
        } catch (ClosedByInterruptException e) {
            throw e;
        } catch (IOException e) {
            throw new CannotWriteException(file, e);
        }
    }

    /** Reads up to as many bytes as fit; -1 at the end. */
    int read(ByteBuffer bytes, long position) throws IOException {
        synchronized (channel) {
            return channel.position(position).read(bytes);
        }
    }

    /** Forgets what has been written. */
    void clear() throws IOException {
        synchronized (channel) {
            channel.truncate(0);
        }
    }

    /** Takes its place. */
    void move() throws IOException {
        close();
        try {
            Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException | FileAlreadyExistsException e) {
            // The second is a file system's way to say that its atomic moves do not replace.
            try {
                Files.move(beside, target, StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException second) {
                throw new CannotWriteException(file, second);
            }
        } catch (IOException e) {
            throw new CannotWriteException(file, e);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } catch (IOException e) {
            // A full disk may tell so late.
            throw new CannotWriteException(file, e);
        }
    }

    /** Leaves nothing beside the file. */
    void discard(Throwable failure) {
        try {
            channel.close();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
        delete(beside, failure);
    }

    private static void delete(Path beside, Throwable failure) {
        try {
            Files.deleteIfExists(beside);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }
}
