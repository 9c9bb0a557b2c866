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
 * The objects: an index in memory, and files with their bytes. An object appears, is replaced, grows and goes by one
 * change of the index, so nobody ever sees half of one. Thread-safe.
 */
final class ObjectStore implements AutoCloseable {
    private final Path directory;
    private final Clock clock;
    private final Versioning versioning;
    private final AtomicLong nextFile = new AtomicLong();
    private final ConcurrentMap<ObjectName, History> objects = new ConcurrentHashMap<>();

    private ObjectStore(Path directory, Clock clock, Versioning versioning) {
        this.directory = directory;
        this.clock = clock;
        this.versioning = versioning;
    }

    /** An empty store in a new directory below {@code parent}; null stands for the system's directory for such things. */
    static ObjectStore below(@Nullable Path parent, Clock clock, Versioning versioning) throws IOException {
        String prefix = "ossv4-emulator-";
        Path directory = parent == null
                ? Files.createTempDirectory(prefix)
                : Files.createTempDirectory(Files.createDirectories(parent), prefix);
        return new ObjectStore(directory, clock, versioning);
    }

    /** Whether an object that is replaced or deleted stays as a version. */
    boolean keepsHistory() {
        return versioning.isEnabled();
    }

    /**
     * An object, which need not be there.
     *
     * @param versionId null for the latest version
     * @throws OssException if no version can be called so
     */
    ObjectReference reference(ObjectName name, @Nullable String versionId) {
        if (versionId != null && versionId.isEmpty()) {
            throw OssException.invalidArgument(
                    "0012-00000201", "Version id can not be the empty string.", ObjectReference.VERSION_ID, versionId);
        }
        if (versionId != null && !versionId.equals(Version.NULL_ID) && !keepsHistory()) {
            throw OssException.invalidArgument(
                    "0012-00000301", "The bucket has no versioning.", ObjectReference.VERSION_ID, versionId);
        }
        return new ObjectReference(name, versionId);
    }

    /** Starts a body. It belongs to no object until {@link #publish} or {@link #append} is called. */
    BodyWriter upload() throws IOException {
        return BodyWriter.into(newFile());
    }

    /** A path where no file is yet. */
    Path newFile() {
        return directory.resolve(Long.toString(nextFile.getAndIncrement()));
    }

    private History history(ObjectName name) {
        return objects.getOrDefault(name, History.EMPTY);
    }

    /**
     * Checks whether nothing would be overwritten. What stays as a version is not.
     *
     * @throws OssException if there is such an object
     */
    void checkAbsent(ObjectName name) {
        if (!keepsHistory() && !history(name).isEmpty()) {
            throw OssException.fileAlreadyExists(name.key());
        }
    }

    /**
     * Makes an object visible, in place of one that has the name already.
     *
     * @param overwrite whether there may be one
     * @throws OssException if there is one that must not be overwritten; nothing has changed then
     */
    StoredObject publish(ObjectName name, ObjectBody body, ObjectAttributes attributes, boolean overwrite) {
        StoredObject object = new StoredObject(versioning.idOfObject(), body, attributes, clock.instant());
        while (true) {
            History before = history(name);
            if (!overwrite) {
                checkAbsent(name);
            }
            if (replace(name, before, before.with(object))) {
                return object;
            }
        }
    }

    /**
     * Makes a copy visible, as {@link #publish}. It shares the file of its source.
     *
     * @param source what {@code reference} was found to be
     * @return null if that has changed meanwhile
     */
    @Nullable
    StoredObject copy(
            ObjectReference reference,
            StoredObject source,
            ObjectName name,
            ObjectAttributes attributes,
            boolean overwrite) {
        StoredObject copy = new StoredObject(versioning.idOfObject(), source.body(), attributes, clock.instant());
        ObjectFile file = source.body().file();
        if (!file.retain()) {
            return null;
        }
        boolean copied = false;
        try {
            History before = history(name);
            if (!overwrite) {
                checkAbsent(name);
            }
            // Onto itself: bytes that were appended since must not get lost.
            copied = find(reference) == source && replace(name, before, before.with(copy));
            return copied ? copy : null;
        } finally {
            if (!copied) {
                file.release();
            }
        }
    }

    /**
     * Checks whether an object can be appended to at {@code position}.
     *
     * @return the object; null if it is yet to be made
     * @throws OssException if it cannot
     */
    @Nullable
    StoredObject appendable(ObjectName name, long position) {
        return appendable(history(name), position);
    }

    private static @Nullable StoredObject appendable(History history, long position) {
        StoredObject object = history.latest() instanceof StoredObject latest ? latest : null;
        if (object != null && !object.body().appendable()) {
            throw OssException.objectNotAppendable();
        }
        long size = object == null ? 0 : object.body().size();
        if (position != size) {
            throw OssException.positionNotEqualToLength(size);
        }
        return object;
    }

    /**
     * Appends to an object, or makes it.
     *
     * @param piece what to append; its file is the store's afterwards
     * @param attributes of an object that is yet to be made
     * @throws OssException as {@link #appendable}; nothing has changed then, and the file is still the caller's
     */
    StoredObject append(ObjectName name, long position, ObjectBody piece, ObjectAttributes attributes)
            throws IOException {
        while (true) {
            History before = history(name);
            StoredObject object = appendable(before, position);
            if (object == null) {
                StoredObject made = new StoredObject(
                        versioning.idOfAppendable(), piece.startAppending(), attributes, clock.instant());
                if (replace(name, before, before.with(made))) {
                    return made;
                }
            } else if (piece.size() == 0) {
                piece.file().release();
                return object;
            } else {
                StoredObject grown = grow(name, before, object, piece);
                if (grown != null) {
                    piece.file().release();
                    return grown;
                }
            }
        }
    }

    /** Null if somebody else was faster. */
    private @Nullable StoredObject grow(ObjectName name, History before, StoredObject object, ObjectBody piece)
            throws IOException {
        ObjectFile file = object.body().file();
        synchronized (file) {
            // Who has waited for another one to append must not write over what that one wrote.
            if (history(name) != before || !file.retain()) {
                return null;
            }
            boolean replaced = false;
            try {
                StoredObject grown = new StoredObject(
                        object.versionId(), object.body().append(piece), object.attributes(), clock.instant());
                replaced = replace(name, before, before.with(grown));
                return replaced ? grown : null;
            } finally {
                if (!replaced) {
                    file.release();
                }
            }
        }
    }

    /** Looks an object up, or the marker in its place; null if there is neither. */
    @Nullable
    Version find(ObjectReference reference) {
        History history = history(reference.name());
        String versionId = reference.versionId();
        return versionId == null ? history.latest() : history.find(versionId);
    }

    /**
     * Looks an object up.
     *
     * @param method of the request that wants it
     * @throws OssException if it is not there
     */
    StoredObject get(ObjectReference reference, String method) {
        Version version = find(reference);
        if (version instanceof StoredObject object) {
            return object;
        }
        throw version instanceof DeleteMarker marker ? reference.deleted(marker, method) : reference.missing();
    }

    /** Opens an object. As {@link #get}. */
    OpenObject open(ObjectReference reference, String method) throws IOException {
        while (true) {
            StoredObject object = get(reference, method);
            try {
                return new OpenObject(
                        object, FileChannel.open(object.body().file().path(), StandardOpenOption.READ));
            } catch (NoSuchFileException e) {
                // It was replaced or deleted since it was looked up; if it was not, its file is truly missing.
                if (object == find(reference)) {
                    throw e;
                }
            }
        }
    }

    /**
     * Deletes an object or a version for good, or marks the object as deleted.
     *
     * @return what was deleted, or the marker; null if there was nothing
     */
    @Nullable
    Version delete(ObjectReference reference) {
        ObjectName name = reference.name();
        String versionId = reference.versionId();
        if (versionId == null && keepsHistory()) {
            DeleteMarker marker = new DeleteMarker(versioning.nextId());
            while (true) {
                History before = history(name);
                if (replace(name, before, before.with(marker))) {
                    return marker;
                }
            }
        }
        String id = versionId == null ? Version.NULL_ID : versionId;
        while (true) {
            History before = history(name);
            if (replace(name, before, before.without(id))) {
                return before.find(id);
            }
        }
    }

    /** The only change of the index there is: if nobody else has changed {@code before} meanwhile. */
    private boolean replace(ObjectName name, History before, History after) {
        boolean replaced;
        if (before.isEmpty()) {
            replaced = after.isEmpty() || objects.putIfAbsent(name, after) == null;
        } else {
            replaced = after.isEmpty() ? objects.remove(name, before) : objects.replace(name, before, after);
        }
        if (replaced) {
            before.missingFrom(after).forEach(object -> object.body().file().release());
        }
        return replaced;
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
