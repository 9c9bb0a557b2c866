// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.text.PrintableText;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import okio.Buffer;
import okio.Sink;
import okio.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * A file that is written to a temporary file in the same directory, read back, and then replaced. After a failure it is
 * unchanged. Thread-safe: parts can be written in parallel.
 */
final class TargetFile implements Closeable {
    private static final int BUFFER = 32 * 1024;
    private static final Pattern NAME = Pattern.compile("\\.ossv4-[0-9a-f-]{36}\\.part");

    private final Path file;
    private final Path target;
    private final Path temporary;
    private final FileChannel channel;

    /**
     * One for all parts, which are read back one after the other: a checksum and a buffer for each worker would not fit into
     * small heaps.
     */
    private final Crc64 crc = new Crc64();

    private @Nullable ByteBuffer buffer;

    private TargetFile(Path file, Path target, Path temporary, FileChannel channel) {
        this.file = file;
        this.target = target;
        this.temporary = temporary;
        this.channel = channel;
    }

    /** @throws IOException if the file or its directory cannot be written */
    static TargetFile create(Path file) throws IOException {
        Path target = target(file);
        // A short name: the file's name with a suffix could be too long.
        Path temporary = target.resolveSibling(".ossv4-" + UUID.randomUUID() + ".part");
        return new TargetFile(file, target, temporary, open(file, target, temporary));
    }

    /**
     * Opens the temporary file of an interrupted download.
     *
     * @param name of the {@linkplain #temporary temporary file}
     * @return null if it no longer exists
     */
    static @Nullable TargetFile reopen(Path file, String name) throws IOException {
        Path target = target(file);
        Path temporary = target.resolveSibling(name);
        try {
            return new TargetFile(
                    file,
                    target,
                    temporary,
                    FileChannel.open(temporary, StandardOpenOption.READ, StandardOpenOption.WRITE));
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException | UnsupportedOperationException e) {
            throw new CannotWriteException(file, e);
        }
    }

    /** Returns whether a name is that of a temporary file of this class. */
    static boolean isTemporary(String name) {
        return NAME.matcher(name).matches();
    }

    /**
     * Returns the file after following symbolic links, which are kept.
     *
     * @throws IOException if it cannot be written
     */
    static Path target(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new IOException("cannot write " + PrintableText.escape(file.toString()) + ": it is a directory");
        }
        if (!Files.exists(file)) {
            if (Files.isSymbolicLink(file)) {
                throw new IOException("cannot write " + PrintableText.escape(file.toString())
                        + ": it is a symbolic link to a missing file, or to itself");
            }
            return file;
        }
        if (!Files.isRegularFile(file)) {
            throw new IOException(
                    "cannot write " + PrintableText.escape(file.toString()) + ": it is not a regular file");
        }
        return Files.isSymbolicLink(file) ? file.toRealPath() : file;
    }

    /** A file system without random access, such as that of a zip file, is refused: what it stores could not be read back. */
    private static FileChannel open(Path file, Path target, Path temporary) throws IOException {
        if (target.getFileSystem().isReadOnly()) {
            throw new CannotWriteException(file, new ReadOnlyFileSystemException());
        }
        try {
            return create(target, temporary);
        } catch (UnsupportedOperationException e) {
            throw new CannotWriteException(
                    file, new UnsupportedOperationException("its file system has no random access"));
        } catch (IOException e) {
            throw new CannotWriteException(file, e);
        }
    }

    /** Creates the temporary file with the permissions of the file that it replaces, and never with more. */
    private static FileChannel create(Path target, Path temporary) throws IOException {
        Set<OpenOption> options = new HashSet<>(
                Arrays.asList(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE));
        PosixFileAttributeView view =
                Files.exists(target) ? Files.getFileAttributeView(target, PosixFileAttributeView.class) : null;
        if (view == null) {
            return FileChannel.open(temporary, options);
        }
        Set<PosixFilePermission> rights = view.readAttributes().permissions();
        FileChannel channel = FileChannel.open(temporary, options, PosixFilePermissions.asFileAttribute(rights));
        try {
            // The umask may have removed some.
            Files.setPosixFilePermissions(temporary, rights);
            return channel;
        } catch (Throwable t) {
            channel.close();
            delete(temporary, t);
            throw t;
        }
    }

    /**
     * Locks the temporary file until it is closed. On POSIX systems the lock is released as soon as this process closes any
     * other channel of the file.
     *
     * @return false if another process holds the lock; true also if the file system has no locks
     */
    boolean lock() {
        return CheckpointLock.tryLock(channel);
    }

    /** Returns the temporary file. */
    Path temporary() {
        return temporary;
    }

    /** Returns a sink that writes from a position on. */
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
            long at = position;
            while (bytes.hasRemaining()) {
                at += channel.write(bytes, at);
            }
        } catch (ClosedByInterruptException e) {
            throw e;
        } catch (IOException e) {
            throw new CannotWriteException(file, e);
        }
    }

    /**
     * Computes the CRC64 of bytes in the file.
     *
     * @param stopped checked between reads
     * @return null if the file ends earlier, or if it was stopped
     */
    @Nullable
    synchronized Long crc64(long position, long length, BooleanSupplier stopped) throws IOException {
        crc.reset();
        ByteBuffer bytes = buffer == null ? ByteBuffer.allocate(BUFFER) : buffer;
        buffer = bytes;
        long left = length;
        while (left > 0) {
            bytes.clear();
            bytes.limit((int) Math.min(bytes.capacity(), left));
            int read = stopped.getAsBoolean() ? -1 : channel.read(bytes, position + length - left);
            if (read < 0) {
                return null;
            }
            bytes.flip();
            crc.update(bytes);
            left -= read;
        }
        return crc.getValue();
    }

    /**
     * Checks that the file contains what was written to it.
     *
     * @throws IOException if it contains other bytes; a retry would not help then
     */
    void checkWritten(long position, long length, long crc64) throws IOException {
        Long held = crc64(position, length, () -> false);
        if (held == null || held != crc64) {
            throw new CannotWriteException(
                    file,
                    new IOException("of the " + length + " bytes written from " + position + " on, it has "
                            + (held == null ? "fewer" : "others")));
        }
    }

    /** Checks that the file is not longer. */
    void checkSize(long size) throws IOException {
        if (channel.size() != size) {
            throw new CannotWriteException(
                    file, new IOException("of " + size + " bytes written, it has " + channel.size()));
        }
    }

    /** Deletes what was written. */
    void clear() throws IOException {
        channel.truncate(0);
    }

    /** Replaces the file by the temporary one. */
    void move() throws IOException {
        close();
        try {
            AtomicMove.replace(temporary, target);
        } catch (IOException e) {
            throw new CannotWriteException(file, e);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } catch (IOException e) {
            // Some file systems report a full disk only now.
            throw new CannotWriteException(file, e);
        }
    }

    /** Deletes the temporary file. */
    void discard(Throwable failure) {
        try {
            channel.close();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
        delete(temporary, failure);
    }

    private static void delete(Path temporary, Throwable failure) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }
}
