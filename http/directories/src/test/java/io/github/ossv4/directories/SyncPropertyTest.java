// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.directories;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.http.BucketClient;
import io.github.ossv4.http.CallAttempt;
import io.github.ossv4.http.CallListener;
import io.github.ossv4.http.testing.EmulatorFixture;
import io.github.ossv4.list.ListedObject;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random pairs of a tree and a folder are equal after a sync that deletes, also after one that was interrupted at a
 * random request; nothing outside of them is changed. The seed is in the message of a failure.
 */
class SyncPropertyTest extends EmulatorFixture {
    private static final int PAIRS = 60;
    private static final int PAIRS_OF_STRESS = 300;
    private static final List<String> NAMES = Stream.of(
                    "a",
                    "b",
                    "A",
                    ".hidden",
                    "a b",
                    "+%20",
                    "..x",
                    "q?&=#",
                    "'\"",
                    "back\\slash",
                    "line\nbreak",
                    "tab\t",
                    "\u00e9",
                    "e\u0301",
                    "\u9375",
                    "\uD83D\uDE00",
                    "-",
                    "a".repeat(200))
            .filter(SyncPropertyTest::isName)
            .toList();

    @TempDir
    private Path temporary;

    private static boolean isName(String name) {
        try {
            return Path.of(name).getNameCount() == 1;
        } catch (InvalidPathException e) {
            // The encoding of the locale does not have it.
            return false;
        }
    }

    private static Map<String, String> tree(Random random) {
        Map<String, String> tree = new TreeMap<>();
        int count = random.nextInt(12);
        for (int i = 0; i < count; i++) {
            StringBuilder path = new StringBuilder(NAMES.get(random.nextInt(NAMES.size())));
            for (int depth = random.nextInt(3); depth > 0; depth--) {
                path.append('/').append(NAMES.get(random.nextInt(NAMES.size())));
            }
            String name = path.toString();
            boolean conflicts = tree.keySet().stream()
                    .anyMatch(other -> other.startsWith(name + "/") || name.startsWith(other + "/"));
            if (!conflicts) {
                tree.put(name, "x".repeat(random.nextInt(3)) + random.nextInt(2));
            }
        }
        return tree;
    }

    /** Returns a tree that shares files with another one: some are changed, with the same or another size. */
    private static Map<String, String> related(Map<String, String> other, Random random) {
        Map<String, String> tree = new TreeMap<>(random.nextInt(4) == 0 ? Map.of() : other);
        tree.replaceAll((name, text) -> switch (random.nextInt(4)) {
            case 0 -> text + "y";
            case 1 -> text.substring(0, text.length() - 1) + "z";
            default -> text;
        });
        tree.keySet().removeIf(name -> random.nextInt(5) == 0);
        for (Map.Entry<String, String> added : tree(random).entrySet()) {
            boolean conflicts = tree.keySet().stream()
                    .anyMatch(name -> name.startsWith(added.getKey() + "/")
                            || added.getKey().startsWith(name + "/"));
            if (!conflicts) {
                tree.putIfAbsent(added.getKey(), added.getValue());
            }
        }
        return tree;
    }

    private static void write(
            Path directory, Map<String, String> tree, Map<String, String> others, Instant same, Instant changed)
            throws IOException {
        Files.createDirectories(directory);
        for (Map.Entry<String, String> entry : tree.entrySet()) {
            Path file = directory.resolve(entry.getKey());
            Files.createDirectories(file.getParent());
            Files.writeString(file, entry.getValue());
            boolean isSame = entry.getValue().equals(others.get(entry.getKey()));
            Files.setLastModifiedTime(file, FileTime.from(isSame ? same : changed));
        }
    }

    private static Map<String, String> read(Path directory) throws IOException {
        Map<String, String> tree = new TreeMap<>();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                tree.put(directory.relativize(file).toString(), Files.readString(file));
            }
        }
        return tree;
    }

    private Map<String, String> objects(String prefix) throws IOException {
        Map<String, String> objects = new TreeMap<>();
        for (ListedObject object : bucket.list(prefix)) {
            objects.put(
                    object.key().substring(prefix.length()), new String(bytes(object.key()), StandardCharsets.UTF_8));
        }
        return objects;
    }

    private interface Sync {
        DirectoryResult run(BucketClient client) throws IOException;
    }

    /** Runs a sync that is interrupted at a random request, then once more. */
    private void run(Random random, Sync sync, String message) throws IOException {
        if (random.nextInt(3) == 0) {
            AtomicInteger left = new AtomicInteger(random.nextInt(10));
            Thread thread = Thread.currentThread();
            try (BucketClient interrupted = client().listener(new CallListener() {
                        @Override
                        public void started(CallAttempt attempt) {
                            if (left.getAndDecrement() == 0) {
                                thread.interrupt();
                            }
                        }
                    })
                    .build()) {
                sync.run(interrupted);
            } catch (InterruptedIOException e) {
                assertTrue(Thread.interrupted() || left.get() < 0, message);
            }
            Thread.interrupted();
        }
        assertEquals(List.of(), sync.run(bucket).failed(), message);
    }

    @RepeatedTest(PAIRS)
    void makesTheTargetEqualToTheSource(RepetitionInfo repetition) throws Exception {
        syncAndCompare(repetition.getCurrentRepetition());
    }

    @RepeatedTest(PAIRS_OF_STRESS)
    @Tag("stress")
    void makesTheTargetEqualToTheSourceOfManyPairs(RepetitionInfo repetition) throws Exception {
        syncAndCompare(PAIRS + repetition.getCurrentRepetition());
    }

    private void syncAndCompare(long seed) throws Exception {
        Random random = new Random(seed);
        String message = "seed " + seed;
        Map<String, String> source = tree(random);
        Map<String, String> target = related(source, random);
        Comparison comparison = random.nextBoolean() ? Comparison.SIZE_AND_TIME : Comparison.CRC64;
        DirectoryOptions options = DirectoryOptions.builder()
                .comparison(comparison)
                .parallel(1 + random.nextInt(4))
                .deleteExtra(true)
                .allowEmptySource(true)
                .build();
        Path directory = temporary.toRealPath().resolve("directory");
        Path outside = Files.writeString(temporary.resolve("outside"), "outside");
        bucket.put("outside", "outside");
        bucket.put("pq/outside", "outside");
        boolean up = random.nextBoolean();
        for (Map.Entry<String, String> object : (up ? target : source).entrySet()) {
            bucket.put("p/" + object.getKey(), object.getValue());
        }
        // The time of an object is between past and future.
        write(directory, up ? source : target, up ? target : source, up ? PAST : FUTURE, up ? FUTURE : PAST);
        Files.createDirectories(directory.resolve("empty directory"));
        Files.createSymbolicLink(directory.resolve("link to outside"), outside);

        run(
                random,
                client -> up
                        ? Directories.of(client).syncToBucket(directory, "p", options)
                        : Directories.of(client).syncToDirectory("p", directory, options),
                message);

        Files.delete(directory.resolve("link to outside"));
        assertEquals(source, read(directory), message);
        assertEquals(source, objects("p/"), message);
        assertTrue(Directories.of(bucket).verify(directory, "p").isSame(), message);
        assertEquals("outside", Files.readString(outside), message);
        assertEquals("outside", text("outside"), message);
        assertEquals("outside", text("pq/outside"), message);
        assertTrue(Files.isDirectory(directory.resolve("empty directory")), message);
    }
}
