// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.emulator.Fault;
import io.github.ossv4.http.testing.UploadFixture;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Transfers on an executor with fewer threads than requests. */
@Timeout(60)
class FewThreadsTest extends UploadFixture {
    private static final Duration LIMIT = Duration.ofSeconds(1);

    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final ExecutorService twoThreads = Executors.newFixedThreadPool(2);

    @Override
    public BucketClient.Builder client() {
        return client(thread);
    }

    private BucketClient.Builder client(ExecutorService executor) {
        OkHttpClient okHttpClient = new OkHttpClient.Builder()
                .connectionPool(connectionPool)
                .dispatcher(new Dispatcher(executor))
                .readTimeout(Duration.ofMinutes(10))
                .build();
        return super.client().okHttpClient(okHttpClient);
    }

    @AfterEach
    void shutDown() {
        thread.shutdown();
        twoThreads.shutdown();
    }

    private enum Limited {
        UPLOAD {
            @Override
            void run(BucketClient bucket, Path file) throws IOException {
                bucket.upload("k", file, options().timeout(LIMIT).build());
            }
        },
        ASYNCHRONOUS_UPLOAD {
            @Override
            void run(BucketClient bucket, Path file) throws IOException {
                get(bucket.async().upload("k", file, options().timeout(LIMIT).build()));
            }
        },
        UPLOAD_OF_A_STREAM {
            @Override
            void run(BucketClient bucket, Path file) throws IOException {
                bucket.upload(
                        "k",
                        new ByteArrayInputStream(new byte[2 * PART]),
                        options().timeout(LIMIT).build());
            }
        },
        DOWNLOAD {
            @Override
            void run(BucketClient bucket, Path file) throws IOException {
                bucket.download("stored", file.resolveSibling("target"), download());
            }
        },
        ASYNCHRONOUS_DOWNLOAD {
            @Override
            void run(BucketClient bucket, Path file) throws IOException {
                get(bucket.async().download("stored", file.resolveSibling("target"), download()));
            }
        };

        abstract void run(BucketClient bucket, Path file) throws IOException;

        static DownloadOptions download() {
            return DownloadOptions.builder().partSize(PART).timeout(LIMIT).build();
        }

        static void get(Future<?> future) throws IOException {
            ExecutionException e = assertThrows(ExecutionException.class, () -> future.get(30, TimeUnit.SECONDS));
            throw assertInstanceOf(IOException.class, e.getCause());
        }
    }

    @ParameterizedTest
    @EnumSource
    void theTimeLimitEndsARequestOnTheOnlyThread(Limited limited) throws Exception {
        write(3 * PART);
        bucket.put("stored", Body.of(new byte[3 * PART]));
        emulator.inject(Fault.delay(Duration.ofMinutes(10)).on("UploadPart").times(3));
        emulator.inject(Fault.delay(Duration.ofMinutes(10)).on("GetObject").times(3));
        long start = System.nanoTime();
        assertThrows(SocketTimeoutException.class, () -> limited.run(bucket, file));
        assertTrue(System.nanoTime() - start >= LIMIT.toNanos());
        emulator.clearFaults();
        // The thread is free.
        bucket.async().put("next", HELLO).get(30, TimeUnit.SECONDS);
        awaitNoUploads();
    }

    /** Nothing waits for further threads, which the executor does not have. */
    @Test
    void theOnlyThreadTransfersAllParts() throws Exception {
        byte[] bytes = write(10 * PART);
        bucket.upload("k", file, options().parallel(3).build());
        Path target = folder.resolve("target");
        bucket.download("k", target, DownloadOptions.builder().partSize(PART).build());
        assertArrayEquals(bytes, Files.readAllBytes(target));
    }

    /** One of them reads the stream. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void twoThreadsUploadAStream(int workers) throws Exception {
        byte[] bytes = write(10 * PART);
        try (BucketClient client = client(twoThreads).build()) {
            client.upload(
                    "k",
                    new ByteArrayInputStream(bytes),
                    options().parallel(workers).build());
        }
        assertArrayEquals(bytes, bytes("k"));
    }

    /** The upload has a slot, but no thread runs it. */
    @Test
    void theTimeLimitEndsAnUploadThatTheThreadHasNotStarted() throws Exception {
        write(3 * PART);
        CountDownLatch gate = new CountDownLatch(1);
        thread.execute(() -> {
            try {
                gate.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        assertThrows(
                SocketTimeoutException.class,
                () -> bucket.upload("k", file, options().timeout(LIMIT).build()));
        gate.countDown();
        bucket.async().put("next", HELLO).get(30, TimeUnit.SECONDS);
        assertNoUploads();
        assertEquals(0, sentParts.size());
    }
}
