// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.emulator.Fault;
import io.github.ossv4.http.internal.file.CannotWriteException;
import io.github.ossv4.http.testing.DownloadFixture;
import io.github.ossv4.http.testing.TestFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Faults of the server, of the network and of the disk during a download in parts. */
class DownloadFailureTest extends DownloadFixture {
    static Stream<Fault> transientFaults() {
        return Stream.of(
                Fault.downloadReset(50_000).times(2),
                Fault.downloadCut(50_000).times(2),
                Fault.downloadCut(0),
                Fault.error(500, "InternalError").times(3),
                Fault.error(503, "ServiceUnavailable").on("GetObject").times(3),
                Fault.responseLost().times(2),
                Fault.delay(Duration.ofMillis(100)).times(4));
    }

    @ParameterizedTest
    @MethodSource("transientFaults")
    void retriesTransientFailures(Fault fault) throws Exception {
        byte[] bytes = store(1, 8 * PART + 1);
        emulator.inject(fault);
        assertTrue(bucket.download("k", file, options().build()).isCrcChecked());
        assertArrayEquals(bytes, Files.readAllBytes(file));
        assertEquals(List.of("file"), TestFiles.names(folder));
    }

    static Stream<Fault> permanentFaults() {
        return Stream.of(
                Fault.downloadReset(50_000).times(12),
                Fault.error(503, "ServiceUnavailable").on("GetObject").times(12),
                Fault.error(403, "AccessDenied").on("GetObject"),
                // The whole object is requested once after it; a broken server may refuse that as well.
                Fault.error(416, "InvalidRange").on("GetObject").times(100),
                Fault.error(404, "NoSuchKey").on("GetObject"));
    }

    @ParameterizedTest
    @MethodSource("permanentFaults")
    void keepsTheFileAfterAPermanentFailure(Fault fault) throws Exception {
        store(1, 8 * PART + 1);
        Files.writeString(file, "old");
        emulator.inject(fault);
        assertThrows(
                IOException.class, () -> bucket.download("k", file, options().build()));
        assertEquals("old", Files.readString(file));
        assertEquals(List.of("file"), TestFiles.names(folder));
        assertNoCallsInProgress();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void failsOnAFlippedByteAndKeepsNoFile(boolean withCheckpoint) throws Exception {
        byte[] bytes = store(1, 8 * PART + 1);
        emulator.inject(Fault.flippedByte(77));
        DownloadOptions.Builder options = options();
        if (withCheckpoint) {
            options.checkpoint(checkpoint);
        }
        ChecksumMismatchException e =
                assertThrows(ChecksumMismatchException.class, () -> bucket.download("k", file, options.build()));
        assertEquals(Crc64.compute(bytes), e.remoteCrc64());
        assertEquals(List.of(), TestFiles.names(folder));
        assertTrue(bucket.download("k", file, options.build()).isCrcChecked());
    }

    @Test
    void retriesAFlippedByteOfTheOnlyPart() throws Exception {
        byte[] bytes = store(1, 1000);
        emulator.inject(Fault.flippedByte(77));
        assertTrue(bucket.download("k", file).isCrcChecked());
        assertArrayEquals(bytes, Files.readAllBytes(file));
        assertEquals(List.of(1, 1), recorder.takeFetchedParts());
    }

    @Test
    void failsIfTheChecksumOfTheObjectDiffers() throws Exception {
        store(1, 3 * PART);
        emulator.inject(Fault.wrongCrc64(7).on("GetObject"));
        ChecksumMismatchException e = assertThrows(
                ChecksumMismatchException.class,
                () -> bucket.download("k", file, options().build()));
        assertEquals(7, e.remoteCrc64());
        assertEquals(List.of(), TestFiles.names(folder));
    }

    @Test
    void reportsNoCheckWithoutChecksum() throws Exception {
        byte[] bytes = store(1, 3 * PART);
        emulator.inject(Fault.noCrc64().on("GetObject"));
        assertFalse(bucket.download("k", file, options().build()).isCrcChecked());
        assertArrayEquals(bytes, Files.readAllBytes(file));
    }

    @Test
    void failsIfTheObjectIsReplacedDuringTheDownload() throws Exception {
        store(1, 5 * PART);
        recorder.onPartCompleted = part -> replaceObject("other");
        IOException e = assertThrows(
                IOException.class,
                () -> bucket.download("k", file, options().parallel(1).build()));
        assertTrue(e.getMessage().contains("the object changed during the download"), e.getMessage());
        assertEquals(412, assertInstanceOf(ServiceException.class, e.getCause()).status());
        assertEquals(List.of(1, 2), recorder.takeFetchedParts());
        assertEquals(List.of(), TestFiles.names(folder));
    }

    @Test
    void keepsTheFileIfTheDiskIsFull() throws Exception {
        try (FileSystem small = Jimfs.newFileSystem(
                Configuration.unix().toBuilder().setMaxSize(2 * PART).build())) {
            store(1, 8 * PART);
            Path data = Files.createDirectory(small.getPath("/data"));
            Path full = Files.writeString(data.resolve("file"), "old");
            IOException e = assertThrows(
                    IOException.class,
                    () -> bucket.download("k", full, options().build()));
            assertInstanceOf(CannotWriteException.class, e);
            assertTrue(e.getMessage().contains("/data/file"), e.getMessage());
            assertEquals("old", Files.readString(full));
            assertEquals(List.of("file"), TestFiles.names(data));
            List<Integer> fetched = recorder.takeFetchedParts();
            assertEquals(fetched.size(), Set.copyOf(fetched).size(), "no part is fetched twice");
        }
    }

    @Test
    void keepsTheCheckpointIfTheDiskIsFull() throws Exception {
        try (FileSystem small = Jimfs.newFileSystem(
                Configuration.unix().toBuilder().setMaxSize(4 * PART).build())) {
            store(1, 8 * PART);
            Path data = Files.createDirectory(small.getPath("/data"));
            DownloadOptions resumable =
                    options().parallel(1).checkpoint(data.resolve("checkpoint")).build();
            assertThrows(CannotWriteException.class, () -> bucket.download("k", data.resolve("file"), resumable));
            assertEquals(List.of(1, 2, 3), recorder.takeFetchedParts().subList(0, 3));
            assertThrows(CannotWriteException.class, () -> bucket.download("k", data.resolve("file"), resumable));
            assertFalse(recorder.takeFetchedParts().contains(1));
        }
    }

    @Test
    void leavesNothingIfTheRequestCannotBeSigned() throws Exception {
        store(1, PART);
        Files.writeString(file, "old");
        try (BucketClient unsigned = client().credentials(() -> {
                    throw new IOException("no credentials");
                })
                .build()) {
            IOException e = assertThrows(IOException.class, () -> unsigned.download("k", file));
            assertTrue(e.getMessage().contains("no credentials"), e::getMessage);
        }
        assertEquals("old", Files.readString(file));
        assertEquals(List.of("file"), TestFiles.names(folder));
    }

    @Test
    void keepsAFileThatAppearsInPlaceOfTheCheckpoint() throws Exception {
        store(1, 3 * PART);
        recorder.onPartStarted = part -> {
            try {
                Files.writeString(checkpoint, "precious");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
        IOException e = assertThrows(IOException.class, () -> bucket.download("k", file, resumable()));
        assertTrue(e.getMessage().contains("is not a checkpoint of a download"), e::getMessage);
        assertEquals("precious", Files.readString(checkpoint));
        assertEquals(List.of("checkpoint"), TestFiles.names(folder));
    }

    @Test
    void failsIfADirectoryDoesNotExist() throws Exception {
        store(1, PART);
        Path missing = folder.resolve("missing").resolve("file");
        assertThrows(CannotWriteException.class, () -> bucket.download("k", missing));
        assertThrows(
                CannotWriteException.class,
                () -> bucket.download("k", file, options().checkpoint(missing).build()));
        assertEquals(List.of(), recorder.takeFetchedParts());
        assertEquals(List.of(), TestFiles.names(folder));
    }
}
