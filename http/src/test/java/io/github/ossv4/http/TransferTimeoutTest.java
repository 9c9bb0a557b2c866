// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.emulator.Fault;
import io.github.ossv4.http.testing.EmulatorFixture;
import io.github.ossv4.http.testing.RacingFileSystem;
import io.github.ossv4.http.testing.TestFiles;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class TransferTimeoutTest extends EmulatorFixture {
    private static final Duration SHORT = Duration.ofSeconds(1);

    @TempDir
    private Path directory;

    private Path file() throws Exception {
        return Files.write(directory.resolve("file"), new byte[400 * 1024]);
    }

    private static UploadOptions.Builder parts() {
        return UploadOptions.builder().partSize(100 * 1024).threshold(0);
    }

    private void delayParts() {
        for (int i = 0; i < 4; i++) {
            emulator.inject(Fault.delay(Duration.ofMinutes(10)).on("UploadPart"));
        }
    }

    @Test
    void endsAnUploadAndRemovesItsParts() throws Exception {
        delayParts();
        Path file = file();
        SocketTimeoutException e = assertThrows(
                SocketTimeoutException.class,
                () -> bucket.upload("a/k", file, parts().timeout(SHORT).build()));
        assertEquals("the upload of a/k took longer than PT1S", e.getMessage());
        awaitNoUploads();
        assertFalse(bucket.exists("a/k"));
    }

    @Test
    void endsAnAsynchronousUpload() throws Exception {
        delayParts();
        Transfer<PutResult> transfer =
                bucket.async().upload("k", file(), parts().timeout(SHORT).build());
        ExecutionException e = assertThrows(ExecutionException.class, () -> transfer.get(1, TimeUnit.MINUTES));
        assertInstanceOf(SocketTimeoutException.class, e.getCause());
        transfer.idle().get(1, TimeUnit.MINUTES);
        assertNoUploads();
    }

    @Test
    void leavesAnUploadThatCanBeResumed() throws Exception {
        emulator.inject(Fault.delay(Duration.ofMinutes(10)).on("UploadPart"));
        Path checkpoint = directory.resolve("checkpoint");
        Path file = file();
        Duration limit = SHORT;
        do {
            UploadOptions options =
                    parts().parallel(1).checkpoint(checkpoint).timeout(limit).build();
            assertThrows(SocketTimeoutException.class, () -> bucket.upload("k", file, options));
            // A busy machine may need longer to initiate the upload.
            limit = limit.multipliedBy(2);
        } while (!Files.exists(checkpoint) && limit.compareTo(Duration.ofSeconds(30)) < 0);
        assertTrue(Files.exists(checkpoint));
        bucket.upload("k", file, parts().checkpoint(checkpoint).build());
        assertArrayEquals(Files.readAllBytes(file), bytes("k"));
    }

    @Test
    void endsADownload() throws Exception {
        bucket.put("k", Body.of(file()));
        for (int i = 0; i < 4; i++) {
            emulator.inject(Fault.delay(Duration.ofMinutes(10)).on("GetObject"));
        }
        Path target = directory.resolve("target");
        assertThrows(
                SocketTimeoutException.class,
                () -> bucket.download(
                        "k",
                        target,
                        DownloadOptions.builder()
                                .partSize(100 * 1024)
                                .timeout(SHORT)
                                .build()));
        assertFalse(Files.exists(target));
        assertArrayEquals(new String[] {"file"}, directory.toFile().list());
    }

    /** The file becomes a pipe between the check and the opening of its second part. */
    @Test
    @Tag("full")
    @Timeout(120)
    void endsAnUploadWhoseSourceBlocks() throws Exception {
        Path real = file();
        AtomicInteger opened = new AtomicInteger();
        Path file = RacingFileSystem.of(real, path -> {
            if (opened.incrementAndGet() == 2) {
                Files.delete(real);
                TestFiles.createPipe(real);
            }
        });
        // A busy machine may need some time to send the first part.
        UploadOptions options =
                parts().parallel(1).timeout(SHORT.multipliedBy(5)).build();
        SocketTimeoutException e = assertThrows(SocketTimeoutException.class, () -> bucket.upload("k", file, options));
        assertEquals(2, opened.get());
        assertEquals(
                "the upload of k did not stop within 10 seconds after its time limit; a thread may still be reading or writing a"
                        + " file",
                e.getSuppressed()[0].getMessage());
        assertNoUploads();
        // Lets the thread end.
        Files.newOutputStream(real).close();
    }

    @Test
    void changesNothingInTime() throws Exception {
        PutResult result =
                bucket.upload("k", file(), parts().timeout(Duration.ofDays(365)).build());
        assertTrue(result.isCrcChecked());
        assertThrows(IllegalArgumentException.class, () -> parts().timeout(Duration.ZERO));
    }
}
