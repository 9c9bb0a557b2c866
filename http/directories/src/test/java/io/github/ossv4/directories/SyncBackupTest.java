// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.directories;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.emulator.Fault;
import io.github.ossv4.http.testing.EmulatorFixture;
import io.github.ossv4.list.ListedObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The backup of what a sync replaces or deletes, and the limit of deletions. */
class SyncBackupTest extends EmulatorFixture {
    @TempDir
    private Path temporary;

    private Path directory;
    private Path backup;

    @BeforeEach
    void create() throws IOException {
        Path real = temporary.toRealPath();
        directory = Files.createDirectories(real.resolve("directory"));
        backup = real.resolve("backup/of/today");
    }

    private static DirectoryOptions.Builder options() {
        return DirectoryOptions.builder().deleteExtra();
    }

    private void write(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, FileTime.from(PAST));
    }

    private static Map<String, String> files(Path below) throws IOException {
        Map<String, String> files = new TreeMap<>();
        if (Files.exists(below)) {
            try (Stream<Path> all = Files.walk(below)) {
                for (Path file : (Iterable<Path>) all.filter(Files::isRegularFile)::iterator) {
                    files.put(below.relativize(file).toString().replace('\\', '/'), Files.readString(file));
                }
            }
        }
        return files;
    }

    private Map<String, String> objects(String prefix) throws IOException {
        Map<String, String> objects = new TreeMap<>();
        for (ListedObject object : bucket.list(prefix)) {
            objects.put(object.key().substring(prefix.length()), bucket.getText(object.key()));
        }
        return objects;
    }

    @Test
    void copiesObjectsBeforeTheyAreReplacedOrDeleted() throws Exception {
        write("same", "same");
        write("a/changed", "new!");
        write("new", "new");
        bucket.put("p/same", "same");
        bucket.put("p/a/changed", "old");
        bucket.put("p/b/extra", "extra");
        bucket.put("backup/b/extra", "of yesterday");

        DirectoryResult result = Directories.of(bucket)
                .sync(directory, "p", options().backupPrefix("backup").build());

        result.throwIfFailed();
        assertEquals(Map.of("a/changed", "old", "b/extra", "extra"), objects("backup/"));
        assertEquals(Map.of("a/changed", "new!", "new", "new", "same", "same"), objects("p/"));
    }

    @Test
    void keepsObjectsThatCannotBeCopied() throws Exception {
        write("changed", "new!");
        bucket.put("p/changed", "old");
        bucket.put("p/extra", "extra");
        emulator.inject(Fault.error(403, "AccessDenied").on("CopyObject").times(1));
        DirectoryOptions options = options().backupPrefix("backup").build();

        DirectoryResult failed = Directories.of(bucket).sync(directory, "p", options);

        assertEquals(1, failed.failed().size(), failed::toString);
        assertEquals(Map.of("changed", "old", "extra", "extra"), objects("p/"));

        emulator.inject(Fault.error(403, "AccessDenied").on("CopyObject").times(1));
        Files.delete(directory.resolve("changed"));
        write("other", "1");
        bucket.delete("p/changed");
        DirectoryResult kept = Directories.of(bucket).sync(directory, "p", options);
        assertEquals("p/extra", kept.failed().get(0).key());
        assertEquals(Map.of("other", "1", "extra", "extra"), objects("p/"));
    }

    @Test
    void movesFilesBeforeTheyAreReplacedOrDeleted() throws Exception {
        bucket.put("p/same", "same");
        bucket.put("p/a/changed", "new!");
        bucket.put("p/new", "new");
        bucket.put("p/blocked/x", "x");
        DirectoryOptions options = options().backupDirectory(backup).build();
        Directories.of(bucket).sync("p", directory, DirectoryOptions.NONE).throwIfFailed();
        write("a/changed", "old");
        write("b/extra", "extra");
        Files.delete(directory.resolve("blocked/x"));
        Files.delete(directory.resolve("blocked"));
        write("blocked", "in the way");

        Directories.of(bucket).sync("p", directory, options).throwIfFailed();

        assertEquals(Map.of("a/changed", "old", "b/extra", "extra", "blocked", "in the way"), files(backup));
        assertEquals(Map.of("a/changed", "new!", "new", "new", "same", "same", "blocked/x", "x"), files(directory));
    }

    @DisabledOnOs(OS.WINDOWS)
    @Test
    void followsNoLinkInBackup() throws Exception {
        Path outside = Files.createDirectories(temporary.toRealPath().resolve("outside"));
        Files.createDirectories(backup);
        Files.createSymbolicLink(backup.resolve("b"), outside);
        write("b/extra", "extra");
        bucket.put("p/other", "1");

        DirectoryResult result = Directories.of(bucket)
                .sync("p", directory, options().backupDirectory(backup).build());

        assertEquals(1, result.failed().size(), result::toString);
        assertEquals("extra", files(directory).get("b/extra"));
        assertEquals(Map.of(), files(outside));
    }

    @Test
    void changesNothingInDryRun() throws Exception {
        write("changed", "new!");
        bucket.put("p/changed", "old");
        bucket.put("p/extra", "extra");

        Directories.of(bucket)
                .sync(directory, "p", options().backupPrefix("backup").dryRun().build());
        Directories.of(bucket)
                .sync("p", directory, options().backupDirectory(backup).dryRun().build());

        assertEquals(Map.of(), objects("backup/"));
        assertTrue(Files.notExists(backup));
    }

    @ParameterizedTest
    @ValueSource(strings = {"p", "p/old", "", "p/"})
    void rejectsBackupInTarget(String folder) throws Exception {
        write("a", "1");
        bucket.put("p/b", "1");
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class,
                () -> Directories.of(bucket)
                        .sync(directory, "p", options().backupPrefix(folder).build()));
        assertTrue(refused.getMessage().contains("outside of the target"), refused::getMessage);
        Path local = folder.isEmpty() ? directory.getParent() : directory.resolve(folder);
        assertThrows(
                IllegalArgumentException.class,
                () -> Directories.of(bucket)
                        .sync("p", directory, options().backupDirectory(local).build()));
        assertEquals(Map.of("b", "1"), objects("p/"));
        assertEquals(Map.of("a", "1"), files(directory));
    }

    @Test
    void rejectsBackupOfOtherKind() {
        assertThrows(
                IllegalArgumentException.class,
                () -> Directories.of(bucket)
                        .sync(directory, "p", options().backupDirectory(backup).build()));
        assertThrows(
                IllegalArgumentException.class,
                () -> Directories.of(bucket)
                        .sync("p", directory, options().backupPrefix("b").build()));
        assertThrows(
                IllegalArgumentException.class,
                () -> Directories.of(bucket)
                        .upload(
                                directory,
                                "p",
                                DirectoryOptions.builder().backupPrefix("b").build()));
    }

    @Test
    void limitsDeletions() throws Exception {
        write("a", "1");
        for (String name : new String[] {"a", "b", "c", "d"}) {
            bucket.put("p/" + name, "1");
        }
        for (DeletionLimit limit : new DeletionLimit[] {DeletionLimit.files(2), DeletionLimit.percent(74)}) {
            DirectoryOptions options = options().deletionLimit(limit).build();
            DeletionLimitException e = assertThrows(
                    DeletionLimitException.class, () -> Directories.of(bucket).sync(directory, "p", options));
            assertEquals(
                    "3 of the 4 files of oss://examplebucket/p/ would be deleted, because " + directory
                            + " does not have them; deletionLimit is " + limit,
                    e.getMessage());
            assertEquals(3, e.extraCount());
            assertEquals(4, e.targetCount());
            assertEquals(4, objects("p/").size());
            assertEquals(
                    3,
                    Directories.of(bucket)
                            .sync(directory, "p", options.newBuilder().dryRun().build())
                            .planned()
                            .size());
        }
        Directories.of(bucket)
                .sync(
                        directory,
                        "p",
                        options().deletionLimit(DeletionLimit.percent(75)).build())
                .throwIfFailed();
        assertEquals(Map.of("a", "1"), objects("p/"));

        write("b", "1");
        DeletionLimitException ofFiles = assertThrows(
                DeletionLimitException.class,
                () -> Directories.of(bucket)
                        .sync(
                                "p",
                                directory,
                                options().deletionLimit(DeletionLimit.files(0)).build()));
        assertTrue(
                ofFiles.getMessage()
                        .contains(" files of " + directory + " would be deleted, because oss://examplebucket/p/"),
                ofFiles::getMessage);
        assertEquals(Map.of("a", "1", "b", "1"), files(directory));
    }

    @Test
    void describesLimits() {
        assertEquals("10", DeletionLimit.files(10).toString());
        assertEquals("50%", DeletionLimit.percent(50).toString());
        assertEquals("none", DeletionLimit.NONE.toString());
        assertTrue(DeletionLimit.NONE.allows(5, 5));
        assertThrows(IllegalArgumentException.class, () -> DeletionLimit.files(-1));
        assertThrows(IllegalArgumentException.class, () -> DeletionLimit.percent(101));
    }

    @DisabledOnOs(OS.WINDOWS)
    @Test
    void createsNoDirectoryThatItRejects() throws Exception {
        bucket.put("p/a", "1");
        Path link = Files.createSymbolicLink(temporary.toRealPath().resolve("link"), directory);
        Path file = Files.writeString(temporary.toRealPath().resolve("file"), "1");
        for (Path rejected : new Path[] {link.resolve("inside"), file, file.resolve("below")}) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> Directories.of(bucket)
                            .sync(
                                    "p",
                                    directory,
                                    options().backupDirectory(rejected).build()));
        }
        assertEquals(Map.of(), files(directory));
        assertTrue(Files.notExists(directory.resolve("inside")));
    }
}
