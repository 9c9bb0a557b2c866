// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.text.PrintableText;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
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
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import okio.Buffer;
import okio.Sink;
import okio.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * A file that is written beside its place, read back, and moved there only when all of it is right. Whatever fails, the file
 * in its place is as it was. Thread-safe: parts can be written at the same time.
 */
final class TargetFile implements Closeable {
    private static final int BUFFER = 64 * 1024;
    private static final Pattern NAME = Pattern.compile("\\.ossv4-[0-9a-f-]{36}\\.part");

    private final Path file;
    private final Path target;
    private final Path beside;
    private final FileChannel channel;

    private TargetFile(Path file, Path target, Path beside, FileChannel channel) {
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
                    file, target, beside, FileChannel.open(beside, StandardOpenOption.READ, StandardOpenOption.WRITE));
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException | UnsupportedOperationException e) {
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
            throw new IOException("cannot write to " + PrintableText.escape(file.toString()) + ": it is a directory");
        }
        if (!Files.exists(file)) {
            if (Files.isSymbolicLink(file)) {
                throw new IOException("cannot write to " + PrintableText.escape(file.toString())
                        + ": it is a symbolic link to nothing, or to itself");
            }
            return file;
        }
        if (!Files.isRegularFile(file)) {
            throw new IOException(
                    "cannot write to " + PrintableText.escape(file.toString()) + ": it is not a regular file");
        }
        return Files.isSymbolicLink(file) ? file.toRealPath() : file;
    }

    /** A file system without random access, such as that of a zip file, is refused: what it stores could not be checked. */
    private static FileChannel open(Path file, Path target, Path beside) throws IOException {
        if (target.getFileSystem().isReadOnly()) {
            throw new CannotWriteException(file, new ReadOnlyFileSystemException());
        }
        try {
            return create(target, beside);
        } catch (UnsupportedOperationException e) {
            throw new CannotWriteException(
                    file, new UnsupportedOperationException("its file system has no random access"));
        } catch (IOException e) {
            throw new CannotWriteException(file, e);
        }
    }

    /** With the rights of the file that it replaces, and never with more, not even for a moment. */
    private static FileChannel create(Path target, Path beside) throws IOException {
        Set<OpenOption> options = new HashSet<>(
                Arrays.asList(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE));
        PosixFileAttributeView view =
                Files.exists(target) ? Files.getFileAttributeView(target, PosixFileAttributeView.class) : null;
        if (view == null) {
            return FileChannel.open(beside, options);
        }
        Set<PosixFilePermission> rights = view.readAttributes().permissions();
        FileChannel channel = FileChannel.open(beside, options, PosixFilePermissions.asFileAttribute(rights));
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
        return CheckpointLock.tryLock(channel);
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
     * Computes the CRC64 of what the file holds.
     *
     * @param stopped read between buffers: whether to stop
     * @return null if the file ends before, or if it was stopped
     */
    @Nullable
    Long crc64(long position, long length, BooleanSupplier stopped) throws IOException {
        Crc64 crc = new Crc64();
        ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(BUFFER, length));
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
     * Checks that the file holds what was written to it.
     *
     * @throws IOException if it holds other bytes; a retry does not help then
     */
    void checkWritten(long position, long length, long crc64) throws IOException {
        Long held = crc64(position, length, () -> false);
        if (held == null || held != crc64) {
            throw new CannotWriteException(
                    file,
                    new IOException("of the " + length + " bytes written from " + position + " on, it holds "
                            + (held == null ? "fewer" : "others")));
        }
    }

    /** Checks that nothing follows what was written. */
    void checkSize(long size) throws IOException {
        if (channel.size() != size) {
            throw new CannotWriteException(
                    file, new IOException("of " + size + " bytes written it holds " + channel.size()));
        }
    }

    /** Discards what has been written. */
    void clear() throws IOException {
        channel.truncate(0);
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
