// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.journal;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/**
 * A journal in a file, which grows until it is replaced by one with the current state. A change is one write, so a
 * process that is killed leaves at most one incomplete line, the last one. Nothing is forced to the disk: the journal
 * survives the end of the process, but the last changes can be lost if the machine fails.
 */
public final class FileJournal implements Journal, Closeable {
    private static final System.Logger LOGGER = System.getLogger(FileJournal.class.getName());

    /** A journal that is smaller is not replaced while the emulator runs. */
    public static final long MIN_BYTES = 64L << 20;

    private final Path path;
    private final Opener opener;
    private final State state;
    private final long minBytes;

    /** Held for writing while the journal is replaced: then every recorded change is visible. */
    private final ReadWriteLock lock = new ReentrantReadWriteLock();

    private Output output;
    private volatile JournalLine.End end;
    private volatile long replaceAt;
    private @Nullable IOException failure;

    /** The open file. */
    public interface Output extends Closeable {
        /** Appends bytes. If this fails, a part of them may have been written. */
        void write(byte[] bytes) throws IOException;

        /** Truncates the file. */
        void truncate(long length) throws IOException;
    }

    /** Opens files. */
    public interface Opener {
        /** Opens a file to append to it. */
        Output open(Path path) throws IOException;
    }

    /** The state that a journal results in. */
    public interface State {
        /** Writes the changes that lead to this state from an empty one. No change is made meanwhile. */
        void write(Change.Sink sink) throws IOException;
    }

    /**
     * Opens a journal to append to it.
     *
     * @param end the end of its complete lines; the rest is removed
     */
    public FileJournal(Path path, JournalLine.End end, Opener opener, State state, long minBytes) throws IOException {
        this.path = path;
        this.opener = opener;
        this.state = state;
        this.minBytes = minBytes;
        this.output = opener.open(path);
        this.end = end;
        this.replaceAt = Math.max(minBytes, 2 * end.length());
        output.truncate(end.length());
    }

    /** Opens a file on the disk. */
    // Uses no channel: an interrupt of the thread would close it.
    public static Output open(Path path) throws IOException {
        RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
        file.seek(file.length());
        return new Output() {
            @Override
            public void write(byte[] bytes) throws IOException {
                file.write(bytes);
            }

            @Override
            public void truncate(long length) throws IOException {
                file.setLength(length);
                file.seek(length);
            }

            @Override
            public void close() throws IOException {
                file.close();
            }
        };
    }

    @Override
    public void commit(Change change, Runnable apply) {
        try {
            byte[] line = JournalLine.of(ChangeWriter.toJson(change));
            lock.readLock().lock();
            try {
                append(line);
                apply.run();
            } finally {
                lock.readLock().unlock();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + path + ": " + e.getMessage(), e);
        }
        if (end.length() > replaceAt) {
            replaceIfLong();
        }
    }

    private synchronized void append(byte[] line) throws IOException {
        if (failure != null) {
            throw new IOException("an earlier change was not written: " + failure.getMessage(), failure);
        }
        JournalLine.End next = JournalLine.complete(line, end);
        try {
            output.write(line);
        } catch (IOException e) {
            removeIncompleteLine(e);
            throw e;
        }
        end = next;
    }

    /**
     * Removes a part of a line. If this fails too, all later changes fail, since they would follow the incomplete line.
     */
    private void removeIncompleteLine(IOException cause) {
        try {
            output.truncate(end.length());
        } catch (IOException e) {
            cause.addSuppressed(e);
            failure = cause;
        }
    }

    private void replaceIfLong() {
        lock.writeLock().lock();
        try {
            if (end.length() > replaceAt) {
                replace();
            }
        } catch (IOException e) {
            // The longer journal is still complete.
            LOGGER.log(System.Logger.Level.WARNING, "cannot make " + path + " shorter", e);
            replaceAt = 2 * end.length();
        } finally {
            lock.writeLock().unlock();
        }
    }

    /**
     * Replaces the journal by one with the current state. If this fails, the journal is unchanged, or all later changes
     * fail.
     */
    public synchronized void replace() throws IOException {
        if (failure != null) {
            throw failure;
        }
        Path next = path.resolveSibling(path.getFileName() + ".new");
        JournalLine.End written;
        try {
            written = writeState(next);
        } catch (IOException e) {
            Files.deleteIfExists(next);
            throw e;
        }
        try {
            // Windows does not replace an open file.
            output.close();
            Files.move(next, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            end = written;
            output = opener.open(path);
        } catch (IOException e) {
            failure = e;
            throw e;
        }
        replaceAt = Math.max(minBytes, 2 * end.length());
    }

    private JournalLine.End writeState(Path file) throws IOException {
        JournalLine.End[] written = {JournalLine.End.OF_EMPTY};
        try (OutputStream out = new BufferedOutputStream(new FileOutputStream(file.toFile()), 1 << 16)) {
            state.write(change -> {
                byte[] line = JournalLine.of(ChangeWriter.toJson(change));
                written[0] = JournalLine.complete(line, written[0]);
                out.write(line);
            });
        }
        return written[0];
    }

    /** Closes the file. Later changes fail. */
    @Override
    public synchronized void close() throws IOException {
        failure = new IOException("the emulator is closed");
        output.close();
    }
}
