// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.emulator.Emulator;
import io.github.ossv4.http.testing.DownloadFixture;
import io.github.ossv4.http.testing.TestFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Downloads in parts that succeed, and their options. */
class DownloadTest extends DownloadFixture {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, PART - 1, PART, PART + 1, 2 * PART, 23 * PART + 7})
    void downloadsObjectsOfAnySize(int size) throws Exception {
        byte[] bytes = store(size, size);
        SavedObject saved = bucket.download("k", file, options().build());
        assertTrue(saved.isCrcChecked());
        assertEquals(file, saved.file());
        assertEquals(size, saved.metadata().size());
        assertEquals(Crc64.compute(bytes), saved.metadata().crc64());
        assertArrayEquals(bytes, Files.readAllBytes(file));
        assertEquals(List.of("file"), TestFiles.names(folder));
        int count = Math.max(1, (size + PART - 1) / PART);
        assertEquals(new TreeSet<>(parts(1, count)), recorder.takeCompletedParts());
        assertEquals(size == 0 ? 2 : count, recorder.takeFetchedParts().size());
        // OSS refuses every range of an empty object.
        assertEquals(size == 0 ? 2 : count, recorder.takeRequestCount());
    }

    @Test
    void downloadsWithRandomOptions() throws Exception {
        downloadWithRandomOptions(5);
    }

    @Test
    @Tag("full")
    void downloadsWithManyRandomOptions() throws Exception {
        downloadWithRandomOptions(20);
    }

    private void downloadWithRandomOptions(int times) throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < times; i++) {
            byte[] bytes = store(random.nextLong(), random.nextInt(30 * PART));
            DownloadOptions.Builder options = DownloadOptions.builder()
                    .partSize(PART + random.nextInt(3 * PART))
                    .parallel(1 + random.nextInt(8));
            if (random.nextBoolean()) {
                options.checkpoint(checkpoint);
            }
            SavedObject saved = random.nextBoolean()
                    ? bucket.download("k", file, options.build())
                    : bucket.async().download("k", file, options.build()).get(1, TimeUnit.MINUTES);
            assertTrue(saved.isCrcChecked(), "seed " + seed);
            assertArrayEquals(bytes, Files.readAllBytes(file), "seed " + seed);
            assertEquals(List.of("file"), TestFiles.names(folder), "seed " + seed);
        }
        assertNoCallsInProgress();
    }

    @Test
    void downloadsWithDefaults() throws Exception {
        byte[] bytes = store(1, 7 * 1024 * 1024);
        assertTrue(bucket.download("k", file).isCrcChecked());
        assertArrayEquals(bytes, Files.readAllBytes(file));
        assertEquals(2, recorder.takeFetchedParts().size());
    }

    @Test
    void reportsProgress() throws Exception {
        store(1, 5 * PART + 1);
        List<TransferProgress> reports = new ArrayList<>();
        bucket.download("k", file, options().progress(reports::add).build());
        TransferProgress first = reports.get(0);
        assertEquals(0, first.bytes());
        assertEquals(5 * PART + 1, first.totalBytes());
        assertEquals(6, first.totalParts());
        TransferProgress last = reports.get(reports.size() - 1);
        assertEquals(5 * PART + 1, last.bytes());
        assertEquals(6, last.parts());
    }

    @Test
    void replacesAFile() throws Exception {
        byte[] bytes = store(1, 3 * PART);
        Files.writeString(file, "old");
        bucket.download("k", file, options().build());
        assertArrayEquals(bytes, Files.readAllBytes(file));
    }

    @Test
    void completesAVersionThatIsReplacedDuringTheDownload() throws Exception {
        stop();
        start(Emulator.builder().versioning(true));
        byte[] bytes = store(1, 5 * PART);
        String version = bucket.head("k").versionId();
        recorder.onPartCompleted = part -> replaceObject("other");
        SavedObject saved = bucket.download("k", file, options().parallel(1).build());
        assertEquals(version, saved.metadata().versionId());
        assertArrayEquals(bytes, Files.readAllBytes(file));

        recorder.onPartCompleted = part -> {};
        bucket.download("k", file, options().versionId(version).build());
        assertArrayEquals(bytes, Files.readAllBytes(file));
        bucket.download("k", file);
        assertEquals("other", Files.readString(file));
    }

    @Test
    void appliesConditions() throws Exception {
        store(1, 3 * PART);
        String etag = bucket.head("k").etag();
        assertThrows(
                NotModifiedException.class,
                () -> bucket.download(
                        "k",
                        file,
                        options().conditions(Conditions.noneMatch(etag)).build()));
        assertHeadFailsPrecondition(
                options().conditions(Conditions.match("other")).build());
        assertHeadFailsPrecondition(
                options().conditions(Conditions.unmodifiedSince(PAST)).build());
        assertThrows(
                NotModifiedException.class,
                () -> bucket.download(
                        "k",
                        file,
                        options().conditions(Conditions.modifiedSince(FUTURE)).build()));
        assertEquals(List.of(), TestFiles.names(folder));
        bucket.download(
                "k",
                file,
                options()
                        .conditions(Conditions.match(etag))
                        .conditions(Conditions.modifiedSince(PAST))
                        .build());
    }

    private void assertHeadFailsPrecondition(DownloadOptions options) {
        ServiceException e = assertThrows(ServiceException.class, () -> bucket.download("k", file, options));
        assertEquals(412, e.status());
    }

    @Test
    void rejectsBadInput() {
        for (long bytes : new long[] {PART - 1, -1, 5L * 1024 * 1024 * 1024 + 1}) {
            IllegalArgumentException e = assertThrows(
                    IllegalArgumentException.class,
                    () -> DownloadOptions.builder().partSize(bytes));
            assertEquals("part size must be between 102400 and 5368709120 bytes, was " + bytes, e.getMessage());
        }
        for (int workers : new int[] {0, -1, 65}) {
            IllegalArgumentException e = assertThrows(
                    IllegalArgumentException.class,
                    () -> DownloadOptions.builder().parallel(workers));
            assertEquals("parallel must be between 1 and 64, was " + workers, e.getMessage());
        }
        assertThrows(
                IllegalArgumentException.class, () -> DownloadOptions.builder().versionId(""));
        assertThrows(
                IllegalArgumentException.class, () -> DownloadOptions.builder().trafficLimit(1));
        assertThrows(IllegalArgumentException.class, () -> bucket.async().download("", file, DownloadOptions.NONE));
        DownloadOptions same = options()
                .checkpoint(folder.resolve("x").resolve("..").resolve("file"))
                .build();
        assertThrows(IllegalArgumentException.class, () -> bucket.download("k", file, same));
        assertEquals(0, recorder.takeRequestCount(), "nothing was sent");
    }

    @Test
    void rejectsAFileThatIsNotRegular() throws Exception {
        assertTrue(assertThrows(IOException.class, () -> bucket.download("k", folder))
                .getMessage()
                .contains("directory"));
        assertThrows(IOException.class, () -> bucket.download("k", TestFiles.createSocket(folder.resolve("socket"))));
        assertTrue(assertFails(bucket.async().download("k", folder, DownloadOptions.NONE))
                .getMessage()
                .contains("directory"));
        assertEquals(0, recorder.takeRequestCount(), "nothing was sent");
    }
}
