// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.emulator.Fault;
import io.github.ossv4.http.testing.DownloadFixture;
import io.github.ossv4.http.testing.TestFiles;
import io.github.ossv4.http.testing.WatchedCheckpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that a download accepts or rejects as its checkpoint. */
class DownloadCheckpointRulesTest extends DownloadFixture {
    @Test
    void ignoresAnEmptyCheckpoint() throws Exception {
        byte[] bytes = store(1, 4 * PART);
        Files.createFile(checkpoint);
        bucket.download("k", file, resumable());
        assertArrayEquals(bytes, Files.readAllBytes(file));
        assertEquals(List.of("file"), TestFiles.names(folder));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hello",
                "{",
                "[]",
                "{}",
                "{\"format\":\"ossv4 upload 1\"}",
                "{\"format\":\"ossv4 download 2\"}",
                "{\"format\":\"ossv4 download 1\"}"
            })
    void rejectsAFileThatIsNotACheckpoint(String text) throws Exception {
        Files.writeString(checkpoint, text);
        IOException e = assertThrows(IOException.class, () -> bucket.download("k", file, resumable()));
        assertTrue(e.getMessage().startsWith(checkpoint + " is not a checkpoint of a download: "), e.getMessage());
        assertEquals(text, Files.readString(checkpoint));
        assertEquals(0, recorder.takeRequestCount(), "nothing was sent");
    }

    @Test
    void rejectsADirectoryAsCheckpoint() throws Exception {
        Files.createDirectory(checkpoint);
        IOException e = assertThrows(IOException.class, () -> bucket.download("k", file, resumable()));
        assertTrue(e.getMessage().contains("cannot read the checkpoint " + checkpoint), e.getMessage());
        assertEquals(0, recorder.takeRequestCount(), "nothing was sent");
    }

    @Test
    void rejectsATruncatedCheckpoint() throws Exception {
        store(1, 4 * PART);
        cancelAfter(2);
        byte[] whole = Files.readAllBytes(checkpoint);
        for (int length = 1; length < whole.length; length++) {
            Files.write(checkpoint, Arrays.copyOf(whole, length));
            assertThrows(IOException.class, () -> bucket.download("k", file, resumable()), "cut to " + length);
        }
        assertEquals(0, recorder.takeRequestCount() - 2, "nothing was sent");
        Files.write(checkpoint, whole);
        bucket.download("k", file, resumable());
        assertEquals(List.of(3, 4), recorder.takeFetchedParts());
    }

    /** The file that a checkpoint names is written, and deleted after a failure. */
    @ParameterizedTest
    @ValueSource(strings = {"../file", "ABSOLUTE", "file", ".ossv4-a.part/../x.part", ""})
    void rejectsACheckpointThatNamesAnotherFile(String name) throws Exception {
        store(1, 4 * PART);
        cancelAfter(2);
        Path other = Files.writeString(folder.resolve("other"), "of another program");
        String replacement = name.equals("ABSOLUTE") ? other.toAbsolutePath().toString() : name;
        String changed = Files.readString(checkpoint)
                .replace("\"" + temporaryFile().getFileName() + "\"", "\"" + replacement + "\"");
        Files.writeString(checkpoint, changed);
        recorder.takeRequestCount();
        IOException e = assertThrows(IOException.class, () -> bucket.download("k", file, resumable()));
        assertTrue(e.getMessage().contains("is not a checkpoint of a download"), e.getMessage());
        assertEquals(0, recorder.takeRequestCount(), "nothing was sent");
        assertEquals("of another program", Files.readString(other));
    }

    /** In a shared directory, another user writes the checkpoint and the file that it names. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void doesNotWriteThroughALinkThatACheckpointNames(boolean symbolic) throws Exception {
        byte[] bytes = store(1, 4 * PART);
        cancelAfter(2);
        Path temporary = temporaryFile();
        byte[] untouched = Files.readAllBytes(temporary);
        Path victim = Files.move(
                temporary, Files.createDirectory(folder.resolve("private")).resolve("victim"));
        if (symbolic) {
            Files.createSymbolicLink(temporary, victim);
        } else {
            Files.createLink(temporary, victim);
        }
        bucket.download("k", file, resumable());
        assertArrayEquals(untouched, Files.readAllBytes(victim));
        assertArrayEquals(bytes, Files.readAllBytes(file));
        assertFalse(Files.isSymbolicLink(file));
        assertEquals(parts(1, 4), recorder.takeFetchedParts());
    }

    @Test
    void startsAnewIfOthersCanWriteToTheTemporaryFile() throws Exception {
        byte[] bytes = store(1, 4 * PART);
        cancelAfter(2);
        Path temporary = temporaryFile();
        Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rw-rw-rw-"));
        bucket.download("k", file, resumable());
        assertEquals(parts(1, 4), recorder.takeFetchedParts());
        assertArrayEquals(bytes, Files.readAllBytes(file));
        assertTrue(Files.exists(temporary), "it may belong to somebody else");
    }

    /** The umask may have changed. */
    @Test
    void resumesWithOtherPermissionsIfOthersCannotWrite() throws Exception {
        byte[] bytes = store(1, 4 * PART);
        cancelAfter(2);
        Files.setPosixFilePermissions(temporaryFile(), PosixFilePermissions.fromString("rw-------"));
        bucket.download("k", file, resumable());
        assertEquals(parts(3, 4), recorder.takeFetchedParts());
        assertArrayEquals(bytes, Files.readAllBytes(file));
    }

    @Test
    void createsTheCheckpointForItsOwner() throws Exception {
        store(1, 4 * PART);
        cancelAfter(2);
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(checkpoint)));
    }

    @Test
    void resumesWithThePartSizeOfTheCheckpoint() throws Exception {
        byte[] bytes = store(1, 4 * PART);
        cancelAfter(2);
        bucket.download(
                "k",
                file,
                options().partSize(2 * PART).parallel(1).checkpoint(checkpoint).build());
        assertEquals(parts(3, 4), recorder.takeFetchedParts());
        assertArrayEquals(bytes, Files.readAllBytes(file));
        assertEquals(List.of("file"), TestFiles.names(folder));
    }

    @Test
    void usesTheGivenPartSizeIfTheObjectHasChanged() throws Exception {
        store(1, 4 * PART);
        cancelAfter(2);
        byte[] other = store(2, 4 * PART);
        bucket.download(
                "k",
                file,
                options().partSize(2 * PART).parallel(1).checkpoint(checkpoint).build());
        assertEquals(parts(1, 2), recorder.takeFetchedParts());
        assertArrayEquals(other, Files.readAllBytes(file));
    }

    @Test
    void rejectsTheCheckpointOfAnotherDownload() throws Exception {
        store(1, 4 * PART);
        bucket.put("other", Body.of(HELLO));
        cancelAfter(2);
        recorder.takeRequestCount();
        List<String> before = TestFiles.names(folder);
        IOException e = assertThrows(IOException.class, () -> bucket.download("other", file, resumable()));
        assertTrue(
                e.getMessage()
                        .contains(checkpoint
                                + " belongs to another download: of k in bucket examplebucket to a file file"),
                e.getMessage());
        assertThrows(IOException.class, () -> bucket.download("k", folder.resolve("other"), resumable()));
        assertEquals(0, recorder.takeRequestCount(), "nothing was sent");
        assertEquals(before, TestFiles.names(folder));
    }

    @Test
    void keepsTheLockUntilTheLastWriteOfTheCheckpoint() throws Exception {
        byte[] bytes = store(1, 4 * PART);
        WatchedCheckpoint watched = new WatchedCheckpoint(checkpoint);
        DownloadOptions options =
                options().parallel(1).checkpoint(watched.path()).build();
        recorder.onPartCompleted = part -> {
            if (part == 2) {
                emulator.inject(Fault.error(403, "AccessDenied").on("GetObject"));
            }
        };
        assertThrows(ServiceException.class, () -> bucket.download("k", file, options));
        recorder.onPartCompleted = part -> {};
        // Before the first byte, after each part, and after the failure.
        assertEquals(List.of("written", "written", "written", "written"), watched.changes);
        watched.changes.clear();
        bucket.download("k", file, options);
        assertEquals(List.of("written", "written", "written", "deleted"), watched.changes);
        assertArrayEquals(bytes, Files.readAllBytes(file));
    }

    /** The first one has not created the checkpoint yet. */
    @Test
    void rejectsASecondDownloadWithTheSameCheckpointBeforeTheFirstResponse() throws Exception {
        byte[] bytes = store(1, 4 * PART);
        CompletableFuture<IOException> second = new CompletableFuture<>();
        recorder.onPartStarted = part -> {
            recorder.onPartStarted = other -> {};
            try {
                bucket.download("k", file, resumable());
                second.completeExceptionally(new AssertionError("the second download succeeded"));
            } catch (IOException e) {
                second.complete(e);
            }
        };
        bucket.download("k", file, resumable());
        assertEquals(
                "another transfer with the checkpoint " + checkpoint + " is in progress",
                second.get(1, TimeUnit.MINUTES).getMessage());
        assertEquals(parts(1, 4), recorder.takeFetchedParts());
        assertArrayEquals(bytes, Files.readAllBytes(file));
        assertEquals(List.of("file"), TestFiles.names(folder));
    }

    @Test
    void rejectsASecondDownloadWithTheSameCheckpoint() throws Exception {
        byte[] bytes = store(1, 4 * PART);
        CompletableFuture<IOException> second = new CompletableFuture<>();
        recorder.onPartCompleted = part -> {
            if (part == 2) {
                second.complete(assertThrows(IOException.class, () -> bucket.download("k", file, resumable())));
            }
        };
        bucket.download("k", file, resumable());
        IOException e = second.get(1, TimeUnit.MINUTES);
        assertTrue(e.getMessage().contains("another transfer with the checkpoint"), e.getMessage());
        assertArrayEquals(bytes, Files.readAllBytes(file));
        assertEquals(List.of("file"), TestFiles.names(folder));
    }
}
