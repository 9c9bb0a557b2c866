// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.emulator.Fault;
import io.github.ossv4.http.testing.DownloadFixture;
import io.github.ossv4.http.testing.TestFiles;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Downloads in parts that are cancelled, interrupted, or stopped by closing the client. */
class DownloadCancelTest extends DownloadFixture {
    /**
     * Cancels during the first request, during the second one of an empty object, and during the delay before a retry.
     */
    @ParameterizedTest
    @ValueSource(strings = {"first", "empty", "retry"})
    void leavesNothingAfterACancellation(String where) throws Exception {
        bucket.close();
        CompletableFuture<Void> waiting = new CompletableFuture<>();
        Fault slow = Fault.delay(Duration.ofHours(1)).on("GetObject").times(8);
        bucket = super.client()
                .okHttpClient(okHttpClient)
                .retryPolicy(HOURLY_RETRIES)
                .listener(new CallListener() {
                    private volatile boolean isRefused;

                    @Override
                    public void started(CallAttempt attempt) {
                        if (attempt.operation().equals("GetObject") && where.equals(isRefused ? "empty" : "first")) {
                            waiting.complete(null);
                        }
                    }

                    @Override
                    public void failed(CallAttempt attempt, IOException failure) {
                        isRefused = true;
                        emulator.inject(slow);
                    }

                    @Override
                    public void retry(CallAttempt attempt, IOException reason, Duration delay) {
                        waiting.complete(null);
                    }
                })
                .build();
        store(1, where.equals("empty") ? 0 : 8 * PART);
        if (where.equals("retry")) {
            emulator.inject(
                    Fault.error(503, "ServiceUnavailable").on("GetObject").times(8));
        } else if (where.equals("first")) {
            emulator.inject(slow);
        }
        Transfer<SavedObject> transfer =
                bucket.async().download("k", file, options().build());
        waiting.get(1, TimeUnit.MINUTES);
        assertTrue(transfer.cancel(true));
        transfer.idle().get(1, TimeUnit.MINUTES);
        assertEquals(List.of(), TestFiles.names(folder));
        assertTrue(transfer.isCancelled());
        assertNoCallsInProgress();
    }

    @Test
    void keepsTheCheckpointIfCancelledBeforeTheMetadataIsKnown() throws Exception {
        store(1, 8 * PART);
        cancelAfter(3);
        List<String> before = TestFiles.names(folder);
        emulator.inject(Fault.delay(Duration.ofHours(1)).on("HeadObject"));
        Transfer<SavedObject> transfer = bucket.async().download("k", file, resumable());
        transfer.cancel(true);
        transfer.idle().get(1, TimeUnit.MINUTES);
        assertNoCallsInProgress();
        assertEquals(before, TestFiles.names(folder));
        assertEquals(List.of(), recorder.takeFetchedParts());
    }

    @Test
    void leavesNothingAfterACancellationAtAnyByte() throws Exception {
        cancelAtRandomBytes(5);
    }

    @Test
    @Tag("full")
    void leavesNothingAfterManyCancellationsAtAnyByte() throws Exception {
        cancelAtRandomBytes(20);
    }

    private void cancelAtRandomBytes(int times) throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        store(seed, 40 * PART);
        for (int i = 0; i < times; i++) {
            CompletableFuture<Transfer<SavedObject>> started = new CompletableFuture<>();
            long bytes = random.nextInt(40 * PART);
            Transfer<SavedObject> transfer = start(
                    options()
                            .parallel(1 + random.nextInt(5))
                            .progress(progress -> {
                                if (progress.bytes() >= bytes) {
                                    started.join().cancel(true);
                                }
                            })
                            .build(),
                    started);
            transfer.idle().get(1, TimeUnit.MINUTES);
            assertTrue(transfer.isCancelled(), "seed " + seed);
            assertEquals(List.of(), TestFiles.names(folder), "seed " + seed);
            assertNoCallsInProgress();
        }
    }

    @Test
    void interruptCancelsAndThrowsWhenIdle() throws Exception {
        store(1, 8 * PART);
        Thread thread = Thread.currentThread();
        recorder.onPartCompleted = part -> {
            if (part == 1) {
                emulator.inject(Fault.delay(Duration.ofHours(1)).on("GetObject"));
            }
        };
        recorder.onPartStarted = part -> {
            if (part == 2) {
                thread.interrupt();
            }
        };
        assertThrows(
                InterruptedIOException.class,
                () -> bucket.download("k", file, options().parallel(1).build()));
        assertTrue(Thread.interrupted());
        assertEquals(List.of(), TestFiles.names(folder));
        assertNoCallsInProgress();
        Thread.currentThread().interrupt();
        assertThrows(
                InterruptedIOException.class,
                () -> bucket.download("k", file, options().build()));
        assertTrue(Thread.interrupted());
    }

    @Test
    void closeFailsADownload() throws Exception {
        store(1, 8 * PART);
        recorder.onPartCompleted = part -> bucket.close();
        Transfer<SavedObject> transfer =
                bucket.async().download("k", file, options().parallel(1).build());
        ExecutionException e = assertThrows(ExecutionException.class, () -> transfer.get(1, TimeUnit.MINUTES));
        assertInstanceOf(IllegalStateException.class, e.getCause());
        transfer.idle().get(1, TimeUnit.MINUTES);
        assertEquals(List.of(), TestFiles.names(folder));
    }

    @Test
    void closeOfAClientWithItsOwnThreadsFailsADownload() throws Exception {
        store(1, 8 * PART);
        BucketClient own = super.client().listener(recorder).build();
        recorder.onPartCompleted = part -> own.close();
        Transfer<SavedObject> transfer =
                own.async().download("k", file, options().parallel(1).build());
        assertThrows(ExecutionException.class, () -> transfer.get(1, TimeUnit.MINUTES));
        transfer.idle().get(1, TimeUnit.MINUTES);
        assertEquals(List.of(), TestFiles.names(folder));
    }
}
