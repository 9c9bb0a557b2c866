// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.directories.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import io.github.ossv4.http.internal.file.OpenDirectory;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Directories that stay open between files. */
class OpenDirectoriesTest {
    @TempDir
    private Path temporary;

    private Path root;

    @BeforeEach
    void create() throws IOException {
        root = temporary.toRealPath();
        Files.createDirectories(root.resolve("a"));
        Files.writeString(root.resolve("a/file"), "1");
    }

    @Test
    void sharesADirectoryThatIsOpen() throws Exception {
        try (OpenDirectories directories = new OpenDirectories(root)) {
            OpenDirectory first = directories.open(root.resolve("a"));
            first.close();
            try (OpenDirectory second = directories.open(root.resolve("a"))) {
                assertSame(first, second);
                assertEquals(1, second.attributes("file").size());
            }
        }
    }

    @Test
    void opensTheDirectoryThatReplacedAnother() throws Exception {
        try (OpenDirectories directories = new OpenDirectories(root)) {
            OpenDirectory before = directories.open(root.resolve("a"));
            Files.move(root.resolve("a"), root.resolve("moved"));
            Files.createDirectories(root.resolve("a"));
            Files.writeString(root.resolve("a/file"), "22");
            try (OpenDirectory now = directories.open(root.resolve("a"))) {
                assertNotSame(before, now);
                assertEquals(2, now.attributes("file").size());
            }
            assertEquals(1, before.attributes("file").size());
            before.close();
        }
    }

    @Test
    void refusesALinkThatReplacedADirectory() throws Exception {
        try (OpenDirectories directories = new OpenDirectories(root)) {
            directories.open(root.resolve("a")).close();
            Files.move(root.resolve("a"), root.resolve("moved"));
            Files.createSymbolicLink(root.resolve("a"), root.resolve("moved"));
            assertThrows(IOException.class, () -> directories.open(root.resolve("a")));
        }
    }

    @Test
    void keepsDirectoriesOpenThatAreInUse() throws Exception {
        List<OpenDirectory> used = new ArrayList<>();
        OpenDirectories directories = new OpenDirectories(root);
        for (int i = 0; i < 20; i++) {
            Path directory = Files.createDirectories(root.resolve("d" + i));
            Files.writeString(directory.resolve("file"), "x".repeat(i));
            used.add(directories.open(directory));
        }
        directories.close();
        for (int i = 0; i < 20; i++) {
            try (OpenDirectory directory = used.get(i)) {
                assertEquals(i, directory.attributes("file").size());
            }
        }
        assertThrows(Exception.class, () -> used.get(19).deleteDirectory("file"));
    }

    @Test
    void opensDirectoriesWithoutSecureStreams() throws Exception {
        try (FileSystem windows = Jimfs.newFileSystem(Configuration.windows())) {
            Path top = Files.createDirectories(windows.getPath("C:\\top"));
            try (OpenDirectories directories = new OpenDirectories(top);
                    OpenDirectory directory = directories.open(top)) {
                directory.createDirectory("a");
                assertTrue(Files.isDirectory(top.resolve("a")));
            }
        }
    }
}
