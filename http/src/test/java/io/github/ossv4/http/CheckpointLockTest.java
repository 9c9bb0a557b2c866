// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.emulator.Fault;
import io.github.ossv4.http.internal.file.CheckpointLock;
import io.github.ossv4.http.testing.EmulatorFixture;
import io.github.ossv4.http.testing.RacingFileSystem;
import io.github.ossv4.http.testing.TestFiles;
import io.github.ossv4.http.testing.WatchedCheckpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lock that lets one upload at a time use a checkpoint. */
class CheckpointLockTest extends EmulatorFixture {
    private static final int PART = 100 * 1024;

    @TempDir
    private Path folder;

    private final CountDownLatch sendingParts = new CountDownLatch(1);

    private Path file;
    private Path checkpoint;
    private byte[] bytes;

    @BeforeEach
    void write() throws IOException {
        bytes = TestFiles.randomBytes(1, 3 * PART);
        file = Files.write(folder.resolve("file"), bytes);
        checkpoint = folder.resolve("checkpoint");
    }

    @Override
    public BucketClient.Builder client() {
        return super.client().listener(new CallListener() {
            @Override
            public void started(CallAttempt attempt) {
                if (attempt.operation().equals("UploadPart")) {
                    sendingParts.countDown();
                }
            }
        });
    }

    private UploadOptions options() {
        return UploadOptions.builder()
                .partSize(PART)
                .parallel(2)
                .checkpoint(checkpoint)
                .build();
    }

    private void assertInProgress(IOException e) {
        assertEquals("another transfer with the checkpoint " + checkpoint + " is in progress", e.getMessage());
    }

    private void assertDone() throws IOException {
        assertArrayEquals(bytes, bytes("large"));
        assertNoUploads();
        assertEquals(List.of("file"), List.of(folder.toFile().list()));
    }

    @Test
    void isReleasedByClose() throws Exception {
        CheckpointLock first = CheckpointLock.acquire(checkpoint);
        assertInProgress(assertThrows(IOException.class, () -> CheckpointLock.acquire(checkpoint)));
        assertTrue(Files.exists(folder.resolve("checkpoint.ossv4-lock")));
        first.close();
        CheckpointLock.acquire(checkpoint).close();
        assertEquals(List.of("file"), List.of(folder.toFile().list()));
    }

    @Test
    void createsTheLockFileForItsOwnerOnly() throws Exception {
        CheckpointLock lock = CheckpointLock.acquire(checkpoint);
        Path locked = folder.resolve("checkpoint.ossv4-lock");
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(locked)));
        lock.close();
    }

    @Test
    void saysThatTheLockFileIsReplacedAgainAndAgain() throws Exception {
        Path replaced = RacingFileSystem.of(checkpoint, new RacingFileSystem.Race() {
            @Override
            public void beforeOpen(Path opened) {}

            @Override
            public void afterOpen(Path opened) throws IOException {
                Files.delete(opened);
                Files.createFile(opened);
            }
        });
        IOException e = assertThrows(IOException.class, () -> CheckpointLock.acquire(replaced));
        assertEquals(
                "cannot lock " + checkpoint
                        + ".ossv4-lock: 1000 attempts did not show that it is the file that was opened;"
                        + " another process replaces it, or its file system does not show open files",
                e.getMessage());
    }

    /** An empty file would be taken for a lock file. */
    @Test
    void doesNotMarkAFileWithAnotherName() throws Exception {
        Path victim = Files.createFile(folder.resolve("victim"));
        Files.createLink(folder.resolve("checkpoint.ossv4-lock"), victim);
        IOException e = assertThrows(IOException.class, () -> CheckpointLock.acquire(checkpoint));
        assertTrue(e.getMessage().startsWith("not a lock file of this library"), e.getMessage());
        assertEquals(0, Files.size(victim));
    }

    @Test
    void isTakenOverFromAProcessThatEndedWithoutRelease() throws Exception {
        Files.write(folder.resolve("checkpoint.ossv4-lock"), new byte[0]);
        bucket.upload("large", file, options());
        assertDone();
    }

    @Test
    void rejectsASecondUploadOfTheSameProcess() throws Exception {
        emulator.inject(Fault.delay(Duration.ofMinutes(5)).on("UploadPart").times(2));
        Transfer<PutResult> first = bucket.async().upload("large", file, options());
        // An upload that is cancelled while it is initiated is not aborted, because its id is unknown.
        assertTrue(sendingParts.await(1, TimeUnit.MINUTES));
        assertInProgress(assertThrows(IOException.class, () -> bucket.upload("large", file, options())));
        assertInProgress(assertThrows(IOException.class, () -> bucket.upload("other", file, options())));
        first.cancel(true);
        first.idle().get(1, TimeUnit.MINUTES);
        emulator.clearFaults();
        bucket.upload("large", file, options());
        assertDone();
    }

    @Test
    void isHeldUntilTheCheckpointIsDeleted() throws Exception {
        WatchedCheckpoint watched = new WatchedCheckpoint(checkpoint);
        UploadOptions options = UploadOptions.builder()
                .partSize(PART)
                .checkpoint(watched.path())
                .build();
        emulator.inject(Fault.error(403, "AccessDenied").on("CompleteMultipartUpload"));
        assertThrows(ServiceException.class, () -> bucket.upload("large", file, options));
        assertEquals(List.of("written", "written"), watched.changes);
        bucket.upload("large", file, options);
        assertEquals(List.of("written", "written", "written", "deleted"), watched.changes);
        assertDone();
    }

    @Test
    void isHeldWhileTheUploadIsCompleted() throws Exception {
        emulator.inject(Fault.delay(Duration.ofMinutes(5)).on("CompleteMultipartUpload"));
        CountDownLatch completing = new CountDownLatch(1);
        try (BucketClient watched = super.client()
                .listener(new CallListener() {
                    @Override
                    public void started(CallAttempt attempt) {
                        if (attempt.operation().equals("CompleteMultipartUpload")) {
                            completing.countDown();
                        }
                    }
                })
                .build()) {
            Transfer<PutResult> first = watched.async().upload("large", file, options());
            assertTrue(completing.await(1, TimeUnit.MINUTES));
            assertInProgress(assertThrows(IOException.class, () -> CheckpointLock.acquire(checkpoint)));
            first.cancel(true);
            first.idle().get(1, TimeUnit.MINUTES);
        }
    }

    @Test
    void rejectsDiscardOfAnUploadInProgress() throws Exception {
        emulator.inject(Fault.error(403, "AccessDenied").on("UploadPart"));
        assertThrows(ServiceException.class, () -> bucket.upload("large", file, options()));
        CheckpointLock lock = CheckpointLock.acquire(checkpoint);
        assertInProgress(assertThrows(IOException.class, () -> bucket.discardUpload(checkpoint)));
        lock.close();
        assertTrue(bucket.discardUpload(checkpoint));
        assertNoUploads();
    }

    @Test
    void rejectsAnUploadWhileAnotherProcessIsUploading() throws Exception {
        try (TransferProcess other = TransferProcess.start(
                "-Xmx64m",
                "upload",
                emulator.endpoint(),
                file.toString(),
                checkpoint.toString(),
                Integer.toString(PART),
                "1",
                "1")) {
            other.awaitLine("paused");
            assertInProgress(assertThrows(IOException.class, () -> bucket.upload("large", file, options())));
            other.kill();
        }
        bucket.upload("large", file, options());
        assertDone();
    }

    @Test
    void leavesNoPartsOfTwoProcesses() throws Exception {
        uploadWithTwoProcesses(5);
    }

    @Test
    @Tag("full")
    void leavesNoPartsOfTwoProcessesInTwentyRounds() throws Exception {
        uploadWithTwoProcesses(20);
    }

    @Test
    @Tag("stress")
    void leavesNoPartsOfTwoProcessesInAHundredRounds() throws Exception {
        uploadWithTwoProcesses(100);
    }

    /** Starts the same upload in two processes at the same time, repeatedly. */
    private void uploadWithTwoProcesses(int rounds) throws IOException {
        String[] arguments = {
            emulator.endpoint(), file.toString(), checkpoint.toString(), Integer.toString(PART),
        };
        try (RepeatedUploads first = RepeatedUploads.start(arguments);
                RepeatedUploads second = RepeatedUploads.start(arguments)) {
            for (int round = 0; round < rounds; round++) {
                first.begin();
                second.begin();
                List<String> outcomes = List.of(first.outcome(), second.outcome());
                assertTrue(outcomes.contains(RepeatedUploads.UPLOADED), () -> "" + outcomes);
                for (String outcome : outcomes) {
                    if (!outcome.equals(RepeatedUploads.UPLOADED)) {
                        assertInProgress(new IOException(outcome));
                    }
                }
                assertDone();
                bucket.delete("large");
            }
        }
    }
}
