// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.file;

import io.github.ossv4.internal.error.Suppressed;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import okio.Buffer;
import okio.Sink;
import okio.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * A file that is written to a temporary file in the same directory, and then replaced. After a failure it is unchanged.
 * Several threads can write and read parts in parallel; one at a time can do everything else.
 *
 * <p>Rule: The file that replaces the target is the one that was checked last ({@code WrittenFileTest}).
 */
public final class TargetFile implements Closeable {
    private static final int BUFFER = 64 * 1024;

    private static final Pattern NAME = Pattern.compile("\\.ossv4-[0-9a-f-]{36}\\.part");
    private static final Set<StandardOpenOption> READ_WRITE =
            EnumSet.of(StandardOpenOption.READ, StandardOpenOption.WRITE);
    private static final Set<StandardOpenOption> CREATE =
            EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

    private final DownloadTarget target;
    private final Path resolved;
    private final OpenDirectory directory;
    private final String temporary;
    private final FileChannel channel;

    /** Null if the file system does not show open files, such as a zip file. */
    private final @Nullable FileFacts facts;

    private volatile boolean isDone;

    private TargetFile(
            DownloadTarget target,
            Path resolved,
            OpenDirectory directory,
            String temporary,
            FileChannel channel,
            @Nullable FileFacts facts) {
        this.target = target;
        this.resolved = resolved;
        this.directory = directory;
        this.temporary = temporary;
        this.channel = channel;
        this.facts = facts;
    }

    /**
     * Creates the temporary file of a target.
     *
     * @throws IOException if the file or its directory cannot be written
     */
    public static TargetFile create(DownloadTarget target) throws IOException {
        Path file = target.file();
        Path resolved = target.resolve();
        if (resolved.getFileSystem().isReadOnly()) {
            throw new CannotWriteException(file, new ReadOnlyFileSystemException());
        }
        try {
            return create(target, resolved, target.directory(resolved));
        } catch (UnsupportedOperationException e) {
            // Such as one of a zip file.
            throw new CannotWriteException(
                    file, new UnsupportedOperationException("its file system has no random access"));
        } catch (ClosedByInterruptException e) {
            throw (InterruptedIOException)
                    new InterruptedIOException("interrupted while the temporary file was created").initCause(e);
        } catch (IOException e) {
            throw new CannotWriteException(file, e);
        }
    }

    /** Creates the temporary file with the permissions of the file that it replaces, and never with more. */
    private static TargetFile create(DownloadTarget target, Path resolved, OpenDirectory directory) throws IOException {
        FileChannel channel = null;
        String temporary = newTemporary();
        try {
            Set<PosixFilePermission> rights =
                    permissions(directory, resolved.getFileName().toString());
            channel = rights == null
                    ? directory.open(temporary, CREATE)
                    : directory.open(temporary, CREATE, PosixFilePermissions.asFileAttribute(rights));
            PosixFileAttributeView view = directory.view(temporary, PosixFileAttributeView.class);
            if (rights != null
                    && view != null
                    && !view.readAttributes().permissions().equals(rights)) {
                // The umask has removed some.
                view.setPermissions(rights);
            }
            return new TargetFile(
                    target, resolved, directory, temporary, channel, facts(directory.path(temporary), channel));
        } catch (Throwable t) {
            discard(channel, directory, temporary, t);
            throw t;
        }
    }

    /** Returns null if the file does not exist, or has no permissions. */
    private static @Nullable Set<PosixFilePermission> permissions(OpenDirectory directory, String name)
            throws IOException {
        PosixFileAttributeView view = directory.view(name, PosixFileAttributeView.class);
        try {
            PosixFileAttributes attributes = view == null ? null : view.readAttributes();
            return attributes == null || attributes.isSymbolicLink() ? null : attributes.permissions();
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /**
     * Returns the facts of a temporary file that was just created; null if its file system does not show open files.
     */
    private static @Nullable FileFacts facts(Path temporary, FileChannel channel) throws IOException {
        FileFacts facts = FileFacts.probe(temporary, channel);
        if (facts == null
                && FileFacts.of(temporary.toAbsolutePath().resolveSibling("")).key() != null) {
            throw new IOException("another process replaced " + temporary.getFileName());
        }
        return facts;
    }

    /**
     * Opens the temporary file of an interrupted download and locks it. Another user may have written the checkpoint: a
     * file with other attributes than this new one is not opened.
     *
     * @param name the name of the {@linkplain #temporary temporary file}
     * @return null if the file no longer exists, or if another user or program may have created it
     * @throws IOException if another download holds the lock
     */
    @Nullable
    public TargetFile reopen(String name, CheckpointFile checkpoint) throws IOException {
        OpenDirectory again = target.directory(resolved);
        FileChannel found = null;
        TargetFile reopened = null;
        try {
            found = openIfLikeThis(again, name);
            reopened = found == null ? null : reopen(again, name, found, checkpoint);
            return reopened;
        } finally {
            if (reopened == null) {
                closeAll(found, again);
            }
        }
    }

    private @Nullable TargetFile reopen(OpenDirectory again, String name, FileChannel found, CheckpointFile checkpoint)
            throws IOException {
        if (!CheckpointLock.tryLock(found)) {
            throw new IOException("another download with the checkpoint " + checkpoint + " is in progress");
        }
        if (facts == null) {
            return new TargetFile(target, resolved, again, name, found, null);
        }
        FileFacts now;
        try {
            now = FileFacts.probe(again.path(name), found);
        } catch (IOException e) {
            // The disk may be full: the probe writes to the file.
            throw new CannotWriteException(target.file(), e);
        }
        return now == null || !isLikeThis(now) ? null : new TargetFile(target, resolved, again, name, found, now);
    }

    private static void closeAll(@Nullable FileChannel channel, OpenDirectory directory) throws IOException {
        try {
            if (channel != null) {
                channel.close();
            }
        } finally {
            directory.close();
        }
    }

    private @Nullable FileChannel openIfLikeThis(OpenDirectory directory, String name) {
        try {
            return isLikeThis(FileFacts.of(directory.path(name))) ? directory.open(name, READ_WRITE) : null;
        } catch (IOException e) {
            return null;
        }
    }

    private boolean isLikeThis(FileFacts other) {
        return facts == null ? other.isRegular() : other.isLike(facts);
    }

    /** Returns a new name, which is short: the file's name with a suffix could be too long. */
    public static String newTemporary() {
        return ".ossv4-" + UUID.randomUUID() + ".part";
    }

    /** Returns whether a name belongs to a temporary file of this class. */
    public static boolean isTemporary(String name) {
        return NAME.matcher(name).matches();
    }

    /**
     * Locks the temporary file until it is closed. On POSIX systems the lock is released as soon as this process closes
     * any other channel of the file.
     *
     * @return false if another process holds the lock; true also if the file system has no locks
     */
    public boolean lock() {
        return CheckpointLock.tryLock(channel);
    }

    /** Returns the temporary file. */
    public Path temporary() {
        return directory.path(temporary);
    }

    /** Returns a sink that writes from a position on. It writes what is left when it is flushed. */
    public Sink sinkAt(long position) {
        return new PositionedSink(position);
    }

    /** Writes many segments of okio with one system call. */
    private final class PositionedSink implements Sink {
        private final Buffer pending = new Buffer();
        private @Nullable ByteBuffer direct;
        private long at;

        PositionedSink(long position) {
            this.at = position;
        }

        @Override
        public void write(Buffer source, long byteCount) throws IOException {
            pending.write(source, byteCount);
            while (pending.size() >= BUFFER) {
                writePending(BUFFER);
            }
        }

        @Override
        public void flush() throws IOException {
            if (pending.size() > 0) {
                writePending((int) pending.size());
            }
        }

        private void writePending(int count) throws IOException {
            ByteBuffer bytes = buffer(count);
            while (bytes.hasRemaining()) {
                pending.read(bytes);
            }
            bytes.flip();
            TargetFile.this.write(bytes, at);
            at += count;
        }

        /** A small file needs no direct buffer, which is expensive to create. */
        private ByteBuffer buffer(int count) {
            if (count < BUFFER && direct == null) {
                return ByteBuffer.allocate(count);
            }
            ByteBuffer bytes = direct == null ? ByteBuffer.allocateDirect(BUFFER) : direct;
            direct = bytes;
            bytes.clear();
            bytes.limit(count);
            return bytes;
        }

        @Override
        public Timeout timeout() {
            return Timeout.NONE;
        }

        @Override
        public void close() {}
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
            throw new CannotWriteException(target.file(), e);
        }
    }

    /**
     * Computes the CRC64 of bytes that an earlier process wrote to this file, which was {@linkplain #reopen reopened}.
     *
     * @param stopped checked between reads
     * @return null if the file ends earlier, or if it was stopped
     */
    @Nullable
    public Long crc64(long position, long length, BooleanSupplier stopped) throws IOException {
        return FileChecksum.compute(channel, position, position + length, stopped);
    }

    private IOException sizeMismatch(long expected) throws IOException {
        return new IOException("the temporary file must have " + expected + " bytes, has " + channel.size());
    }

    /**
     * Deletes what the file has after {@code size} bytes, such as those of an earlier attempt. A new file is not empty.
     */
    public void endAt(long size) throws IOException {
        channel.truncate(size);
    }

    /** Ignored if the file system has no times. */
    private void setLastModified(Instant time) throws IOException {
        try {
            BasicFileAttributeView view = directory.view(temporary, BasicFileAttributeView.class);
            if (view != null) {
                view.setTimes(FileTime.from(time), null, null);
            }
        } catch (IOException e) {
            throw new CannotWriteException(target.file(), e);
        }
    }

    /**
     * Replaces the file by the temporary one, whose content is complete.
     *
     * @param lastModified the modification time of the file, used if the target has none; null for the time of the last
     *     write
     * @throws IOException if the temporary file has another size, or another file has its name
     */
    public void move(long size, @Nullable Instant lastModified) throws IOException {
        Instant time = target.lastModified() == null ? lastModified : target.lastModified();
        if (time != null) {
            setLastModified(time);
        }
        checkIsUnchanged(size);
        closeChannel();
        try {
            target.replace(directory, temporary, resolved);
        } catch (IOException e) {
            throw new CannotWriteException(target.file(), e);
        }
        isDone = true;
        directory.close();
    }

    private void checkIsUnchanged(long size) throws IOException {
        try {
            if (channel.size() != size) {
                throw sizeMismatch(size);
            }
            if (facts != null) {
                BasicFileAttributes now = directory.attributes(temporary);
                if (now.size() != size || !Objects.equals(now.fileKey(), facts.key())) {
                    throw new IOException("another process replaced " + temporary);
                }
            }
        } catch (IOException e) {
            throw new CannotWriteException(target.file(), e);
        }
    }

    private void closeChannel() throws IOException {
        try {
            channel.close();
        } catch (IOException e) {
            // Some file systems report a full disk only now.
            throw new CannotWriteException(target.file(), e);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            closeChannel();
        } finally {
            isDone = true;
            directory.close();
        }
    }

    /** Deletes the temporary file, if that is possible. */
    public void discardQuietly() {
        discard(new IOException());
    }

    /** Deletes the temporary file, unless it was moved or closed. */
    public void discard(Throwable failure) {
        if (!isDone) {
            discard(channel, directory, temporary, failure);
            isDone = true;
        }
    }

    private static void discard(
            @Nullable FileChannel channel, OpenDirectory directory, String temporary, Throwable failure) {
        try {
            if (channel != null) {
                try {
                    channel.close();
                } finally {
                    directory.deleteIfExists(temporary);
                }
            }
        } catch (IOException e) {
            Suppressed.add(failure, e);
        }
        try {
            directory.close();
        } catch (IOException e) {
            Suppressed.add(failure, e);
        }
    }
}
