// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.directories;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import org.junit.jupiter.api.io.TempDir;

/** The limit of the files or objects that a sync deletes. */
class DeletionLimitTest extends EmulatorFixture {
    @TempDir
    private Path temporary;

    private Path directory;

    @BeforeEach
    void create() throws IOException {
        Path real = temporary.toRealPath();
        directory = Files.createDirectories(real.resolve("directory"));
    }

    private static DirectoryOptions.Builder options() {
        return DirectoryOptions.builder().deleteExtra(true);
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
    void limitsDeletions() throws Exception {
        write("a", "1");
        for (String name : new String[] {"a", "b", "c", "d"}) {
            bucket.put("p/" + name, "1");
        }
        for (DeletionLimit limit : new DeletionLimit[] {DeletionLimit.files(2), DeletionLimit.percent(74)}) {
            DirectoryOptions options = options().deletionLimit(limit).build();
            DeletionLimitException e = assertThrows(
                    DeletionLimitException.class, () -> Directories.of(bucket).syncToBucket(directory, "p", options));
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
                            .syncToBucket(
                                    directory,
                                    "p",
                                    options.newBuilder().dryRun(true).build())
                            .planned()
                            .size());
        }
        Directories.of(bucket)
                .syncToBucket(
                        directory,
                        "p",
                        options().deletionLimit(DeletionLimit.percent(75)).build())
                .throwIfFailed();
        assertEquals(Map.of("a", "1"), objects("p/"));

        write("b", "1");
        DeletionLimitException ofFiles = assertThrows(
                DeletionLimitException.class,
                () -> Directories.of(bucket)
                        .syncToDirectory(
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
}
