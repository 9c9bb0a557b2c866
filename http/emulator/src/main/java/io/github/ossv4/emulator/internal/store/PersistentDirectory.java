// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.store;

import io.github.ossv4.emulator.internal.body.BodyFiles;
import io.github.ossv4.emulator.internal.journal.Change;
import io.github.ossv4.emulator.internal.journal.ChangeReader;
import io.github.ossv4.emulator.internal.journal.FileJournal;
import io.github.ossv4.emulator.internal.journal.Journal;
import io.github.ossv4.emulator.internal.journal.JournalLine;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A directory whose content survives the emulator: a {@code journal}, a directory {@code objects} with the bodies in
 * files, and the file {@code lock}. One emulator uses it at a time. Thread-safe.
 */
final class PersistentDirectory implements Journal, Closeable {
    private static final System.Logger LOGGER = System.getLogger(PersistentDirectory.class.getName());
    private static final String LOCK = "lock";

    /**
     * The open directories of this process: on Linux, closing any channel of a file releases all its locks in the
     * process.
     */
    private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

    private final Path directory;
    private final FileChannel lock;
    private final BodyFiles files;

    /** Null while the journal is read: nothing is changed then. */
    private @Nullable FileJournal journal;

    private PersistentDirectory(Path directory, FileChannel lock, BodyFiles files) {
        this.directory = directory;
        this.lock = lock;
        this.files = files;
    }

    /**
     * Opens a directory, which is created if it does not exist.
     *
     * @throws IOException if another emulator uses it
     */
    static PersistentDirectory open(Path path) throws IOException {
        Path directory = Storage.createDirectories(path).toRealPath();
        if (!OPEN.add(directory)) {
            throw inUse(path);
        }
        try {
            checkIsOfEmulator(directory);
            BodyFiles files = new BodyFiles(Storage.createDirectories(directory.resolve("objects")));
            return new PersistentDirectory(directory, lock(path), files);
        } catch (Throwable t) {
            OPEN.remove(directory);
            throw t;
        }
    }

    /** Refuses a directory with files that are not the emulator's, since it might replace them. */
    private static void checkIsOfEmulator(Path directory) throws IOException {
        if (Files.exists(directory.resolve(LOCK))) {
            return;
        }
        try (Stream<Path> entries = Files.list(directory)) {
            // The root of a file system.
            Optional<Path> other = entries.filter(
                            entry -> !entry.getFileName().toString().equals("lost+found"))
                    .findFirst();
            if (other.isPresent()) {
                throw new IOException("the directory must be empty or one of the emulator, contains " + other.get());
            }
        }
    }

    // The lock is held until the channel is closed.
    @SuppressWarnings("try")
    private static FileChannel lock(Path directory) throws IOException {
        FileChannel channel =
                FileChannel.open(directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() == null) {
                throw inUse(directory);
            }
            return channel;
        } catch (Throwable t) {
            channel.close();
            throw t;
        }
    }

    private static IOException inUse(Path directory) {
        return new IOException("another emulator uses the directory " + directory);
    }

    /**
     * Restores what is stored, and opens the journal for changes.
     *
     * @return the first half of new version IDs
     */
    long restore(Buckets buckets, PendingUploads uploads) throws IOException {
        Path path = directory.resolve("journal");
        if (Files.isDirectory(path)) {
            throw new IOException(path + " is a directory, not a journal of the emulator");
        }
        if (Files.isSymbolicLink(path)) {
            throw new IOException(path + " must be a regular file, and not a link");
        }
        Files.deleteIfExists(directory.resolve("journal.new"));
        Restoration restoration = new Restoration(files, buckets, uploads);
        ChangeReader reader = new ChangeReader(restoration::file, restoration);
        long size = Files.exists(path) ? Files.size(path) : 0;
        JournalLine.End end = size > 0 ? JournalLine.readAll(path, reader) : JournalLine.End.OF_EMPTY;
        Long before = restoration.versions();
        if (before == null && size > 0) {
            throw new IOException(path + " is not a journal of the emulator");
        }
        if (end.length() < size) {
            LOGGER.log(
                    System.Logger.Level.WARNING,
                    "removed " + (size - end.length()) + " bytes from the end of " + path
                            + ": an incomplete line, as a killed process leaves it");
        }
        if (before == null && !files.isEmpty()) {
            throw new IOException(
                    directory + " contains objects without a journal. Remove them to start without them.");
        }
        restoration.restoreFiles();
        // Greater than all earlier version IDs, including those of deleted versions.
        long versions = before == null ? VersionIds.randomFirst() : before + 1;
        journal = new FileJournal(
                path, end, FileJournal::open, sink -> write(sink, versions, buckets, uploads), FileJournal.MIN_BYTES);
        long[] needed = new long[1];
        write(change -> needed[0]++, versions, buckets, uploads);
        // A new journal appears with its first lines, so that it is recognized.
        if (before == null || reader.lines() > 2 * needed[0]) {
            journal.replace();
        } else {
            journal.commit(new Change.Start(versions), () -> {});
        }
        return versions;
    }

    private static void write(Change.Sink sink, long versions, Buckets buckets, PendingUploads uploads)
            throws IOException {
        sink.receive(new Change.Start(versions));
        for (Bucket bucket : buckets.all()) {
            bucket.write(sink);
        }
        for (PendingUpload upload : uploads.all()) {
            upload.write(sink);
        }
    }

    BodyFiles files() {
        return files;
    }

    @Override
    public void commit(Change change, Runnable apply) {
        if (journal == null) {
            throw new IllegalStateException("nothing is changed before the journal is read");
        }
        journal.commit(change, apply);
    }

    /** Closes the journal and lets another emulator use the directory. */
    @Override
    public void close() throws IOException {
        try (lock) {
            if (journal != null) {
                journal.close();
            }
        } finally {
            OPEN.remove(directory);
        }
    }
}
