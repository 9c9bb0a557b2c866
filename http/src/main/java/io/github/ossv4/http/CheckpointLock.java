// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.text.PrintableText;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Keeps other uploads, of this process and of others, from a checkpoint while one uses it. The lock is on a file beside the
 * checkpoint, since the checkpoint itself is replaced at every write. On POSIX other processes are let in as soon as this one
 * closes any other channel of the lock file.
 */
final class CheckpointLock implements Closeable {
    private static final int MAX_LENGTH = 1 << 16;

    private final Path file;
    private final FileChannel channel;

    private CheckpointLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** @throws IOException if another upload holds the lock, or the folder cannot be written to */
    static CheckpointLock acquire(Path checkpoint) throws IOException {
        Path file = checkpoint.resolveSibling(checkpoint.getFileName() + ".lock");
        while (true) {
            FileChannel channel;
            try {
                channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            } catch (IOException | UnsupportedOperationException e) {
                throw new CannotWriteException(checkpoint, e);
            }
            try {
                if (!tryLock(channel)) {
                    throw new IOException("another upload with the checkpoint "
                            + PrintableText.escape(checkpoint.toString()) + " is under way");
                }
                if (isStill(file, channel)) {
                    return new CheckpointLock(file, channel);
                }
            } catch (Throwable t) {
                channel.close();
                throw t;
            }
            // Whoever held it before has just deleted the file.
            channel.close();
        }
    }

    /** Locks a file until its channel is closed; false if another holds the lock, true also where there are no locks. */
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

    /**
     * Whether the file that was locked is the one that others would open. Its length tells, a random one: to open it once more
     * would give up the lock.
     */
    private static boolean isStill(Path file, FileChannel channel) throws IOException {
        int length = 1 + ThreadLocalRandom.current().nextInt(MAX_LENGTH);
        channel.truncate(0);
        channel.write(ByteBuffer.allocate(1), length - 1L);
        try {
            return Files.size(file) == length;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        try {
            Files.deleteIfExists(file);
        } finally {
            channel.close();
        }
    }
}
