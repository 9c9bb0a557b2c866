// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.ossv4.http.testing.DownloadFixture;
import io.github.ossv4.http.testing.RacingFileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Transfers in which the same error is thrown at several places, as the JVM throws one {@link OutOfMemoryError}. */
class SharedErrorTest extends DownloadFixture {
    private final OutOfMemoryError error = new OutOfMemoryError("shared");

    @Test
    void failsADownloadWhoseCheckpointCannotBeWritten() throws Exception {
        bucket.put("k", Body.of(new byte[3 * PART]));
        AtomicInteger writes = new AtomicInteger();
        Path failing = RacingFileSystem.of(checkpoint, opened -> {
            if (opened.getFileName().toString().endsWith(".ossv4-part") && writes.incrementAndGet() > 1) {
                throw error;
            }
        });
        Transfer<SavedObject> transfer = bucket.async()
                .download(
                        "k",
                        file,
                        DownloadOptions.builder()
                                .partSize(PART)
                                .checkpoint(failing)
                                .build());
        ExecutionException e = assertThrows(
                ExecutionException.class, () -> transfer.toCompletableFuture().get(60, TimeUnit.SECONDS));
        assertSame(error, e.getCause());
        assertNull(transfer.idle().get(60, TimeUnit.SECONDS));
        // The temporary file is not locked any more.
        bucket.download(
                "k",
                file,
                DownloadOptions.builder().partSize(PART).checkpoint(checkpoint).build());
    }

    @Test
    void completesAnUploadWhoseLockCannotBeDeleted() throws Exception {
        Files.write(file, new byte[3 * PART]);
        Path failing = RacingFileSystem.of(checkpoint, new RacingFileSystem.Race() {
            @Override
            public void beforeOpen(Path opened) {}

            @Override
            public void beforeDelete(Path deleted) {
                if (!deleted.getFileName().toString().endsWith(".ossv4-part")) {
                    throw error;
                }
            }
        });
        Transfer<PutResult> transfer = bucket.async()
                .upload(
                        "k",
                        file,
                        UploadOptions.builder()
                                .partSize(PART)
                                .threshold(0)
                                .checkpoint(failing)
                                .build());
        assertFalse(
                transfer.toCompletableFuture().get(60, TimeUnit.SECONDS).etag().isEmpty());
        assertNull(transfer.idle().get(60, TimeUnit.SECONDS));
        bucket.upload(
                "k",
                file,
                UploadOptions.builder()
                        .partSize(PART)
                        .threshold(0)
                        .checkpoint(checkpoint)
                        .build());
    }
}
