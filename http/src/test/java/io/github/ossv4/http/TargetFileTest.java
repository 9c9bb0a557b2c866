// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.http.testing.RacingFileSystem;
import io.github.ossv4.http.testing.TestFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import okio.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
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
        assertThrows(IOException.class, () -> TargetFile.create(file));
        assertEquals(1, created.size());
        assertEquals("untouched", Files.readString(victim));
    }

    @Test
    void replacesTheFileByTheWrittenOne() throws Exception {
        Path real = Files.writeString(folder.resolve("file"), "old");
        List<Path> opened = new ArrayList<>();
        TargetFile target = TargetFile.create(RacingFileSystem.of(real, opened::add));
        target.sinkAt(0).write(new Buffer().writeUtf8("new"), 3);
        assertEquals("old", Files.readString(real));
        target.move();
        assertEquals("new", Files.readString(real));
        assertEquals(1, opened.size());
        assertEquals(List.of("file"), List.of(folder.toFile().list()));
    }

    @Test
    void createsATemporaryFileInTheSameDirectory() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "old");
        try (TargetFile target = TargetFile.create(file)) {
            Path temporary = target.temporary();
            assertEquals(folder, temporary.getParent());
            assertTrue(TargetFile.isTemporary(temporary.getFileName().toString()));
            assertEquals(0, Files.size(temporary));
            assertEquals("old", Files.readString(file));
        }
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
        try (TargetFile target = TargetFile.create(file)) {
            target.sinkAt(60_000).write(new Buffer().write(bytes, 60_000, 40_000), 40_000);
            target.sinkAt(0).write(new Buffer().write(bytes, 0, 60_000), 60_000);
            assertEquals(Crc64.compute(bytes), target.crc64(0, bytes.length, () -> false));
            target.move();
        }
        assertArrayEquals(bytes, Files.readAllBytes(file));
    }

    @Test
    void computesNoChecksumIfTheFileEndsEarlierOrIfStopped() throws Exception {
        try (TargetFile target = TargetFile.create(folder.resolve("file"))) {
            target.sinkAt(0).write(new Buffer().writeUtf8("hello"), 5);
            assertEquals(Crc64.compute("ell".getBytes(UTF_8)), target.crc64(1, 3, () -> false));
            assertEquals(0, target.crc64(5, 0, () -> false));
            assertNull(target.crc64(1, 5, () -> false));
            assertNull(target.crc64(0, 5, () -> true));
        }
    }

    @Test
    void discardDeletesTheTemporaryFileOnly() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "old");
        IOException failure = new IOException();
        TargetFile.create(file).discard(failure);
        assertEquals(0, failure.getSuppressed().length);
        assertEquals(List.of("file"), TestFiles.names(folder));
        assertEquals("old", Files.readString(file));
    }

    @Test
    void reopensTheTemporaryFile() throws Exception {
        Path file = folder.resolve("file");
        TargetFile first = TargetFile.create(file);
        first.sinkAt(0).write(new Buffer().writeUtf8("hello"), 5);
        first.close();
        String name = first.temporary().getFileName().toString();
        try (TargetFile second = TargetFile.reopen(file, name)) {
            second.checkSize(5);
            second.clear();
            second.sinkAt(0).write(new Buffer().writeUtf8("new"), 3);
            second.move();
        }
        assertEquals("new", Files.readString(file));
        assertNull(TargetFile.reopen(file, name), "the temporary file no longer exists");
    }

    @Test
    void keepsASymbolicLink() throws Exception {
        Path file =
                Files.writeString(Files.createDirectory(folder.resolve("other")).resolve("file"), "old");
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);
        try (TargetFile target = TargetFile.create(link)) {
            target.sinkAt(0).write(new Buffer().writeUtf8("new"), 3);
            target.move();
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
                () -> TargetFile.create(folder.resolve("missing").resolve("file")));
        assertEquals(List.of("link", "socket"), TestFiles.names(folder));
    }

    private static void assertMessage(String reason, Path file) {
        IOException e = assertThrows(IOException.class, () -> TargetFile.create(file));
        assertEquals("cannot write " + file + ": " + reason, e.getMessage());
    }
}
