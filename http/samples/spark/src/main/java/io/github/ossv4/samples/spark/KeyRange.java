// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.samples.spark;

import static java.util.Objects.requireNonNull;
import static org.apache.spark.sql.functions.col;

import io.github.ossv4.http.ListOptions;
import io.github.ossv4.list.ListedObject;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** The keys after {@code after}, up to and including {@code last}, which a task lists; null means no bound. */
record KeyRange(@Nullable String after, @Nullable String last) implements Serializable {
    private static final StructType LISTED = StructType.fromDDL(
            "key STRING, storedSize LONG, storedEtag STRING, storedTime LONG, type STRING, last STRING");

    /** Empty objects such as {@code logs/} are the folders of consoles. */
    static final String IS_NO_MARKER = "not (storedSize = 0 and key like '%/')";

    /** The type of a row that is a range: its {@code key} is {@code after}. */
    private static final String RANGE = "RANGE";

    /** OSS lists keys in this order, as Spark sorts strings. */
    private static final Comparator<String> ORDER =
            Comparator.comparing(key -> key.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

    /** The last code point in this order. */
    private static final String LAST = Character.toString(Character.MAX_CODE_POINT);

    /** The keys that a task expects. It lists at most twice as many, and divides the rest of its range. */
    private static final int KEYS_OF_RANGE = 25_000;

    /** The keys that the driver holds for each range. */
    private static final int SAMPLES = 10;

    private static final int MAX_BOUNDS = 200;

    /**
     * Lists the objects of a prefix by many tasks. The ranges are divided at sampled keys. A task that finds more keys
     * than expected returns the rest of its range in pieces, which are listed in the next round.
     *
     * @param expected a column {@code key}
     * @param folder a new folder, which receives the list
     */
    static Dataset<Row> list(SparkSession spark, OssLocation target, Dataset<Row> expected, String folder) {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        List<KeyRange> ranges = divide(expected.select("key"), context.defaultParallelism());
        for (int round = 0; !ranges.isEmpty(); round++) {
            List<KeyRange> current = ranges;
            // Numbers: the serializer that the cluster configures may not support records.
            List<Integer> numbers = IntStream.range(0, current.size()).boxed().toList();
            JavaRDD<Row> rows = context.parallelize(numbers, numbers.size())
                    .flatMap(range -> current.get(range).list(target).iterator());
            ranges = HadoopFiles.save(spark, rows, LISTED, folder + "/round=" + round)
                    .filter(col("type").equalTo(RANGE))
                    .distinct()
                    .collectAsList()
                    .stream()
                    .map(row -> new KeyRange(row.getAs("key"), row.getAs("last")))
                    .toList();
        }
        return spark.read()
                .schema(LISTED)
                .parquet(folder)
                .filter(col("type").notEqual(RANGE))
                .drop("last")
                .dropDuplicates("key");
    }

    static Dataset<Row> none(SparkSession spark) {
        return spark.createDataFrame(List.of(), LISTED);
    }

    /** Divides all keys at sampled keys. */
    private static List<KeyRange> divide(Dataset<Row> keys, int cores) {
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
        return new KeyRange(null, null).divide(bounds);
    }

    private List<KeyRange> divide(TreeSet<String> bounds) {
        List<KeyRange> divided = new ArrayList<>();
        String start = after;
        for (String bound : bounds) {
            divided.add(new KeyRange(start, bound));
            start = bound;
        }
        divided.add(new KeyRange(start, last));
        return divided;
    }

    private Iterator<ListedObject> objects(OssLocation target, int pageSize) {
        ListOptions.Builder options =
                ListOptions.builder().prefix(target.path()).maxKeys(pageSize);
        if (after != null) {
            options.startAfter(after);
        }
        return target.client().list(options.build()).stream()
                .takeWhile(object -> last == null || ORDER.compare(object.key(), last) <= 0)
                .iterator();
    }

    List<Row> list(OssLocation target) {
        List<Row> rows = new ArrayList<>();
        String key = after;
        for (Iterator<ListedObject> objects = objects(target, 1000); objects.hasNext(); ) {
            if (rows.size() == 2 * KEYS_OF_RANGE) {
                KeyRange rest = new KeyRange(key, last);
                rest.divide(rest.bounds(target.path(), start -> first(target, start))).stream()
                        .map(range -> RowFactory.create(range.after, null, null, null, RANGE, range.last))
                        .forEach(rows::add);
                break;
            }
            ListedObject object = objects.next();
            key = object.key();
            Long time =
                    object.lastModified() == null ? null : object.lastModified().toEpochMilli();
            rows.add(RowFactory.create(key, object.size(), object.etag(), time, object.type(), null));
        }
        return rows;
    }

    /** Returns the first key of this range that is after another one; null if there is none. */
    private @Nullable String first(OssLocation target, String start) {
        Iterator<ListedObject> objects = new KeyRange(start, last).objects(target, 1);
        return objects.hasNext() ? objects.next().key() : null;
    }

    /**
     * Returns keys that divide this range: for each position after the prefix, the first key with each character there.
     * Early positions divide most. Keys that continue {@code after} stay together.
     *
     * @param next returns the first key of this range after a string; null if there is none
     */
    TreeSet<String> bounds(String prefix, Function<String, @Nullable String> next) {
        String first = requireNonNull(after);
        TreeSet<String> bounds = new TreeSet<>(ORDER);
        for (int length = prefix.length(); length < first.length(); length = end(first, length)) {
            String key = first;
            while (key != null && key.startsWith(first.substring(0, length)) && bounds.size() < MAX_BOUNDS) {
                if (!key.equals(first)) {
                    bounds.add(key);
                }
                String end = key.substring(0, end(key, length)) + LAST;
                // If the key has LAST itself there, the end is not after it.
                key = next.apply(ORDER.compare(end, key) > 0 ? end : key);
            }
        }
        return bounds;
    }

    private static int end(String key, int start) {
        return start + Character.charCount(key.codePointAt(start));
    }
}
