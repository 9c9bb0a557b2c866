// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.Comparator;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The objects: an index in memory, and for each body a file that is written once. An object appears, is replaced and
 * goes by one change of the index, so nobody ever sees half of one. Thread-safe.
 */
final class ObjectStore implements AutoCloseable {
    private final Path directory;
    private final Clock clock;
    private final AtomicLong nextFile = new AtomicLong();
    private final ConcurrentMap<ObjectName, StoredObject> objects = new ConcurrentHashMap<>();

    private ObjectStore(Path directory, Clock clock) {
        this.directory = directory;
        this.clock = clock;
    }

    /** An empty store in a new directory below {@code parent}; null stands for the system's directory for such things. */
    static ObjectStore below(@Nullable Path parent, Clock clock) throws IOException {
        String prefix = "ossv4-emulator-";
        Path directory = parent == null
                ? Files.createTempDirectory(prefix)
                : Files.createTempDirectory(Files.createDirectories(parent), prefix);
        return new ObjectStore(directory, clock);
    }

    /** Starts a body. It belongs to no object until {@link #publish} is called. */
    Upload upload() throws IOException {
        return Upload.into(directory.resolve(Long.toString(nextFile.getAndIncrement())));
    }

    boolean contains(ObjectName name) {
        return objects.containsKey(name);
    }

    /**
     * Makes an object visible, in place of one that has the name already.
     *
     * @return null if it exists and must not be overwritten; nothing has changed then
     */
    @Nullable
    StoredObject publish(ObjectName name, ObjectBody body, ObjectMetadata metadata, boolean overwrite) {
        StoredObject object = new StoredObject(body, metadata, clock.instant());
        StoredObject before = overwrite ? objects.put(name, object) : objects.putIfAbsent(name, object);
        if (before == null) {
            return object;
        }
        if (!overwrite) {
            return null;
        }
        deleteFile(before);
        return object;
    }

    @Nullable
    StoredObject find(ObjectName name) {
        return objects.get(name);
    }

    /** Opens an object; null if there is none. */
    @Nullable
    OpenObject open(ObjectName name) throws IOException {
        while (true) {
            StoredObject object = objects.get(name);
            if (object == null) {
                return null;
            }
            try {
                return new OpenObject(object, FileChannel.open(object.body().file(), StandardOpenOption.READ));
            } catch (NoSuchFileException e) {
                // It was replaced or deleted since it was looked up; if it was not, its file is truly missing.
                if (object.equals(objects.get(name))) {
                    throw e;
                }
            }
        }
    }

    /** Deletes an object, if there is one. */
    void delete(ObjectName name) {
        StoredObject object = objects.remove(name);
        if (object != null) {
            deleteFile(object);
        }
    }

    private static void deleteFile(StoredObject object) {
        try {
            Files.deleteIfExists(object.body().file());
        } catch (IOException e) {
            // The object is gone from the index all the same, and its file goes with the directory.
        }
    }

    /** Forgets all objects and deletes the directory. */
    @Override
    public void close() throws IOException {
        objects.clear();
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
