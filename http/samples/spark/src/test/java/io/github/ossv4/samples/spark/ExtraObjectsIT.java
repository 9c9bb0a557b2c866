// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.samples.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.ossv4.directories.DeletionLimit;
import io.github.ossv4.directories.DirectoryOptions;
import io.github.ossv4.emulator.Emulator;
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.sign.Credentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Objects are deleted as an oracle says, though files and objects change between the list and the deletion. */
class ExtraObjectsIT {
    private static final List<String> NAMES =
            List.of("a", "b c", "d/e", "d/f", "d/ü", "g/h/i", "g/h:j", "z%", "-", "d//e", "./a", "g/../k");

    private static final String CHANGED = "it is kept, because it changed meanwhile";

    @TempDir
    Path folder;

    @Test
    void deletesOnlyUnchangedObjectsWithoutAFile() throws IOException {
        long seed = new Random().nextLong();
        try (SparkSession spark = SparkSession.builder()
                        .master("local[2]")
                        .config("spark.ui.enabled", false)
                        .config("spark.sql.shuffle.partitions", 2)
                        .config("spark.driver.host", "127.0.0.1")
                        .config("spark.driver.bindAddress", "127.0.0.1")
                        .getOrCreate();
                // The credentials that the environment of this test has.
                Emulator emulator = Emulator.builder()
                        .accessKey("id-of-the-driver", "secret-of-the-driver")
                        .start();
                BucketClient bucket = BucketClient.builder(emulator.endpoint(), emulator.bucket())
                        .region(emulator.region())
                        .credentials(Credentials.of("id-of-the-driver", "secret-of-the-driver"))
                        .build()) {
            OssLocation target = new OssLocation(emulator.endpoint(), emulator.region(), emulator.bucket(), "p/");
            for (int round = 0; round < 2; round++) {
                emulator.emptyBuckets();
                deletes(
                        spark,
                        target,
                        bucket,
                        folder.resolve("round" + round),
                        new Random(seed + round),
                        "seed " + seed);
            }
        }
    }

    private static void deletes(
            SparkSession spark, OssLocation target, BucketClient bucket, Path round, Random random, String seed)
            throws IOException {
        Path source = Files.createDirectories(round.resolve("source"));
        Files.writeString(source.resolve("always"), "");
        bucket.put("p/", "");
        bucket.put("p/d/", "");
        bucket.put("outside", "");
        // The oracle: reasons to keep, by key; null for deleted objects.
        Map<String, String> expected = new TreeMap<>();
        for (int number = 0; number < 20; number++) {
            for (String name : NAMES) {
                String path = number + "/" + name;
                if (random.nextInt(4) > 0) {
                    bucket.put("p/" + path, "old");
                    if (random.nextInt(3) == 0) {
                        write(source.resolve(path));
                    }
                }
            }
        }
        String directory = HadoopFiles.directory("SOURCE", source.toString());
        Dataset<Row> files = CopyRuns.files(spark, directory, "p/", round + "/listing");
        Dataset<Row> stored = KeyRange.list(spark, target, files, round + "/target");
        ExtraObjects objects = new ExtraObjects(target, directory);
        Dataset<Row> extra = objects.find(
                files,
                stored,
                DirectoryOptions.builder()
                        .deleteExtra(true)
                        .deletionLimit(DeletionLimit.percent(100))
                        .build());
        for (Row row : extra.collectAsList()) {
            String key = row.getAs("key");
            Path file = source.resolve(key.substring(2));
            String reason = null;
            switch (random.nextInt(5)) {
                case 0 -> {
                    bucket.put(key, "new bytes");
                    reason = CHANGED;
                }
                case 1 -> write(file);
                case 2 -> {
                    bucket.delete(key);
                    reason = "it no longer exists";
                }
                default -> {}
            }
            expected.put(key, reason);
        }
        // A file may have appeared as another spelling of a path.
        expected.replaceAll((key, reason) ->
                Files.exists(source.resolve(key.substring(2)).normalize()) ? "the source has it now" : reason);
        Map<String, Boolean> before = new TreeMap<>();
        bucket.list("").forEach(object -> before.put(object.key(), true));
        objects.delete(spark, extra, round + "/deleted");
        Map<String, String> actual = new TreeMap<>();
        for (Row row : spark.read().parquet(round + "/deleted").collectAsList()) {
            assertNull(actual.put(row.getAs("key"), row.getAs("kept")), seed);
        }
        assertEquals(expected, actual, seed);
        before.keySet().removeIf(key -> expected.containsKey(key) && expected.get(key) == null);
        Map<String, Boolean> after = new TreeMap<>();
        bucket.list("").forEach(object -> after.put(object.key(), true));
        assertEquals(before, after, seed);
    }

    private static void write(Path file) throws IOException {
        Path normalized = file.normalize();
        Files.createDirectories(normalized.getParent());
        Files.writeString(normalized, "new");
    }
}
