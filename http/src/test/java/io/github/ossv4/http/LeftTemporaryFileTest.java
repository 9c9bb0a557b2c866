// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import io.github.ossv4.http.internal.file.DownloadTarget;
import io.github.ossv4.http.internal.file.TargetFile;
import io.github.ossv4.http.testing.DownloadFixture;
import io.github.ossv4.http.testing.TestFiles;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Temporary files that killed processes left: a later download of the same target deletes them. */
class LeftTemporaryFileTest extends DownloadFixture {
    /** In this file system a test can set the status change time: it is the creation time. */
    private static FileSystem memory() {
        return Jimfs.newFileSystem(Configuration.unix().toBuilder()
                .setAttributeViews("basic", "owner", "posix", "unix")
                .build());
    }

    private static Path target(FileSystem memory) throws IOException {
        return Files.createDirectories(memory.getPath("/folder")).resolve("file");
    }

    /** Leaves the temporary file of a download, which is not locked, and returns it. */
    private static Path leave(Path file) throws IOException {
        TargetFile left = TargetFile.createLocked(DownloadTarget.of(file));
        left.close();
        return left.temporary();
    }

    private static void age(Path temporary, Duration age) throws IOException {
        Files.setAttribute(
                temporary, "creationTime", FileTime.from(Instant.now().minus(age)), LinkOption.NOFOLLOW_LINKS);
    }

    private static Path nextTemporary(Path file) throws IOException {
        TargetFile next = TargetFile.createLocked(DownloadTarget.of(file));
        next.discardQuietly();
        return next.temporary();
    }

    @Test
    void deletesOldFilesOfSameTargetOnly() throws Exception {
        try (FileSystem memory = memory()) {
            Path file = target(memory);
            Path first = leave(file);
            Path second = leave(file);
            Path young = leave(file);
            Path gap = leave(file);
            Path last = leave(file);
            Files.delete(gap);
            age(last, Duration.ofSeconds(10));
            age(first, Duration.ofSeconds(10));
            age(second, Duration.ofDays(10));
            age(young, Duration.ofSeconds(1));
            Path other = leave(file.resolveSibling("other"));
            age(other, Duration.ofDays(10));
            nextTemporary(file);
            assertFalse(Files.exists(first));
            assertFalse(Files.exists(second));
            assertFalse(Files.exists(last));
            assertTrue(Files.exists(young), "it may be about to be locked or moved");
            assertTrue(Files.exists(other), "of another target");
        }
    }

    @Test
    void keepsTheFileOfADownloadInProgress() throws Exception {
        try (FileSystem memory = memory()) {
            Path file = target(memory);
            try (TargetFile slow = TargetFile.createLocked(DownloadTarget.of(file))) {
                age(slow.temporary(), Duration.ofDays(1));
                assertNotEquals(slow.temporary(), nextTemporary(file));
                assertTrue(Files.exists(slow.temporary()));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SOCKET")
    void keepsFileThatIsUnlikeATemporaryFile(TargetFileTest.Planted planted) throws Exception {
        try (FileSystem memory = memory()) {
            Path file = target(memory);
            Path temporary = nextTemporary(file);
            Path victim = Files.writeString(file.resolveSibling("victim"), "untouched");
            planted.plant(temporary, victim);
            age(temporary, Duration.ofDays(1));
            assertNotEquals(temporary, nextTemporary(file));
            assertTrue(Files.exists(temporary, LinkOption.NOFOLLOW_LINKS));
            assertEquals("untouched", Files.readString(victim));
        }
    }

    @Test
    void keepsTheFileOfAnotherUser() throws Exception {
        try (FileSystem memory = memory()) {
            Path temporary = leave(target(memory));
            Files.setOwner(temporary, memory.getUserPrincipalLookupService().lookupPrincipalByName("mallory"));
            age(temporary, Duration.ofDays(1));
            nextTemporary(target(memory));
            assertTrue(Files.exists(temporary));
        }
    }

    @Test
    void usesARandomNameIfAllOthersAreTaken() throws Exception {
        try (FileSystem memory = memory()) {
            Path file = target(memory);
            for (int i = 0; i < 8; i++) {
                Files.createDirectory(nextTemporary(file));
            }
            assertNotEquals(nextTemporary(file), nextTemporary(file));
        }
    }

    @Test
    void parallelDownloadsOfOneFileLeaveOneFile() throws Exception {
        byte[] bytes = store(1, 3 * PART);
        List<Future<SavedObject>> saved = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            saved.add(
                    i % 2 == 0
                            ? bucket.async().getToFile("k", file)
                            : bucket.async().download("k", file));
        }
        for (Future<SavedObject> each : saved) {
            each.get(1, TimeUnit.MINUTES);
        }
        assertArrayEquals(bytes, Files.readAllBytes(file));
        assertEquals(List.of("file"), TestFiles.names(folder));
    }

    @Test
    @Tag("full")
    void deletesTheFileOfAKilledProcessOnly() throws Exception {
        byte[] bytes = store(2, 4 * PART);
        bucket.put("large", Body.of(bytes));
        try (TransferProcess process = TransferProcess.start(
                "-Xmx32m", "download", emulator.endpoint(), file.toString(), "", Integer.toString(PART), "1", "1")) {
            process.awaitLine("paused");
            Path temporary = temporaryFile();
            // Its lock protects it, whatever its age is.
            while (Duration.between(Files.getLastModifiedTime(temporary).toInstant(), Instant.now())
                            .toSeconds()
                    < 8) {
                bucket.getToFile("k", file);
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
            }
            assertEquals(List.of(temporary.getFileName().toString(), "file"), TestFiles.names(folder));
            process.kill();
            bucket.getToFile("k", file);
        }
        assertEquals(List.of("file"), TestFiles.names(folder));
        assertArrayEquals(bytes, Files.readAllBytes(file));
    }

    /** The file of an interrupted download with a checkpoint is not locked. */
    @Test
    void keepsTemporaryFileOfResumableDownload() throws Exception {
        byte[] bytes = store(3, 4 * PART);
        cancelAfter(2);
        Path temporary = temporaryFile();
        bucket.getToFile("k", file);
        assertTrue(Files.exists(temporary));
        bucket.download("k", file, resumable());
        assertArrayEquals(bytes, Files.readAllBytes(file));
    }
}
