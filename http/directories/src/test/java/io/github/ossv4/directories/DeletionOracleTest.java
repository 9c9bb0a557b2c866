// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.directories;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import com.google.common.jimfs.PathNormalization;
import io.github.ossv4.emulator.Fault;
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.http.CallAttempt;
import io.github.ossv4.http.CallListener;
import io.github.ossv4.http.testing.EmulatorFixture;
import io.github.ossv4.http.testing.RacingFileSystem;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Random trees, filters, links, directories that cannot be read, faults and competing programs: a sync deletes nothing
 * that a slow oracle does not allow, and without disturbances all that it allows. The seed is in the message of a
 * failure.
 */
class DeletionOracleTest extends EmulatorFixture {
    private static final List<String> NAMES =
            List.of("a", "A", "b", "B", "c.txt", "C.txt", "d.txt", "\u00e9", "e\u0301", "x y");
    private static final String OUTSIDE = "outside";

    /** The first two distinguish all names; the others ignore case or normalization. */
    private static final List<Configuration> FILE_SYSTEMS = List.of(
            Configuration.unix(),
            Configuration.unix(),
            Configuration.windows(),
            Configuration.osX(),
            Configuration.unix().toBuilder()
                    .setNameCanonicalNormalization(PathNormalization.NFC)
                    .build());

    /** The filters of a sync: all names, those of texts, those of one directory, and all but some. */
    private static final List<Predicate<String>> FILTERS = List.of(
            name -> true,
            name -> true,
            name -> name.endsWith(".txt"),
            name -> name.startsWith("a/"),
            name -> !name.startsWith("b"));

    private enum Disturbance {
        NONE,
        FAULT,
        COMPETITOR
    }

    /** Everything that a run depends on. */
    private final class Run {
        private final Random random;
        private final String message;
        private final Path root;
        private final Path directory;
        private final Predicate<String> filter;
        private final boolean followsLinks;
        private final Disturbance disturbance;
        private final boolean distinguishesNames;
        private final Set<Path> unreadable = new HashSet<>();
        private final Set<Path> changed = new HashSet<>();
        private final Set<String> changedKeys = new HashSet<>();

        Run(long seed, FileSystem memory) throws IOException {
            random = new Random(seed);
            distinguishesNames = seed % FILE_SYSTEMS.size() < 2;
            message = "seed " + seed;
            root = Files.createDirectories(memory.getPath("work").toAbsolutePath());
            directory = Files.createDirectories(root.resolve("directory"));
            Files.createDirectories(root.resolve(OUTSIDE + "/a"));
            Files.writeString(root.resolve(OUTSIDE + "/a/b"), OUTSIDE);
            filter = FILTERS.get(random.nextInt(FILTERS.size()));
            followsLinks = random.nextInt(3) == 0;
            int kind = random.nextInt(6);
            disturbance = kind < 3 ? Disturbance.NONE : kind == 3 ? Disturbance.FAULT : Disturbance.COMPETITOR;
        }

        private String name() {
            StringBuilder name = new StringBuilder(NAMES.get(random.nextInt(NAMES.size())));
            for (int depth = random.nextInt(3); depth > 0; depth--) {
                name.append('/').append(NAMES.get(random.nextInt(NAMES.size())));
            }
            return name.toString();
        }

        void writeTree() throws IOException {
            for (int i = random.nextInt(9); i > 0; i--) {
                Path file = directory.resolve(name());
                try {
                    Files.createDirectories(file.getParent());
                    if (random.nextInt(6) > 0) {
                        Files.writeString(file, "local" + random.nextInt(2));
                        Files.setLastModifiedTime(file, FileTime.from(random.nextBoolean() ? PAST : FUTURE));
                    } else {
                        Files.createSymbolicLink(file, linkTarget());
                    }
                } catch (IOException e) {
                    // Something else has the name.
                }
            }
            if (random.nextInt(4) == 0) {
                try (Stream<Path> all = Files.walk(directory)) {
                    List<Path> directories = all.filter(file -> Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS))
                            .toList();
                    unreadable.add(directories.get(random.nextInt(directories.size())));
                }
            }
        }

        private Path linkTarget() {
            return switch (random.nextInt(5)) {
                case 0 -> root.resolve(OUTSIDE);
                case 1 -> root.resolve("missing");
                case 2 -> directory;
                default -> directory.resolve(name());
            };
        }

        void putObjects() throws IOException {
            for (int i = random.nextInt(9); i > 0; i--) {
                bucket.put("p/" + name(), "object" + random.nextInt(2));
            }
            bucket.put(OUTSIDE, OUTSIDE);
        }

        /** Returns the directory as a sync finds it. */
        Path source() {
            return RacingFileSystem.withUnreadable(directory, unreadable::contains);
        }

        DirectoryOptions options() {
            DirectoryOptions.Builder options = DirectoryOptions.builder()
                    .deleteExtra(true)
                    .allowEmptySource(true)
                    .filter(filter)
                    .parallel(1 + random.nextInt(3))
                    .comparison(random.nextBoolean() ? Comparison.SIZE_AND_TIME : Comparison.CRC64);
            return options.followLinks(followsLinks).build();
        }

        /** Returns a client whose requests are disturbed before the last list, so before the first deletion. */
        BucketClient disturbed() throws IOException {
            // Not before the first list: such a change is part of what the sync finds.
            AtomicInteger left = new AtomicInteger(disturbance == Disturbance.COMPETITOR ? 1 + random.nextInt(5) : -1);
            if (disturbance == Disturbance.FAULT) {
                String operation = List.of(
                                "PutObject", "GetObject", "HeadObject", "ListObjectsV2", "DeleteMultipleObjects")
                        .get(random.nextInt(5));
                emulator.inject(Fault.error(403, "AccessDenied").on(operation));
            }
            return client().listener(new CallListener() {
                        @Override
                        public void started(CallAttempt attempt) {
                            if (!attempt.operation().startsWith("Delete") && left.getAndDecrement() == 0) {
                                compete();
                            }
                        }
                    })
                    .build();
        }

        /**
         * Another program writes a file and puts an object, often with the name of an object and of a file, and with
         * their sizes.
         */
        private synchronized void compete() {
            try {
                List<String> objects = new ArrayList<>(keys());
                List<String> files = new ArrayList<>(files().keySet());
                String object = objects.get(random.nextInt(objects.size()));
                String key = object.startsWith("p/") && random.nextBoolean()
                        ? object
                        : "p/" + (files.isEmpty() ? name() : files.get(random.nextInt(files.size())));
                if (random.nextInt(4) > 0) {
                    bucket.put(key, "object2");
                    changedKeys.add(key);
                }
                Path file = directory.resolve(
                        object.startsWith("p/") && random.nextInt(3) > 0
                                ? object.substring(2)
                                : files.isEmpty() ? name() : files.get(random.nextInt(files.size())));
                Files.createDirectories(file.getParent());
                if (file.getParent().toRealPath().startsWith(directory.toRealPath())) {
                    Files.writeString(file, "local2");
                    changed.add(file.toRealPath());
                }
            } catch (IOException e) {
                // Something else has the name.
            }
        }

        /** Whether a file has exactly this name, or may have: found by reading one directory after the other. */
        private boolean mayHaveFile(String name) throws IOException {
            Path at = directory;
            for (String part : name.split("/")) {
                if (unreadable.contains(at.toRealPath())) {
                    return true;
                }
                Path found = null;
                try (DirectoryStream<Path> names = Files.newDirectoryStream(at)) {
                    for (Path each : names) {
                        found = each.getFileName().toString().equals(part) ? each : found;
                    }
                } catch (NotDirectoryException e) {
                    return false;
                }
                if (found == null) {
                    return false;
                }
                if (Files.isSymbolicLink(found) && (!followsLinks || !Files.exists(found))) {
                    return true;
                }
                at = found;
            }
            return Files.isRegularFile(at);
        }

        /** Whether a failure came after the first deletion. */
        private boolean isOfDeletion(FileOutcome failed) {
            // Two objects take one place, which is only known when what was there is deleted.
            return failed.difference() == FileOutcome.Difference.MISSING_ON_SOURCE
                    || (!distinguishesNames
                            && String.valueOf(failed.reason()).contains("must not be saved to one file"));
        }

        Set<String> deletedObjects(Set<String> before) {
            Set<String> deleted = new TreeSet<>(before);
            deleted.removeAll(keys());
            return deleted;
        }

        void upload() throws IOException {
            Set<String> before = keys();
            DirectoryResult result;
            try (BucketClient client = disturbed()) {
                result = Directories.of(client).syncToBucket(source(), "p", options());
            } catch (IOException e) {
                assertEquals(Set.of(), deletedObjects(before), message);
                return;
            } finally {
                emulator.clearFaults();
            }
            Set<String> allowed = new TreeSet<>();
            for (String key : before) {
                if (key.startsWith("p/")
                        && filter.test(key.substring(2))
                        && !changedKeys.contains(key)
                        && !mayHaveFile(key.substring(2))) {
                    allowed.add(key);
                }
            }
            boolean complete = result.failed().stream().allMatch(this::isOfDeletion);
            compare(complete ? allowed : Set.of(), deletedObjects(before), result);
        }

        private Map<String, String> files() throws IOException {
            Map<String, String> files = new TreeMap<>();
            try (Stream<Path> all = Files.walk(directory)) {
                for (Path file : (Iterable<Path>) all::iterator) {
                    if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                        files.put(directory.relativize(file).toString().replace('\\', '/'), Files.readString(file));
                    }
                }
            }
            return files;
        }

        void download() throws IOException {
            Set<String> before = files().keySet();
            DirectoryResult result;
            try (BucketClient client = disturbed()) {
                result = Directories.of(client).syncToDirectory("p", source(), options());
            } catch (IOException e) {
                Set<String> deleted = new TreeSet<>(before);
                deleted.removeAll(files().keySet());
                assertEquals(Set.of(), deleted, message);
                return;
            } finally {
                emulator.clearFaults();
            }
            boolean complete = result.failed().stream().allMatch(this::isOfDeletion);
            Set<String> allowed = new TreeSet<>();
            for (String name : before) {
                if (complete
                        && filter.test(name)
                        && !keys().contains("p/" + name)
                        && !changed.contains(directory.resolve(name))
                        && unreadable.isEmpty()) {
                    allowed.add(name);
                }
            }
            Set<String> deleted = new TreeSet<>();
            for (FileOutcome outcome : result.deleted()) {
                deleted.add(outcome.key().substring(2));
            }
            Set<String> gone = new TreeSet<>(before);
            gone.removeAll(files().keySet());
            // On a file system that ignores case, a download can replace a file by one with another name.
            gone.removeIf(name -> Files.exists(directory.resolve(name)));
            deleted.addAll(gone);
            // These are files of objects by other names.
            Set<String> kept = new TreeSet<>();
            for (FileOutcome outcome : result.skipped()) {
                if (String.valueOf(outcome.reason()).contains("file of an object with another name")) {
                    kept.add(outcome.key().substring(2));
                }
            }
            allowed.removeAll(kept);
            compare(allowed, deleted, result);
            if (complete && disturbance != Disturbance.COMPETITOR) {
                assertHasAllObjects();
            }
        }

        /** Asserts that each object has a file of its size, after a download sync without failures. */
        private void assertHasAllObjects() throws IOException {
            for (String key : keys()) {
                if (key.startsWith("p/") && filter.test(key.substring(2))) {
                    assertEquals(
                            text(key).length(), Files.size(directory.resolve(key.substring(2))), message + " " + key);
                }
            }
        }

        private void compare(Set<String> allowed, Set<String> deleted, DirectoryResult result) {
            String all = message + ": allowed " + allowed + ", deleted " + deleted + ", " + result.failed()
                    + result.skipped() + result.deleted() + disturbance + changed + changedKeys;
            assertTrue(allowed.containsAll(deleted), all);
            // If names differ in case alone, more is kept than necessary: below a link whose name is spelled in another
            // way.
            if (distinguishesNames
                    && disturbance == Disturbance.NONE
                    && result.failed().isEmpty()) {
                assertEquals(allowed, deleted, all);
                deletions += deleted.size();
            }
        }

        void assertOutsideIsUnchanged() throws IOException {
            assertEquals(OUTSIDE, Files.readString(root.resolve(OUTSIDE + "/a/b")), message);
            assertEquals(OUTSIDE, text(OUTSIDE), message);
        }
    }

    private long deletions;

    private Set<String> keys() {
        Set<String> keys = new TreeSet<>();
        bucket.list("").forEach(object -> keys.add(object.key()));
        return keys;
    }

    private void run(long first, int count) throws IOException {
        for (long seed = first; seed < first + count; seed++) {
            bucket.deleteAll(keys());
            try (FileSystem memory = Jimfs.newFileSystem(FILE_SYSTEMS.get((int) (seed % FILE_SYSTEMS.size())))) {
                Run run = new Run(seed, memory);
                run.writeTree();
                run.putObjects();
                if (run.random.nextBoolean()) {
                    run.upload();
                } else {
                    run.download();
                }
                run.assertOutsideIsUnchanged();
            } catch (RuntimeException | IOException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
        assertTrue(deletions > count / 8, "too few deletions: " + deletions);
    }

    @Test
    void deletesOnlyWhatTheOracleAllows() throws Exception {
        run(0, 100);
    }

    @Test
    @Tag("stress")
    void deletesOnlyWhatTheOracleAllowsInManyTrees() throws Exception {
        run(100, 10_000);
    }
}
