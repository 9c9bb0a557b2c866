// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.store;

import io.github.ossv4.emulator.internal.object.BucketSettings;
import io.github.ossv4.emulator.internal.object.ObjectName;
import io.github.ossv4.emulator.internal.object.Version;
import io.github.ossv4.emulator.internal.wire.OssError;
import io.github.ossv4.emulator.internal.wire.OssException;
import io.github.ossv4.internal.text.ResourceNames;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A bucket: its settings, and the index of its objects by the UTF-8 bytes of their keys. Thread-safe.
 *
 * <p>Rule: Nothing is stored in a deleted bucket; only an empty bucket is deleted ({@code BucketsTest}).
 */
public final class Bucket {
    /** Several keys share a lock. A change waits only for changes of keys with the same lock. */
    private static final int LOCKS = 64;

    private final String name;
    private final Instant created;
    private final Changes changes;
    private final Object[] locks = new Object[LOCKS];
    private final ConcurrentNavigableMap<String, History> objects =
            new ConcurrentSkipListMap<>(ResourceNames::compareKeys);

    /** Held for writing while the bucket is deleted, so that no object is stored in a deleted bucket. */
    private final ReadWriteLock lock = new ReentrantReadWriteLock();

    private volatile BucketSettings settings;
    private boolean deleted;

    Bucket(String name, BucketSettings settings, Instant created, Changes changes) {
        this.name = name;
        this.settings = settings;
        this.created = created;
        this.changes = changes;
        Arrays.setAll(locks, i -> new Object());
    }

    public String name() {
        return name;
    }

    public Instant created() {
        return created;
    }

    public BucketSettings settings() {
        return settings;
    }

    /**
     * Changes the settings.
     *
     * @throws OssException if the bucket was deleted
     */
    public synchronized void change(UnaryOperator<BucketSettings> change) {
        lock.readLock().lock();
        try {
            checkExists();
            BucketSettings changed = change.apply(settings);
            if (!changed.equals(settings)) {
                changes.make(
                        directory -> directory.put(name, created, changed),
                        MemoryUse.of(changed) - MemoryUse.of(settings),
                        () -> settings = changed);
            }
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Sets a history that was written before the start. */
    void load(String key, History history) {
        changes.memory().add(MemoryUse.of(key, history));
        set(key, history);
    }

    private void set(String key, History history) {
        if (history.isEmpty()) {
            objects.remove(key);
        } else {
            objects.put(key, history);
        }
    }

    private void checkExists() {
        if (deleted) {
            throw OssError.NO_SUCH_BUCKET.with("BucketName", name);
        }
    }

    /** Starts a walk over the keys with a prefix. */
    KeyWalk walk(String prefix, String delimiter) {
        return new KeyWalk(objects, prefix, delimiter);
    }

    History history(String key) {
        return objects.getOrDefault(key, History.EMPTY);
    }

    /** Returns a view of all keys. */
    Set<String> keys() {
        return objects.keySet();
    }

    /** Returns the number of objects whose latest version is not a delete marker. */
    public long countObjects() {
        return objects.values().stream()
                .filter(history -> !history.latestObject().isEmpty())
                .count();
    }

    /** Calls {@code action} with the key of each version. */
    public void forEachVersion(BiConsumer<String, Version> action) {
        objects.forEach((key, history) -> history.versions().forEach(version -> action.accept(key, version)));
    }

    /**
     * Replaces the history of an object, if it is still {@code before}. All changes of objects are made here.
     *
     * @param completed the multipart upload that created the object, or null; the same change closes it
     * @throws OssException if the bucket was deleted
     */
    boolean replace(String key, History before, History after, @Nullable PendingUpload completed) {
        lock.readLock().lock();
        try {
            checkExists();
            // An atomic operation of the map cannot include the write of the file.
            synchronized (locks[Math.floorMod(key.hashCode(), LOCKS)]) {
                if (history(key) != before) {
                    return false;
                }
                if (before != after || completed != null) {
                    long bytes = MemoryUse.of(key, after) - MemoryUse.of(key, before);
                    ObjectName object = new ObjectName(name, key);
                    String upload = completed == null ? null : completed.id();
                    changes.make(directory -> directory.put(object, before, after, upload), bytes, () -> {
                        set(key, after);
                        if (completed != null) {
                            completed.markClosed();
                        }
                    });
                }
                return true;
            }
        } finally {
            lock.readLock().unlock();
        }
    }

    /**
     * Marks an empty bucket as deleted.
     *
     * @param hasUploads whether there are multipart uploads to the bucket
     * @throws OssException if it contains an object, a version or an upload
     */
    void delete(BooleanSupplier hasUploads) {
        lock.writeLock().lock();
        try {
            checkExists();
            if (!objects.isEmpty() || hasUploads.getAsBoolean()) {
                OssError error = objects.isEmpty() ? OssError.BUCKET_HAS_UPLOADS : OssError.BUCKET_NOT_EMPTY;
                throw error.with("BucketName", name);
            }
            changes.make(directory -> directory.deleteBucket(name), -MemoryUse.of(settings), () -> deleted = true);
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** Deletes the bucket with its objects, and releases their memory and bodies. */
    void discard() {
        lock.writeLock().lock();
        try {
            changes.make(directory -> directory.deleteBucket(name), -MemoryUse.of(settings), () -> deleted = true);
            objects.forEach((key, history) -> {
                changes.memory().release(MemoryUse.of(key, history));
                history.releaseMissing(History.EMPTY);
            });
        } finally {
            lock.writeLock().unlock();
        }
    }
}
