// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.directories;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.http.BucketClient;
import io.github.ossv4.http.CallAttempt;
import io.github.ossv4.http.CallListener;
import io.github.ossv4.http.testing.EmulatorFixture;
import io.github.ossv4.http.testing.RacingFileSystem;
import io.github.ossv4.list.ListedObject;
import java.io.IOException;
import java.nio.file.CopyOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two runs at a time, any two of the calls that transfer or delete, on one directory and one folder. The seed chooses
 * after each request, each use of a file and each outcome which run goes on; it is in the message of a failure. A name
 * that both sides had is never lost, and a name that one side had only if a run deletes on this side.
 */
class TwoRunsTest extends EmulatorFixture {
    private static final List<String> NAMES = List.of("a", "a/x", "b", "d/a", "d/b", "d/e/c");
    private static final List<String> TEXTS = List.of("1", "2", "33");

    private enum Command {
        UPLOAD,
        DOWNLOAD,
        SYNC_TO_BUCKET,
        SYNC_TO_DIRECTORY,
        MIRROR_TO_BUCKET,
        MIRROR_TO_DIRECTORY;

        DirectoryResult run(BucketClient client, Path directory, String prefix, DirectoryOptions.Builder options)
                throws IOException {
            Directories directories = Directories.of(client);
            return switch (this) {
                case UPLOAD -> directories.upload(directory, prefix, options.build());
                case DOWNLOAD -> directories.download(prefix, directory, options.build());
                case SYNC_TO_BUCKET -> directories.syncToBucket(directory, prefix, options.build());
                case SYNC_TO_DIRECTORY -> directories.syncToDirectory(prefix, directory, options.build());
                case MIRROR_TO_BUCKET ->
                    directories.syncToBucket(
                            directory, prefix, options.deleteExtra(true).build());
                case MIRROR_TO_DIRECTORY ->
                    directories.syncToDirectory(
                            prefix, directory, options.deleteExtra(true).build());
            };
        }
    }

    private static final List<Command> MIRRORS = List.of(Command.MIRROR_TO_BUCKET, Command.MIRROR_TO_DIRECTORY);

    @TempDir
    private Path temporary;

    private static <T> T one(List<T> of, Random random) {
        return of.get(random.nextInt(of.size()));
    }

    private static Map<String, String> tree(Random random) {
        Map<String, String> tree = new TreeMap<>();
        for (String name : NAMES) {
            if (random.nextInt(3) > 0 && !(name.equals("a/x") && tree.containsKey("a"))) {
                tree.put(name, one(TEXTS, random));
            }
        }
        return tree;
    }

    private static Map<String, String> read(Path directory) throws IOException {
        Map<String, String> tree = new TreeMap<>();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                tree.put(directory.relativize(file).toString().replace('\\', '/'), Files.readString(file));
            }
        }
        return tree;
    }

    private Map<String, String> objects(String prefix) throws IOException {
        Map<String, String> objects = new TreeMap<>();
        for (ListedObject object : bucket.list(prefix + "/")) {
            objects.put(object.key().substring(prefix.length() + 1), text(object.key()));
        }
        return objects;
    }

    /** Returns the directory in a file system in which each use of a file is a step of the run. */
    private static Path stepwise(Path directory, Turns turns, int run) {
        return RacingFileSystem.of(directory, new RacingFileSystem.Race() {
            @Override
            public void beforeOpen(Path file) {
                turns.await(run);
            }

            @Override
            public void beforeList(Path listed) {
                turns.await(run);
            }

            @Override
            public void beforeMove(Path source, Path target, CopyOption... options) {
                turns.await(run);
            }

            @Override
            public void beforeDelete(Path file) {
                turns.await(run);
            }
        });
    }

    private @Nullable DirectoryResult run(
            Command command, Turns turns, int run, Path directory, String prefix, DirectoryOptions.Builder options)
            throws IOException {
        try (BucketClient client = client().listener(new CallListener() {
                    @Override
                    public void started(CallAttempt attempt) {
                        turns.await(run);
                    }
                })
                .build()) {
            return command.run(client, directory, prefix, options.outcomes(outcome -> turns.await(run)));
        } catch (IOException e) {
            // A file that the other run has changed may fail a run. It must not lose anything.
            return null;
        } finally {
            turns.end(run);
        }
    }

    private static Set<String> deleted(List<@Nullable DirectoryResult> results, String prefix) {
        Set<String> deleted = new TreeSet<>();
        for (DirectoryResult result : results) {
            if (result != null) {
                result.deleted().forEach(file -> deleted.add(file.key().substring(prefix.length() + 1)));
            }
        }
        return deleted;
    }

    private void check(long seed, ExecutorService threads) throws Exception {
        Random random = new Random(seed);
        Map<String, String> files = tree(random);
        Map<String, String> stored = random.nextBoolean() ? tree(random) : new TreeMap<>(files);
        stored.keySet().removeIf(name -> random.nextInt(5) == 0);
        List<Command> chosen = new ArrayList<>(List.of(one(List.of(Command.values()), random)));
        chosen.add(random.nextInt(3) == 0 ? one(List.of(Command.values()), random) : one(MIRRORS, random));
        Path directory = Files.createDirectories(temporary.toRealPath().resolve("directory" + seed));
        String prefix = "p" + seed;
        for (Map.Entry<String, String> object : stored.entrySet()) {
            bucket.put(prefix + "/" + object.getKey(), object.getValue());
        }
        List<Instant> times = List.of(PAST, FUTURE, Instant.now().minusSeconds(1));
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path path = directory.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
            Files.setLastModifiedTime(path, FileTime.from(one(times, random)));
        }
        Turns turns = new Turns(new Random(random.nextLong()), 2);
        boolean usesFileSteps = random.nextInt(4) > 0;
        List<Future<@Nullable DirectoryResult>> runs = new ArrayList<>();
        StringBuilder message = new StringBuilder("seed " + seed + ", files " + files + ", objects " + stored);
        for (int number = 0; number < 2; number++) {
            int run = number;
            Command command = chosen.get(number);
            DirectoryOptions.Builder options = DirectoryOptions.builder()
                    .parallel(1)
                    .allowEmptySource(true)
                    .comparison(one(List.of(Comparison.values()), random));
            message.append(", ").append(command);
            Path used = usesFileSteps ? stepwise(directory, turns, run) : directory;
            runs.add(threads.submit(() -> run(command, turns, run, used, prefix, options)));
        }
        List<@Nullable DirectoryResult> results = new ArrayList<>();
        for (Future<@Nullable DirectoryResult> run : runs) {
            results.add(run.get(2, TimeUnit.MINUTES));
        }
        Map<String, String> filesNow = read(directory);
        Map<String, String> storedNow = objects(prefix);
        message.append(": files ")
                .append(filesNow)
                .append(", objects ")
                .append(storedNow)
                .append(", ")
                .append(results);
        Set<String> deleted = deleted(results, prefix);
        for (String name : NAMES) {
            String file = files.get(name);
            String object = stored.get(name);
            if (file != null && object != null) {
                Set<String> known = Set.copyOf(List.of(file, object));
                assertTrue(known.contains(String.valueOf(filesNow.get(name))), message::toString);
                assertTrue(known.contains(String.valueOf(storedNow.get(name))), message::toString);
            } else if (file != null && !deleted.contains(name)) {
                assertEquals(file, filesNow.get(name), message::toString);
            } else if (object != null && !deleted.contains(name)) {
                assertEquals(object, storedNow.get(name), message::toString);
            }
            if (file != null && !chosen.contains(Command.MIRROR_TO_DIRECTORY)) {
                assertTrue(filesNow.containsKey(name), message::toString);
            }
            if (object != null && !chosen.contains(Command.MIRROR_TO_BUCKET)) {
                assertTrue(storedNow.containsKey(name), message::toString);
            }
        }
        assertTrue(NAMES.containsAll(filesNow.keySet()), message::toString);
        assertTrue(NAMES.containsAll(storedNow.keySet()), message::toString);
    }

    private void check(long firstSeed, int count) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            for (long seed = firstSeed; seed < firstSeed + count; seed++) {
                check(seed, threads);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void losesNothing() throws Exception {
        check(1, 40);
    }

    @Test
    @Tag("full")
    void losesNothingInManySchedules() throws Exception {
        check(41, 1060);
    }
}
