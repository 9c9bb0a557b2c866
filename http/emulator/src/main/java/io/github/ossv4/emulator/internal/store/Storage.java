// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.store;

import io.github.ossv4.emulator.internal.body.BodyFiles;
import io.github.ossv4.emulator.internal.object.BucketSettings;
import io.github.ossv4.emulator.internal.wire.MemoryLimit;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
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
     * @param directory for objects, which are deleted at the end; null for the system's temporary directory
     * @param persistentDirectory for objects that are kept, created if it does not exist; null if they are not
     * @param fileBytes the minimum size of a body in a file; smaller ones are kept in memory, since creating a file
     *     takes longer than all the rest of a small PutObject. A quarter of that if the bodies are persistent
     */
    public record Settings(
            List<String> buckets,
            BucketSettings defaults,
            @Nullable Path directory,
            @Nullable Path persistentDirectory,
            int fileBytes) {}

    /**
     * Opens a storage.
     *
     * @throws IOException if a directory cannot be used, another emulator uses it, or what it contains is damaged
     */
    public static Storage open(Settings settings, Clock clock) throws IOException {
        if (settings.persistentDirectory == null) {
            Path temporary = newDirectory(settings.directory);
            return open(settings, clock, null, new BodyFiles(temporary), () -> deleteAll(temporary));
        }
        PersistentDirectory kept = PersistentDirectory.open(settings.persistentDirectory);
        try {
            return open(settings, clock, kept, kept.files(), kept);
        } catch (IOException | RuntimeException e) {
            kept.close();
            throw e;
        }
    }

    private static Storage open(
            Settings settings, Clock clock, @Nullable PersistentDirectory kept, BodyFiles files, Closeable directory)
            throws IOException {
        MemoryLimit memory = MemoryLimit.ofObjects(
                MemoryLimit.objectBytes(Runtime.getRuntime().maxMemory()));
        Changes changes = new Changes(kept, memory);
        Buckets buckets = new Buckets(settings.buckets, settings.defaults, clock, changes);
        PendingUploads uploads = new PendingUploads(clock, changes);
        VersionIds versionIds =
                new VersionIds(kept == null ? VersionIds.randomFirst() : kept.restore(buckets, uploads));
        buckets.createInitial();
        int fileBytes = kept == null ? settings.fileBytes : settings.fileBytes / 4;
        return new Storage(buckets, new ObjectStore(files, fileBytes, clock, buckets, versionIds), uploads, directory);
    }

    private static Path newDirectory(@Nullable Path parent) throws IOException {
        String prefix = "ossv4-emulator-";
        return parent == null
                ? Files.createTempDirectory(prefix)
                : Files.createTempDirectory(createDirectories(parent), prefix);
    }

    static Path createDirectories(Path path) throws IOException {
        try {
            return Files.createDirectories(path);
        } catch (FileAlreadyExistsException e) {
            // The JDK's message is only the path.
            throw new IOException(e.getFile() + " is not a directory", e);
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
