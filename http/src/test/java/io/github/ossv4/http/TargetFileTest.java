// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.http.internal.file.CannotWriteException;
import io.github.ossv4.http.internal.file.CheckpointFile;
import io.github.ossv4.http.internal.file.DownloadTarget;
import io.github.ossv4.http.internal.file.TargetFile;
import io.github.ossv4.http.testing.RacingFileSystem;
import io.github.ossv4.http.testing.TestFiles;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import okio.Buffer;
import okio.Sink;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Writing to a temporary file and replacing the target by it. */
class TargetFileTest {
    @TempDir
    private Path folder;

    /** Another user with write access to the directory must not redirect the writes. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void doesNotWriteThroughALinkOfAnAttacker(boolean replacing) throws Exception {
        Path victim = Files.writeString(folder.resolve("victim"), "untouched");
        Path real = folder.resolve("file");
        if (replacing) {
            Files.writeString(real, "old");
        }
        List<Path> created = new ArrayList<>();
        Path file = RacingFileSystem.of(real, opened -> created.add(Files.createSymbolicLink(opened, victim)));
        assertThrows(IOException.class, () -> TargetFile.create(DownloadTarget.of(file)));
        assertEquals(1, created.size());
        assertEquals("untouched", Files.readString(victim));
    }

    @Test
    void replacesTheFileByTheWrittenOne() throws Exception {
        Path real = Files.writeString(folder.resolve("file"), "old");
        List<Path> opened = new ArrayList<>();
        TargetFile target = TargetFile.create(DownloadTarget.of(RacingFileSystem.of(real, opened::add)));
        write(target, 0, new Buffer().writeUtf8("new"));
        target.endAt(3);
        assertEquals("old", Files.readString(real));
        target.move(3, null);
        assertEquals("new", Files.readString(real));
        assertEquals(1, opened.size());
        assertEquals(List.of("file"), List.of(folder.toFile().list()));
    }

    @Test
    void createsATemporaryFileInTheSameDirectory() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "old");
        try (TargetFile target = TargetFile.create(DownloadTarget.of(file))) {
            Path temporary = target.temporary();
            assertEquals(folder, temporary.getParent());
            assertTrue(TargetFile.isTemporary(temporary.getFileName().toString()));
            assertEquals("old", Files.readString(file));
        }
    }

    /** If a file was truncated to 0 bytes, ext4 and Btrfs write all of its data to the disk when it is closed. */
    @Test
    void createsAFileThatIsNotEmpty() throws Exception {
        try (TargetFile target = TargetFile.create(DownloadTarget.of(folder.resolve("file")))) {
            long size = Files.size(target.temporary());
            assertTrue(size > 0 && size <= 65_536, () -> "was " + size);
            target.endAt(100_000);
            assertEquals(size, Files.size(target.temporary()));
            assertThrows(CannotWriteException.class, () -> target.move(size - 1, null));
        }
    }

    @Test
    void deletesWhatAnEarlierAttemptWrote() throws Exception {
        Path file = folder.resolve("file");
        TargetFile target = TargetFile.create(DownloadTarget.of(file));
        write(target, 0, new Buffer().write(new byte[100_000]));
        write(target, 0, new Buffer().writeUtf8("new"));
        target.endAt(3);
        target.move(3, null);
        assertEquals("new", Files.readString(file));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file",
                ".ossv4-.part",
                ".ossv4-00000000-0000-0000-0000-000000000000",
                ".ossv4-00000000-0000-0000-0000-000000000000.part/../x.part",
                "a.ossv4-00000000-0000-0000-0000-000000000000.part"
            })
    void rejectsOtherNamesOfTemporaryFiles(String name) {
        assertFalse(TargetFile.isTemporary(name));
    }

    @Test
    void writesPartsAtTheirPositions() throws Exception {
        byte[] bytes = TestFiles.randomBytes(1, 100_000);
        Path file = folder.resolve("file");
        try (TargetFile target = TargetFile.create(DownloadTarget.of(file))) {
            write(target, 60_000, new Buffer().write(bytes, 60_000, 40_000));
            write(target, 0, new Buffer().write(bytes, 0, 60_000));
            target.move(bytes.length, null);
        }
        assertArrayEquals(bytes, Files.readAllBytes(file));
    }

    @Test
    void discardDeletesTheTemporaryFileOnly() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "old");
        IOException failure = new IOException();
        TargetFile.create(DownloadTarget.of(file)).discard(failure);
        assertEquals(0, failure.getSuppressed().length);
        assertEquals(List.of("file"), TestFiles.names(folder));
        assertEquals("old", Files.readString(file));
    }

    private final CheckpointFile checkpoint = new CheckpointFile(Path.of("checkpoint"));

    /** Returns the temporary file of a download that was interrupted. */
    private static Path interrupted(Path file) throws IOException {
        TargetFile first = TargetFile.create(DownloadTarget.of(file));
        write(first, 0, new Buffer().writeUtf8("hello"));
        first.endAt(5);
        first.close();
        return first.temporary();
    }

    @Test
    void reopensTheTemporaryFile() throws Exception {
        Path file = folder.resolve("file");
        String name = interrupted(file).getFileName().toString();
        TargetFile fresh = TargetFile.create(DownloadTarget.of(file));
        try (TargetFile second = fresh.reopen(name, checkpoint)) {
            assertEquals(Crc64.compute("hello".getBytes(UTF_8)), second.crc64(0, 5, () -> false));
            write(second, 0, new Buffer().writeUtf8("new"));
            second.endAt(3);
            second.move(3, null);
        }
        assertEquals("new", Files.readString(file));
        assertNull(fresh.reopen(name, checkpoint), "the temporary file no longer exists");
        fresh.discard(new IOException());
        assertEquals(List.of("file"), TestFiles.names(folder));
    }

    @Test
    void computesNoChecksumIfTheFileEndsEarlierOrIfStopped() throws Exception {
        Path file = folder.resolve("file");
        String name = interrupted(file).getFileName().toString();
        TargetFile fresh = TargetFile.create(DownloadTarget.of(file));
        try (TargetFile target = fresh.reopen(name, checkpoint)) {
            assertEquals(Crc64.compute("ell".getBytes(UTF_8)), target.crc64(1, 3, () -> false));
            assertEquals(0, target.crc64(5, 0, () -> false));
            assertNull(target.crc64(1, 5, () -> false));
            assertNull(target.crc64(0, 5, () -> true));
        }
        fresh.discard(new IOException());
    }

    /** Files that another user can put in the place of the temporary file. */
    enum Planted {
        SYMBOLIC_LINK {
            @Override
            void plant(Path temporary, Path victim) throws IOException {
                Files.createSymbolicLink(temporary, victim);
            }
        },
        HARD_LINK {
            @Override
            void plant(Path temporary, Path victim) throws IOException {
                Files.createLink(temporary, victim);
            }
        },
        WRITABLE_FILE {
            @Override
            void plant(Path temporary, Path victim) throws IOException {
                Files.writeString(temporary, "hello");
                Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rw-rw-rw-"));
            }
        },
        DIRECTORY {
            @Override
            void plant(Path temporary, Path victim) throws IOException {
                Files.createDirectory(temporary);
            }
        },
        SOCKET {
            @Override
            void plant(Path temporary, Path victim) throws IOException {
                TestFiles.createSocket(temporary);
            }
        };

        abstract void plant(Path temporary, Path victim) throws IOException;
    }

    @ParameterizedTest
    @EnumSource(Planted.class)
    void reopensNoPlantedFile(Planted planted) throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "old");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        Path victim = Files.writeString(folder.resolve("victim"), "untouched");
        Files.setPosixFilePermissions(victim, PosixFilePermissions.fromString("rw-r-----"));
        Path temporary = interrupted(file);
        Files.delete(temporary);
        planted.plant(temporary, victim);
        try (TargetFile fresh = TargetFile.create(DownloadTarget.of(file))) {
            assertNull(fresh.reopen(temporary.getFileName().toString(), checkpoint));
        }
        assertEquals("untouched", Files.readString(victim));
    }

    /** The file is replaced after its attributes were read. */
    @ParameterizedTest
    @EnumSource(
            value = Planted.class,
            names = {"SYMBOLIC_LINK", "HARD_LINK", "WRITABLE_FILE"})
    void reopensNoFileThatIsReplacedMeanwhile(Planted planted) throws Exception {
        Path real = folder.resolve("file");
        Path victim = Files.writeString(folder.resolve("victim"), "untouched");
        Path temporary = interrupted(real);
        String name = temporary.getFileName().toString();
        Path file = RacingFileSystem.of(real, opened -> {
            if (opened.endsWith(name)) {
                Files.move(temporary, folder.resolve("genuine"));
                planted.plant(temporary, victim);
            }
        });
        try (TargetFile fresh = TargetFile.create(DownloadTarget.of(file))) {
            assertNull(fresh.reopen(name, checkpoint));
        }
        assertTrue(Files.exists(folder.resolve("genuine")));
        assertEquals("untouched", Files.readString(victim));
    }

    @Test
    void reopensNoFileOfAnotherUser() throws Exception {
        try (FileSystem memory = Jimfs.newFileSystem(Configuration.unix().toBuilder()
                .setAttributeViews("basic", "owner", "posix", "unix")
                .build())) {
            Path file = Files.createDirectory(memory.getPath("/shared")).resolve("file");
            Path temporary = interrupted(file);
            String name = temporary.getFileName().toString();
            TargetFile fresh = TargetFile.create(DownloadTarget.of(file));
            fresh.reopen(name, checkpoint).close();
            Files.setOwner(temporary, memory.getUserPrincipalLookupService().lookupPrincipalByName("mallory"));
            assertNull(fresh.reopen(name, checkpoint));
            assertEquals("hello", Files.readString(temporary));
        }
    }

    /** The file systems of Windows have neither permissions nor numbers of links. */
    @Test
    void reopensAFileWithoutUnixAttributes() throws Exception {
        try (FileSystem memory = Jimfs.newFileSystem(Configuration.windows())) {
            Path file = memory.getPath("C:\\work\\file");
            Path temporary = interrupted(file);
            String name = temporary.getFileName().toString();
            TargetFile fresh = TargetFile.create(DownloadTarget.of(file));
            fresh.reopen(name, checkpoint).close();
            Files.move(temporary, temporary.resolveSibling("other"));
            Files.createSymbolicLink(temporary, temporary.resolveSibling("other"));
            assertNull(fresh.reopen(name, checkpoint));
        }
    }

    @Test
    void failsIfTheTemporaryFileIsReplacedAfterItWasOpened() throws Exception {
        Path real = folder.resolve("file");
        Path file = RacingFileSystem.of(real, new RacingFileSystem.Race() {
            @Override
            public void beforeOpen(Path opened) {}

            @Override
            public void afterOpen(Path opened) throws IOException {
                Files.move(opened, folder.resolve("moved"));
                Files.createFile(opened);
            }
        });
        IOException e = assertThrows(CannotWriteException.class, () -> TargetFile.create(DownloadTarget.of(file)));
        assertTrue(e.getMessage().contains("another process replaced .ossv4-"), e.getMessage());
    }

    /** Changes of the temporary file by another process after it was checked. */
    private enum Change {
        REPLACED {
            @Override
            void apply(Path temporary) throws IOException {
                Files.move(temporary, temporary.resolveSibling("moved"));
                Files.writeString(temporary, "other");
            }
        },
        LINKED {
            @Override
            void apply(Path temporary) throws IOException {
                Path other = Files.writeString(temporary.resolveSibling("moved"), "other");
                Files.delete(temporary);
                Files.createSymbolicLink(temporary, other);
            }
        },
        TRUNCATED {
            @Override
            void apply(Path temporary) throws IOException {
                Files.writeString(temporary, "hell");
            }
        },
        LENGTHENED {
            @Override
            void apply(Path temporary) throws IOException {
                Files.writeString(temporary, "hello!");
            }
        },
        DELETED {
            @Override
            void apply(Path temporary) throws IOException {
                Files.delete(temporary);
            }
        };

        abstract void apply(Path temporary) throws IOException;
    }

    @ParameterizedTest
    @EnumSource
    void movesOnlyTheFileThatWasChecked(Change change) throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "old");
        TargetFile target = TargetFile.create(DownloadTarget.of(file));
        write(target, 0, new Buffer().writeUtf8("hello"));
        target.endAt(5);
        change.apply(target.temporary());
        assertThrows(CannotWriteException.class, () -> target.move(5, null));
        target.discard(new IOException());
        assertEquals("old", Files.readString(file));
    }

    @Test
    void keepsASymbolicLink() throws Exception {
        Path file =
                Files.writeString(Files.createDirectory(folder.resolve("other")).resolve("file"), "old");
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);
        try (TargetFile target = TargetFile.create(DownloadTarget.of(link))) {
            write(target, 0, new Buffer().writeUtf8("new"));
            target.endAt(3);
            target.move(3, null);
        }
        assertTrue(Files.isSymbolicLink(link));
        assertEquals("new", Files.readString(file));
        assertEquals(List.of("link", "other"), TestFiles.names(folder));
    }

    @Test
    void rejectsFilesThatCannotBeReplaced() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("missing"));
        Path socket = TestFiles.createSocket(folder.resolve("socket"));
        assertMessage("it is a directory", folder);
        assertMessage("it is a symbolic link to a missing file, or to itself", link);
        assertMessage("it is not a regular file", socket);
        assertThrows(
                CannotWriteException.class,
                () -> TargetFile.create(
                        DownloadTarget.of(folder.resolve("missing").resolve("file"))));
        assertEquals(List.of("link", "socket"), TestFiles.names(folder));
    }

    private static void assertMessage(String reason, Path file) {
        IOException e = assertThrows(IOException.class, () -> TargetFile.create(DownloadTarget.of(file)));
        assertEquals("cannot write " + file + ": " + reason, e.getMessage());
    }

    private static void write(TargetFile target, long position, Buffer bytes) throws IOException {
        Sink sink = target.sinkAt(position);
        sink.write(bytes, bytes.size());
        sink.flush();
    }
}
