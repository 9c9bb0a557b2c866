// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.store;

import io.github.ossv4.emulator.internal.body.BodyFiles;
import io.github.ossv4.emulator.internal.body.BodyMemory;
import io.github.ossv4.emulator.internal.body.BodySpace;
import io.github.ossv4.emulator.internal.body.MemoryLimit;
import io.github.ossv4.emulator.internal.journal.Journal;
import io.github.ossv4.emulator.internal.object.BucketSettings;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The buckets, objects and uploads of an emulator. Thread-safe. */
public record Storage(Buckets buckets, ObjectStore store, PendingUploads uploads, Closeable directory)
        implements AutoCloseable {
    /**
     * The settings of a storage.
     *
     * @param buckets the names of the buckets at the start
     * @param defaults the settings of new buckets
     * @param fileBytes the minimum size of a body in a file; smaller ones are kept in memory, since creating a file takes
     *     longer than all the rest of a small PutObject. A quarter of that if the bodies are persistent, or while more than
     *     half of the memory is used
     */
    public record Settings(List<String> buckets, BucketSettings defaults, Clock clock, int fileBytes) {
        private Buckets newBuckets(Changes changes) {
            return new Buckets(buckets, defaults, clock, changes);
        }

        private int reducedFileBytes() {
            return fileBytes / 4;
        }

        private ObjectStore newStore(BodySpace space, IntSupplier minFileBytes, Buckets all, long versions) {
            return new ObjectStore(space, minFileBytes, clock, all, new VersionIds(versions));
        }

        private Storage newStorage(BodySpace space, MemoryLimit memory, Closeable directory) {
            Changes changes = new Changes(Journal.NONE, memory);
            Buckets all = newBuckets(changes);
            all.createInitial();
            IntSupplier minFileBytes = () -> memory.isHalfFree() ? fileBytes : reducedFileBytes();
            ObjectStore store = newStore(space, minFileBytes, all, VersionIds.randomFirst());
            return new Storage(all, store, new PendingUploads(clock, changes), directory);
        }
    }

    /**
     * Creates an empty storage in a new directory, which is deleted when it is closed.
     *
     * @param parent the parent directory; null for the system's temporary directory
     */
    public static Storage temporary(@Nullable Path parent, Settings settings) throws IOException {
        String prefix = "ossv4-emulator-";
        Path directory = parent == null
                ? Files.createTempDirectory(prefix)
                : Files.createTempDirectory(createDirectories(parent), prefix);
        return settings.newStorage(new BodyFiles(directory), limitOfHeap(), () -> deleteAll(directory));
    }

    static Path createDirectories(Path path) throws IOException {
        try {
            return Files.createDirectories(path);
        } catch (FileAlreadyExistsException e) {
            // The JDK's message is only the path.
            throw new IOException(e.getFile() + " is not a directory", e);
        }
    }

    private static MemoryLimit limitOfHeap() {
        return new MemoryLimit(MemoryLimit.ofHeap(Runtime.getRuntime().maxMemory()));
    }

    /**
     * Creates an empty storage in memory, which writes no file.
     *
     * @param bytes the maximum size of bodies and index together
     * @throws IllegalArgumentException if the heap is too small for them
     */
    public static Storage inMemory(long bytes, Settings settings) {
        long heap = Runtime.getRuntime().maxMemory();
        if (bytes > MemoryLimit.ofHeap(heap)) {
            throw new IllegalArgumentException(
                    "the memory for objects must be at most " + MemoryLimit.ofHeap(heap) + " bytes, was " + bytes
                            + ": the maximum heap is " + heap + " bytes, start Java with a larger -Xmx");
        }
        MemoryLimit memory = new MemoryLimit(bytes);
        return settings.newStorage(new BodyMemory(memory), memory, () -> {});
    }

    /**
     * Opens the storage in a directory, which is created if it does not exist.
     *
     * @throws IOException if another emulator uses the directory, or what it contains is damaged
     */
    public static Storage persistent(Path directory, Settings settings) throws IOException {
        PersistentDirectory opened = PersistentDirectory.open(directory);
        try {
            Changes changes = new Changes(opened, limitOfHeap());
            Buckets buckets = settings.newBuckets(changes);
            PendingUploads uploads = new PendingUploads(settings.clock, changes);
            long versions = opened.restore(buckets, uploads);
            buckets.createInitial();
            return new Storage(
                    buckets,
                    settings.newStore(opened.files(), settings::reducedFileBytes, buckets, versions),
                    uploads,
                    opened);
        } catch (IOException | RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    /** Deletes all objects and uploads, and restores the buckets at the start. */
    public void clear() {
        // In this order, since an upload may complete before it is aborted: its object is deleted too.
        uploads.abortAll();
        store.clear();
        buckets.restore();
    }

    /**
     * Stops all copies and closes the directory.
     *
     * @throws UncheckedIOException if a file cannot be deleted
     */
    @Override
    public void close() {
        uploads.close();
        try {
            directory.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void deleteAll(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
                Files.deleteIfExists(file);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
