// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.directories;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.emulator.Emulator;
import io.github.ossv4.emulator.Fault;
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.http.testing.EmulatorFixture;
import io.github.ossv4.list.ListedObject;
import java.io.IOException;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** Random folders, filters and failures: a model tells what a sync of two folders with deletions must leave. */
class SyncFoldersPropertyTest extends EmulatorFixture {
    private static final String[] NAMES = {"a", "b", "c/a", "c/b", "c/d/e", "c.txt", "dd", "e", "f/g"};

    private BucketClient source;

    private static Map<String, String> objects(BucketClient bucket) throws IOException {
        Map<String, String> objects = new TreeMap<>();
        for (ListedObject object : bucket.list("")) {
            objects.put(object.key(), bucket.getText(object.key()));
        }
        return objects;
    }

    private static void fill(BucketClient bucket, String prefix, Random random) throws IOException {
        for (String name : NAMES) {
            if (random.nextInt(3) > 0) {
                bucket.put(prefix + name, random.nextInt(4) == 0 ? "other size" : "text " + random.nextInt(3));
            }
        }
    }

    private static Map<String, String> below(Map<String, String> objects, String prefix, Predicate<String> filter) {
        Map<String, String> below = new TreeMap<>();
        objects.forEach((key, text) -> {
            if (key.startsWith(prefix) && filter.test(key.substring(prefix.length()))) {
                below.put(key.substring(prefix.length()), text);
            }
        });
        return below;
    }

    @RepeatedTest(40)
    void leavesWhatTheModelExpects(RepetitionInfo repetition) throws Exception {
        long seed = repetition.getCurrentRepetition();
        Random random = new Random(seed);
        stop();
        start(Emulator.builder().bucket("first").bucket("second"));
        source = bucket.bucket("first");
        bucket = bucket.bucket("second");
        fill(source, "x/", random);
        fill(source, "xx/", random);
        fill(bucket, "y/", random);
        fill(bucket, "yy/", random);
        int salt = random.nextInt(4);
        Predicate<String> filter = name -> salt == 0 || (name.hashCode() + salt) % 3 != 0;
        boolean fails = random.nextInt(3) == 0;
        if (fails) {
            emulator.inject(Fault.error(403, "AccessDenied").on("CopyObject").times(1 + random.nextInt(2)));
        }
        Map<String, String> from = objects(source);
        Map<String, String> before = objects(bucket);
        DirectoryOptions options = DirectoryOptions.builder()
                .deleteExtra(true)
                .allowEmptySource(true)
                .filter(filter)
                .parallel(1 + random.nextInt(4))
                .build();

        DirectoryResult result = Directories.of(bucket).syncFrom(source, "x", "y", options);

        String message = "seed " + seed + ": " + result;
        assertEquals(from, objects(source), message);
        Map<String, String> after = objects(bucket);
        assertEquals(below(before, "yy/", name -> true), below(after, "yy/", name -> true), message);
        assertEquals(below(before, "y/", filter.negate()), below(after, "y/", filter.negate()), message);
        Map<String, String> expected = below(from, "x/", filter);
        if (result.failed().isEmpty()) {
            assertEquals(expected, below(after, "y/", filter), message);
        } else {
            assertTrue(fails && result.deleted().isEmpty(), message);
            below(before, "y/", filter).forEach((name, text) -> {
                String now = after.get("y/" + name);
                assertTrue(text.equals(now) || String.valueOf(now).equals(expected.get(name)), message);
            });
        }
    }
}
