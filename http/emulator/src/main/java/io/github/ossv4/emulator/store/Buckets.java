// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.store;

import io.github.ossv4.emulator.wire.OssException;
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
    private final ConcurrentNavigableMap<String, Bucket> buckets = new ConcurrentSkipListMap<>();

    /**
     * Creates buckets.
     *
     * @param initial the names of those at the start
     * @param defaults the settings of all new buckets
     */
    public Buckets(List<String> initial, BucketSettings defaults, Clock clock) {
        this.initial = List.copyOf(initial);
        this.defaults = defaults;
        this.clock = clock;
        restore();
    }

    /** Returns the settings of a bucket, or those of new buckets if it does not exist. */
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
            throw OssException.noSuchBucket(name);
        }
        return bucket;
    }

    /** Returns all buckets by name. */
    public Collection<Bucket> all() {
        return Collections.unmodifiableCollection(buckets.values());
    }

    /** Returns the bucket with a name, which is created if it does not exist. */
    public Bucket getOrCreate(String name, UnaryOperator<BucketSettings> settings) {
        return buckets.computeIfAbsent(name, key -> new Bucket(key, settings.apply(defaults), clock.instant()));
    }

    /**
     * Deletes an empty bucket.
     *
     * @param hasUploads whether there are multipart uploads to the bucket
     * @throws OssException if it does not exist, or contains an object, a version or an upload
     */
    public void delete(String name, BooleanSupplier hasUploads) {
        Bucket bucket = get(name);
        bucket.delete(hasUploads);
        buckets.remove(name, bucket);
    }

    /** Restores the buckets at the start and their settings. Other buckets are removed with their objects. */
    public void restore() {
        buckets.keySet().retainAll(initial);
        for (String name : initial) {
            getOrCreate(name, UnaryOperator.identity()).change(settings -> defaults);
        }
    }
}
