// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.directories.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import io.github.ossv4.http.internal.file.OpenDirectory;
import io.github.ossv4.http.testing.RacingFileSystem;
import io.github.ossv4.http.testing.TestFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Directories that are opened such that no link leads out of them. */
class DirectoryBelowTest {
    private static final Set<StandardOpenOption> READ = EnumSet.of(StandardOpenOption.READ);
    private static final Set<StandardOpenOption> CREATE =
            EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

    @TempDir
    private Path folder;

    private final FileSystem unix = Jimfs.newFileSystem(Configuration.unix());
    private final FileSystem windows = Jimfs.newFileSystem(Configuration.windows());

    @AfterEach
    void close() throws IOException {
        unix.close();
        windows.close();
    }

    /** File systems, some of which have secure directory streams. */
    private enum Kind {
        PLATFORM,
        PLATFORM_BY_PATH,
        UNIX,
        WINDOWS
    }

    private Path folder(Kind kind) {
        return switch (kind) {
            case PLATFORM -> folder;
            case PLATFORM_BY_PATH -> RacingFileSystem.of(folder, opened -> {});
            case UNIX -> unix.getPath("/work");
            case WINDOWS -> windows.getPath("C:\\work");
        };
    }

    /** Creates a root with the file {@code a/b/file}, and the same outside of it. */
    private Path root(Kind kind) throws IOException {
        Path work = folder(kind).toRealPath();
        for (String name : List.of("root", "outside")) {
            Path directory =
                    Files.createDirectories(work.resolve(name).resolve("a").resolve("b"));
            Files.writeString(directory.resolve("file"), name);
        }
        return work.resolve("root");
    }

    private static String read(OpenDirectory directory, String name) throws IOException {
        try (InputStream stream = Channels.newInputStream(directory.open(name, READ))) {
            return new String(stream.readAllBytes(), UTF_8);
        }
    }

    @ParameterizedTest
    @EnumSource
    void opensMovesAndDeletesFiles(Kind kind) throws Exception {
        Path root = root(kind);
        Path path = root.resolve("a").resolve("b");
        try (OpenDirectory directory = DirectoryBelow.open(root, path)) {
            assertEquals("root", read(directory, "file"));
            assertEquals(path.resolve("file"), directory.path("file"));
            assertTrue(directory.attributes("file").isRegularFile());
            directory.open("new", CREATE).close();
            directory.replace("new", "file");
            assertEquals("", read(directory, "file"));
            directory.deleteIfExists("file");
            directory.deleteIfExists("file");
        }
        assertFalse(Files.exists(path.resolve("file")));
        try (OpenDirectory directory = DirectoryBelow.open(root, root)) {
            assertTrue(directory.attributes("a").isDirectory());
        }
    }

    @ParameterizedTest
    @EnumSource
    void createsDirectories(Kind kind) throws Exception {
        Path root = root(kind);
        Path path = root.resolve("a");
        try (OpenDirectory directory = DirectoryBelow.open(root, path)) {
            directory.createDirectory("new");
            assertTrue(Files.isDirectory(path.resolve("new")));
            Object created = directory.attributes("new").fileKey();
            directory.createDirectory("new");
            assertEquals(created, directory.attributes("new").fileKey());
            directory.createDirectory("b");
            assertEquals("root", Files.readString(path.resolve("b").resolve("file")));
            directory.open("file", CREATE).close();
            assertThrows(IOException.class, () -> directory.createDirectory("file"));
            Files.createSymbolicLink(path.resolve("link"), root.resolveSibling("outside"));
            assertThrows(IOException.class, () -> directory.createDirectory("link"));
        }
        assertEquals(List.of("a"), names(kind, root));
    }

    /** Each thread keeps using the directory that it found or created. */
    @ParameterizedTest
    @EnumSource
    void createsEachDirectoryOnceInManyThreads(Kind kind) throws Exception {
        Path root = root(kind);
        CyclicBarrier together = new CyclicBarrier(4);
        List<CompletableFuture<List<Object>>> threads = IntStream.range(0, 4)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                return createMany(root, together);
                            } catch (Exception e) {
                                throw new AssertionError(e);
                            }
                        },
                        command -> new Thread(command).start()))
                .toList();
        List<Object> first = threads.get(0).get(1, TimeUnit.MINUTES);
        for (CompletableFuture<List<Object>> thread : threads) {
            assertEquals(first, thread.get(1, TimeUnit.MINUTES));
        }
        assertEquals(List.of("a"), names(kind, root));
    }

    /** Returns the identities of the directories. */
    private static List<Object> createMany(Path root, CyclicBarrier together) throws Exception {
        List<Object> identities = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            try (OpenDirectory directory = DirectoryBelow.open(root, root.resolve("a"))) {
                together.await(1, TimeUnit.MINUTES);
                directory.createDirectory("d" + i);
                identities.add(directory.attributes("d" + i).fileKey());
            }
        }
        return identities;
    }

    private static List<String> names(Kind kind, Path directory) {
        return TestFiles.names(kind == Kind.PLATFORM_BY_PATH ? Path.of(directory.toString()) : directory);
    }

    @ParameterizedTest
    @EnumSource
    void followsNoLink(Kind kind) throws Exception {
        Path root = root(kind);
        Path outside = root.resolveSibling("outside");
        Files.createSymbolicLink(
                root.resolve("link"), outside.resolve("a").resolve("b").resolve("file"));
        Files.createSymbolicLink(root.resolve("directory"), outside.resolve("a"));
        try (OpenDirectory directory = DirectoryBelow.open(root, root)) {
            BasicFileAttributes attributes = directory.attributes("link");
            assertTrue(attributes.isSymbolicLink());
            assertThrows(IOException.class, () -> directory.open("link", READ));
            assertThrows(IOException.class, () -> directory.open("link", CREATE));
        }
        assertThrows(IOException.class, () -> DirectoryBelow.open(root, root.resolve("directory")));
        assertThrows(
                IOException.class,
                () -> DirectoryBelow.open(root, root.resolve("directory").resolve("b")));
    }

    @ParameterizedTest
    @EnumSource
    void staysInTheDirectoryThatIsReplacedByALink(Kind kind) throws Exception {
        Path root = root(kind);
        Path outside = root.resolveSibling("outside").resolve("a").resolve("b");
        try (OpenDirectory directory =
                DirectoryBelow.open(root, root.resolve("a").resolve("b"))) {
            directory.open("new", CREATE).close();
            Object key = directory.attributes("file").fileKey();
            Files.createFile(outside.resolve("new"));
            Files.move(root.resolve("a"), root.resolve("moved"));
            Files.createSymbolicLink(
                    root.resolve("a"), root.resolveSibling("outside").resolve("a"));
            boolean secure = kind == Kind.PLATFORM || kind == Kind.UNIX;
            if (secure) {
                assertEquals("root", read(directory, "file"));
                directory.open("other", CREATE).close();
            } else {
                assertThrows(IOException.class, () -> directory.open("file", READ));
                assertThrows(IOException.class, () -> directory.open("other", CREATE));
            }
            assertThrows(IOException.class, () -> directory.statusChangeTime("file", key));
            assertThrows(IOException.class, () -> directory.createDirectory("child"));
            IOException e = assertThrows(IOException.class, () -> directory.replace("new", "file"));
            assertTrue(e.getMessage().startsWith("a symbolic link leads out of the directory: "), e.getMessage());
        }
        assertEquals("outside", Files.readString(outside.resolve("file")));
        assertTrue(Files.exists(outside.resolve("new")));
        assertFalse(Files.exists(outside.resolve("other")));
        assertFalse(Files.exists(outside.resolve("child")));
    }

    /** Without secure directory streams, a link that appears while a file is created is noticed afterwards. */
    @ParameterizedTest
    @EnumSource
    void createsNoFileThroughALinkThatAppearsDuringOpen(Kind kind) throws Exception {
        Path root = root(kind);
        Path racing = RacingFileSystem.of(root, opened -> {
            Files.move(root.resolve("a"), root.resolve("moved"));
            Files.createSymbolicLink(
                    root.resolve("a"), root.resolveSibling("outside").resolve("a"));
        });
        try (OpenDirectory directory =
                DirectoryBelow.open(racing, racing.resolve("a").resolve("b"))) {
            assertThrows(IOException.class, () -> directory.open("new", CREATE));
        }
        assertFalse(Files.exists(
                root.resolveSibling("outside").resolve("a").resolve("b").resolve("new")));
    }
}
