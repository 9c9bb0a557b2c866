// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.emulator.Fault;
import io.github.ossv4.http.internal.file.CannotWriteException;
import io.github.ossv4.http.testing.DownloadFixture;
import io.github.ossv4.http.testing.ForwardingFileChannel;
import io.github.ossv4.http.testing.RacingFileSystem;
import io.github.ossv4.http.testing.TestFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Downloads that are resumed from a checkpoint. */
class DownloadResumeTest extends DownloadFixture {
    @Test
    void fetchesMissingPartsAfterACancellation() throws Exception {
        byte[] bytes = store(1, 8 * PART + 1);
        cancelAfter(3);
        List<TransferProgress> reports = new ArrayList<>();
        DownloadOptions options =
                options().checkpoint(checkpoint).progress(reports::add).build();
        assertTrue(bucket.download("k", file, options).isCrcChecked());
        assertEquals(Set.copyOf(parts(4, 9)), Set.copyOf(recorder.takeFetchedParts()));
        assertEquals(Set.copyOf(parts(1, 9)), recorder.takeCompletedParts());
        assertArrayEquals(bytes, Files.readAllBytes(file));
        assertEquals(List.of("file"), TestFiles.names(folder));
        assertEquals(3 * PART, reports.get(0).bytes());
        assertEquals(3, reports.get(0).parts());
    }

    @Test
    void fetchesMissingPartsAfterAFailure() throws Exception {
        byte[] bytes = store(1, 8 * PART + 1);
        Files.writeString(file, "old");
        recorder.onPartCompleted = part -> {
            if (part == 5) {
                emulator.inject(Fault.error(403, "AccessDenied").on("GetObject"));
            }
        };
        assertThrows(ServiceException.class, () -> bucket.download("k", file, resumable()));
        assertEquals(parts(1, 6), recorder.takeFetchedParts());
        assertEquals("old", Files.readString(file));
        recorder.onPartCompleted = part -> {};
        // Without a part size: the one in the checkpoint is used.
        bucket.download(
                "k",
                file,
                DownloadOptions.builder().checkpoint(checkpoint).parallel(1).build());
        assertEquals(parts(6, 9), recorder.takeFetchedParts());
        assertArrayEquals(bytes, Files.readAllBytes(file));
        assertEquals(List.of("file"), TestFiles.names(folder));
    }

    @Test
    void resumesRepeatedly() throws Exception {
        byte[] bytes = store(1, 8 * PART + 1);
        for (int number = 1; number < 9; number++) {
            int last = number;
            recorder.onPartCompleted = part -> {
                if (part == last) {
                    emulator.inject(Fault.error(403, "AccessDenied").on("GetObject"));
                }
            };
            assertThrows(ServiceException.class, () -> bucket.download("k", file, resumable()));
            assertEquals(parts(number, number + 1), recorder.takeFetchedParts());
        }
        recorder.onPartCompleted = part -> {};
        bucket.download("k", file, resumable());
        assertEquals(List.of(9), recorder.takeFetchedParts());
        assertArrayEquals(bytes, Files.readAllBytes(file));
    }

    @Test
    void keepsAllPartsIfCancelledWhileTheyAreRead() throws Exception {
        store(1, 8 * PART + 1);
        cancelAfter(5);
        CompletableFuture<Transfer<SavedObject>> started = new CompletableFuture<>();
        recorder.onPartCompleted = part -> started.join().cancel(true);
        Transfer<SavedObject> transfer = start(resumable(), started);
        transfer.idle().get(1, TimeUnit.MINUTES);
        assertTrue(transfer.isCancelled());
        recorder.onPartCompleted = part -> {};
        bucket.download("k", file, resumable());
        assertEquals(parts(6, 9), recorder.takeFetchedParts());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void fetchesADamagedPartAgain(boolean cut) throws Exception {
        byte[] bytes = store(1, 8 * PART + 1);
        cancelAfter(4);
        byte[] stored = Files.readAllBytes(temporaryFile());
        if (cut) {
            stored = Arrays.copyOf(stored, PART + 5);
        } else {
            stored[PART + 5] ^= 1;
        }
        Files.write(temporaryFile(), stored);
        bucket.download("k", file, resumable());
        List<Integer> fetched = new ArrayList<>(cut ? parts(2, 9) : parts(5, 9));
        if (!cut) {
            fetched.add(0, 2);
        }
        assertEquals(fetched, recorder.takeFetchedParts());
        assertArrayEquals(bytes, Files.readAllBytes(file));
    }

    /** Another process changes parts between two processes of the download. */
    @Test
    void readsPartsInParallelBeforeTheyCount() throws Exception {
        byte[] bytes = store(1, 8 * PART + 1);
        cancelAfter(6);
        try (FileChannel channel = FileChannel.open(temporaryFile(), StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[] {(byte) ~bytes[0]}), 0);
            channel.write(ByteBuffer.wrap(new byte[] {(byte) ~bytes[5 * PART - 1]}), 5 * PART - 1);
        }
        CountDownLatch reads = new CountDownLatch(3);
        Path slow = RacingFileSystem.of(file, new RacingFileSystem.Race() {
            @Override
            public void beforeOpen(Path opened) {}

            @Override
            public FileChannel opened(FileChannel channel) {
                return new ForwardingFileChannel(channel) {
                    @Override
                    public int read(ByteBuffer to, long position) throws IOException {
                        reads.countDown();
                        try {
                            assertTrue(reads.await(1, TimeUnit.MINUTES), "three parts are read in parallel");
                        } catch (InterruptedException e) {
                            throw new IOException(e);
                        }
                        return super.read(to, position);
                    }
                };
            }
        });
        List<TransferProgress> reports = new ArrayList<>();
        bucket.download(
                "k",
                slow,
                options()
                        .parallel(3)
                        .checkpoint(checkpoint)
                        .progress(reports::add)
                        .build());
        assertEquals(Set.of(1, 5, 7, 8, 9), Set.copyOf(recorder.takeFetchedParts()));
        assertEquals(4, reports.get(0).parts());
        assertArrayEquals(bytes, Files.readAllBytes(file));
        assertEquals(List.of("file"), TestFiles.names(folder));
    }

    @Test
    void restartsIfTheTemporaryFileIsMissing() throws Exception {
        byte[] bytes = store(1, 4 * PART);
        cancelAfter(2);
        Files.delete(temporaryFile());
        bucket.download("k", file, resumable());
        assertEquals(parts(1, 4), recorder.takeFetchedParts());
        assertArrayEquals(bytes, Files.readAllBytes(file));
    }

    @Test
    void restartsIfTheObjectHasChanged() throws Exception {
        store(1, 4 * PART);
        cancelAfter(2);
        byte[] bytes = store(2, 4 * PART);
        bucket.download("k", file, resumable());
        assertEquals(parts(1, 4), recorder.takeFetchedParts());
        assertArrayEquals(bytes, Files.readAllBytes(file));
        assertEquals(List.of("file"), TestFiles.names(folder));
    }

    @Test
    void restartsAfterTheObjectChangedDuringTheDownload() throws Exception {
        store(1, 5 * PART);
        recorder.onPartCompleted = part -> replaceObject("other");
        IOException e = assertFails(bucket.async().download("k", file, resumable()));
        assertTrue(e.getMessage().contains("changed"), e.getMessage());
        bucket.download("k", file, resumable());
        assertEquals("other", Files.readString(file));
        assertEquals(List.of("file"), TestFiles.names(folder));
    }

    @Test
    void fetchesNothingIfOnlyTheMoveFailed() throws Exception {
        byte[] bytes = store(1, 4 * PART);
        recorder.onPartCompleted = part -> {
            if (part == 4) {
                // A file cannot be moved to the path of a directory that is not empty.
                try {
                    Files.createDirectories(file.resolve("occupied"));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
        assertThrows(CannotWriteException.class, () -> bucket.download("k", file, resumable()));
        Files.delete(file.resolve("occupied"));
        Files.delete(file);
        recorder.onPartCompleted = part -> {};
        recorder.takeFetchedParts();
        List<TransferProgress> reports = new ArrayList<>();
        bucket.download(
                "k",
                file,
                options().checkpoint(checkpoint).progress(reports::add).build());
        assertEquals(List.of(), recorder.takeFetchedParts());
        assertArrayEquals(bytes, Files.readAllBytes(file));
        assertEquals(4, reports.get(0).parts());
    }
}
