// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.file;

import io.github.ossv4.internal.text.PrintableText;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A lock that only one upload or download holds at a time, among all processes. It is a lock on a file next to the
 * checkpoint, since the checkpoint itself is replaced at each write. On POSIX systems the lock is released as soon as
 * this process closes any other channel of the lock file.
 */
public final class CheckpointLock implements Closeable {
    private static final String SUFFIX = ".ossv4-lock";
    private static final byte[] MARK = "ossv4 upload lock\n".getBytes(StandardCharsets.US_ASCII);

    /** Another attempt is needed only if the holder deletes the file just after it was opened here. */
    private static final int MAX_ATTEMPTS = 1_000;

    private static final Set<OpenOption> OPTIONS = new HashSet<>(Arrays.asList(
            StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));

    private final Path file;
    private final FileChannel channel;
    private boolean closed;

    private CheckpointLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Locks a checkpoint.
     *
     * @throws IOException if another transfer holds the lock, the lock file cannot be created, or another file has its
     *     name
     */
    public static CheckpointLock acquire(Path checkpoint) throws IOException {
        Path file = checkpoint.resolveSibling(checkpoint.getFileName() + SUFFIX);
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            FileChannel channel = open(checkpoint, file);
            try {
                if (!tryLock(channel)) {
                    throw inProgress(checkpoint);
                }
                if (mark(checkpoint, file, channel)) {
                    return new CheckpointLock(file, channel);
                }
            } catch (Throwable t) {
                channel.close();
                throw t;
            }
            // The previous holder has just deleted the file.
            channel.close();
        }
        throw new IOException("cannot lock " + PrintableText.escape(file.toString()) + ": " + MAX_ATTEMPTS
                + " attempts did not show that it is the file that was opened; another process replaces it, or its file system"
                + " does not show open files");
    }

    /** Like {@link #acquire}, but returns null if the file system cannot lock files, such as a zip file. */
    public static @Nullable CheckpointLock acquireIfPossible(Path checkpoint) throws IOException {
        try {
            return acquire(checkpoint);
        } catch (CannotWriteException e) {
            if (e.getCause() instanceof UnsupportedOperationException) {
                return null;
            }
            throw e;
        }
    }

    private static IOException inProgress(Path checkpoint) {
        return new IOException("another transfer with the checkpoint " + PrintableText.escape(checkpoint.toString())
                + " is in progress");
    }

    /** Creates the file for its owner alone. Does not follow links or wait for a pipe. */
    private static FileChannel open(Path checkpoint, Path file) throws IOException {
        if (isForeign(file)) {
            throw foreign(file);
        }
        try {
            return FileChannel.open(file, OPTIONS, FileFacts.ownerOnly(file));
        } catch (IllegalArgumentException | UnsupportedOperationException e) {
            // A zip file refuses options for links, and shows a file only when it is closed.
            throw new CannotWriteException(
                    checkpoint, new UnsupportedOperationException("its file system cannot lock files"));
        } catch (IOException e) {
            throw new CannotWriteException(checkpoint, e);
        }
    }

    private static boolean isForeign(Path file) throws IOException {
        try {
            FileFacts facts = FileFacts.of(file);
            return !facts.isRegular() || !facts.hasOneName();
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private static IOException foreign(Path file) {
        return new IOException(
                "not a lock file of this library, not modified: " + PrintableText.escape(file.toString()));
    }

    /** Returns whether the file is empty or starts with the mark. */
    private static boolean isOurs(FileChannel channel) throws IOException {
        ByteBuffer start = ByteBuffer.allocate(MARK.length);
        while (start.hasRemaining() && channel.read(start, start.position()) >= 0) {}
        return start.position() == 0 || Arrays.equals(start.array(), MARK);
    }

    /** Marks the locked file. Returns whether other processes would still open the same file. */
    private static boolean mark(Path checkpoint, Path file, FileChannel channel) throws IOException {
        if (!isOurs(channel)) {
            throw foreign(file);
        }
        try {
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(MARK), 0);
            return FileFacts.probe(file, channel) != null;
        } catch (IOException e) {
            // The disk may be full.
            throw new CannotWriteException(checkpoint, e);
        }
    }

    /**
     * Locks a file until its channel is closed. Returns false if another process holds the lock, and true if locks are
     * not supported.
     */
    static boolean tryLock(FileChannel channel) {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        } catch (IOException | UnsupportedOperationException e) {
            return true;
        }
    }

    /** Releases a lock after a transfer, whose result does not depend on it; null for none. */
    public static void release(@Nullable CheckpointLock lock) {
        if (lock != null) {
            try {
                lock.close();
            } catch (Throwable t) {
                // The lock is released; its file may be left.
            }
        }
    }

    /** Deletes the lock file once: a second time, it might be the file of another transfer. */
    @Override
    public synchronized void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try {
            Files.deleteIfExists(file);
        } finally {
            channel.close();
        }
    }
}
