// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.emulator.Fault;
import io.github.ossv4.http.internal.file.CheckpointLock;
import io.github.ossv4.http.testing.EmulatorFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Parts, lock files and other files after an upload. */
@Timeout(60)
class UploadLeftoversTest extends EmulatorFixture {
    private static final int PART = 100 * 1024;

    @TempDir
    private Path folder;

    private final CountDownLatch completeFailed = new CountDownLatch(1);

    @Override
    public BucketClient.Builder client() {
        return super.client().retryPolicy(HOURLY_RETRIES).listener(new CallListener() {
            @Override
            public void retry(CallAttempt attempt, IOException reason, Duration delay) {
                if (attempt.operation().equals("CompleteMultipartUpload")) {
                    completeFailed.countDown();
                }
            }
        });
    }

    private Path file() throws IOException {
        return Files.write(folder.resolve("file"), new byte[3 * PART]);
    }

    private static UploadOptions.Builder parts() {
        return UploadOptions.builder().partSize(PART).threshold(0);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void abortsAnUploadThatIsCancelledDuringComplete(boolean byTimeout) throws Exception {
        emulator.inject(
                Fault.error(500, "InternalError").on("CompleteMultipartUpload").times(100));
        Transfer<PutResult> transfer = bucket.async().upload("k", file(), parts().build());
        completeFailed.await();
        if (byTimeout) {
            transfer.toCompletableFuture().completeExceptionally(new TimeoutException());
        } else {
            transfer.cancel(true);
        }
        assertNull(transfer.idle().get(30, TimeUnit.SECONDS));
        assertNoUploads();
    }

    @Test
    void keepsALockFileOfAnotherProgram() throws Exception {
        Path checkpoint = folder.resolve("checkpoint");
        Path lock = Files.writeString(folder.resolve("checkpoint.ossv4-lock"), "of another program");
        IOException e = assertThrows(
                IOException.class,
                () -> bucket.upload("k", file(), parts().checkpoint(checkpoint).build()));
        assertTrue(e.getMessage().contains("not a lock file of this library"), e.getMessage());
        assertEquals("of another program", Files.readString(lock));
    }

    @Test
    void doesNotFollowALinkInPlaceOfTheLockFile() throws Exception {
        Path other = Files.writeString(folder.resolve("other"), "of another program");
        Path checkpoint = folder.resolve("checkpoint");
        Files.createSymbolicLink(folder.resolve("checkpoint.ossv4-lock"), other);
        assertThrows(
                IOException.class,
                () -> bucket.upload("k", file(), parts().checkpoint(checkpoint).build()));
        assertEquals("of another program", Files.readString(other));
    }

    @Test
    void takesOverTheLockFileOfAKilledProcess() throws Exception {
        Path checkpoint = folder.resolve("checkpoint");
        Path lock = folder.resolve("checkpoint.ossv4-lock");
        CheckpointLock first = CheckpointLock.acquire(checkpoint);
        byte[] lockOfProcess = Files.readAllBytes(lock);
        first.close();
        assertFalse(Files.exists(lock));
        for (byte[] content : List.of(lockOfProcess, new byte[0])) {
            Files.write(lock, content);
            bucket.upload("k", file(), parts().checkpoint(checkpoint).build());
            assertFalse(Files.exists(lock));
        }
    }

    @Test
    void rejectsTheUploadedFileAsItsCheckpoint() throws Exception {
        Path file = file();
        assertThrows(
                IllegalArgumentException.class,
                () -> bucket.upload("k", file, parts().checkpoint(file).build()));
        assertEquals(3 * PART, Files.size(file));
    }
}
