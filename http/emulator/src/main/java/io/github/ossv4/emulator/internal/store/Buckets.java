// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.store;

import io.github.ossv4.emulator.internal.object.BucketSettings;
import io.github.ossv4.emulator.internal.wire.OssError;
import io.github.ossv4.emulator.internal.wire.OssException;
import java.time.Clock;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The buckets of an emulator. Thread-safe. */
public final class Buckets {
    private final List<String> initial;
    private final BucketSettings defaults;
    private final Clock clock;
    private final Changes changes;
    private final ConcurrentNavigableMap<String, Bucket> buckets = new ConcurrentSkipListMap<>();

    /**
     * Call {@link #createInitial} to create the initial buckets.
     *
     * @param initial the names of the buckets at the start
     * @param defaults the settings of all new buckets
     */
    Buckets(List<String> initial, BucketSettings defaults, Clock clock, Changes changes) {
        this.initial = List.copyOf(initial);
        this.defaults = defaults;
        this.clock = clock;
        this.changes = changes;
    }

    /** Creates the buckets at the start, unless they were stored before. */
    void createInitial() {
        initial.forEach(name -> getOrCreate(name, UnaryOperator.identity()));
    }

    /** Creates a bucket that was written before the start. */
    Bucket load(String name, PersistentDirectory.BucketFile file) {
        changes.memory().add(MemoryUse.of(file.settings()));
        Bucket bucket = new Bucket(name, file.settings(), file.created(), changes);
        buckets.put(name, bucket);
        return bucket;
    }

    /** Returns the settings of a bucket, or of new buckets if it does not exist. */
    public BucketSettings settings(@Nullable String name) {
        Bucket bucket = name == null ? null : buckets.get(name);
        return bucket == null ? defaults : bucket.settings();
    }

    public boolean contains(String name) {
        return buckets.containsKey(name);
    }

    /**
     * Returns a bucket.
     *
     * @throws OssException if it does not exist
     */
    public Bucket get(String name) {
        Bucket bucket = buckets.get(name);
        if (bucket == null) {
            throw OssError.NO_SUCH_BUCKET.with("BucketName", name);
        }
        return bucket;
    }

    /** Returns all buckets by name. */
    public Collection<Bucket> all() {
        return Collections.unmodifiableCollection(buckets.values());
    }

    /** Returns the bucket with a name, which is created if it does not exist. */
    public synchronized Bucket getOrCreate(String name, UnaryOperator<BucketSettings> settings) {
        Bucket existing = buckets.get(name);
        if (existing != null) {
            return existing;
        }
        Bucket bucket = new Bucket(name, settings.apply(defaults), clock.instant(), changes);
        changes.make(
                directory -> directory.put(name, bucket.created(), bucket.settings()),
                MemoryUse.of(bucket.settings()),
                () -> buckets.put(name, bucket));
        return bucket;
    }

    /**
     * Deletes an empty bucket.
     *
     * @param hasUploads whether there are multipart uploads to the bucket
     * @throws OssException if it does not exist, or contains an object, a version or an upload
     */
    public synchronized void delete(String name, BooleanSupplier hasUploads) {
        Bucket bucket = get(name);
        bucket.delete(hasUploads);
        buckets.remove(name, bucket);
    }

    /** Restores the buckets at the start and their settings. Other buckets are removed with their objects. */
    public synchronized void restore() {
        for (Bucket bucket : buckets.values()) {
            if (!initial.contains(bucket.name())) {
                bucket.discard();
                buckets.remove(bucket.name());
            }
        }
        for (String name : initial) {
            getOrCreate(name, UnaryOperator.identity()).change(settings -> defaults);
        }
    }
}
