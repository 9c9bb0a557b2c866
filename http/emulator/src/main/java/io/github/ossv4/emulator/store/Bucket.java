// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.store;

import io.github.ossv4.emulator.wire.OssException;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/** A bucket: its settings, and the index of its objects by the UTF-8 bytes of their keys. Thread-safe. */
public final class Bucket {
    private final String name;
    private final Instant created;
    private final ConcurrentNavigableMap<String, History> objects =
            new ConcurrentSkipListMap<>(ObjectName::compareKeys);

    /** Held for writing while the bucket is deleted, so that no object is stored in a deleted bucket. */
    private final ReadWriteLock lock = new ReentrantReadWriteLock();

    private volatile BucketSettings settings;
    private boolean deleted;

    Bucket(String name, BucketSettings settings, Instant created) {
        this.name = name;
        this.settings = settings;
        this.created = created;
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

    /** Changes the settings. */
    public synchronized void change(UnaryOperator<BucketSettings> change) {
        settings = change.apply(settings);
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

    /** Calls {@code action} with the key of each version. */
    public void forEachVersion(BiConsumer<String, Version> action) {
        objects.forEach((key, history) -> history.versions().forEach(version -> action.accept(key, version)));
    }

    /**
     * Replaces the history of an object, if it is still {@code before}.
     *
     * @throws OssException if the bucket was deleted
     */
    boolean replace(String key, History before, History after) {
        lock.readLock().lock();
        try {
            if (deleted) {
                throw OssException.noSuchBucket(name);
            }
            if (before.isEmpty()) {
                return after.isEmpty() || objects.putIfAbsent(key, after) == null;
            }
            return after.isEmpty() ? objects.remove(key, before) : objects.replace(key, before, after);
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
            if (!objects.isEmpty() || hasUploads.getAsBoolean()) {
                throw OssException.bucketNotEmpty(name);
            }
            deleted = true;
        } finally {
            lock.writeLock().unlock();
        }
    }
}
