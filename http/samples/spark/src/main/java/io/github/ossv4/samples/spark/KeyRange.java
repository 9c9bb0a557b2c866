// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.samples.spark;

import io.github.ossv4.http.ListOptions;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** The keys after {@code after}, through {@code last}, which a task lists; null is no bound. */
record KeyRange(@Nullable String after, @Nullable String last) implements Serializable {
    static final StructType LISTED = StructType.fromDDL("key STRING, storedSize LONG, storedEtag STRING, type STRING");

    /** OSS lists keys in this order, as Spark sorts strings. */
    private static final Comparator<String> ORDER =
            Comparator.comparing(key -> key.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

    private static final int KEYS_OF_RANGE = 100_000;

    /** The keys that the driver holds for each range. */
    private static final int SAMPLES = 10;

    /** Divides all keys at sampled keys, and at common prefixes, below which keys may be unexpected. */
    static List<KeyRange> divide(OssLocation target, Dataset<Row> keys, int cores) {
        long number = keys.count();
        long ranges = Math.max(4L * cores, number / KEYS_OF_RANGE);
        List<String> sample = keys.sample(Math.min(1, (double) SAMPLES * ranges / Math.max(1, number)))
                .sort("key")
                .as(Encoders.STRING())
                .collectAsList();
        TreeSet<String> bounds = new TreeSet<>(ORDER);
        for (long range = 1; range < ranges && !sample.isEmpty(); range++) {
            bounds.add(sample.get((int) (range * sample.size() / ranges)));
        }
        ListOptions folders =
                ListOptions.builder().prefix(target.path()).delimiter("/").build();
        bounds.addAll(target.client().list(folders).pages().iterator().next().commonPrefixes());
        List<KeyRange> divided = new ArrayList<>();
        String after = null;
        for (String bound : bounds) {
            divided.add(new KeyRange(after, bound));
            after = bound;
        }
        divided.add(new KeyRange(after, null));
        return divided;
    }

    Iterator<Row> list(OssLocation target) {
        ListOptions.Builder options = ListOptions.builder().prefix(target.path());
        if (after != null) {
            options.startAfter(after);
        }
        return target.client().list(options.build()).stream()
                .takeWhile(object -> last == null || ORDER.compare(object.key(), last) <= 0)
                .map(object -> RowFactory.create(object.key(), object.size(), object.etag(), object.type()))
                .iterator();
    }
}
