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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
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

    @Override
    public BucketClient.Builder client() {
        return client(thread);
    }

    private BucketClient.Builder client(ExecutorService executor) {
        return client(executor, 64);
    }

    private BucketClient.Builder client(ExecutorService executor, int maxRequests) {
        Dispatcher dispatcher = new Dispatcher(executor);
        dispatcher.setMaxRequests(maxRequests);
        OkHttpClient okHttpClient = new OkHttpClient.Builder()
                .connectionPool(connectionPool)
                .dispatcher(dispatcher)
                .readTimeout(Duration.ofMinutes(10))
                .build();
        return super.client().okHttpClient(okHttpClient);
    }

    @AfterEach
    void shutDown() {
        thread.shutdown();
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
        assertNoUploads();
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

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void theOnlyThreadUploadsAStream(int workers) throws Exception {
        byte[] bytes = write(10 * PART);
        bucket.async()
                .upload(
                        "k",
                        new ByteArrayInputStream(bytes),
                        options().parallel(workers).build())
                .get(30, TimeUnit.SECONDS);
        assertArrayEquals(bytes, bytes("k"));
    }

    private static ExecutorService withoutQueue(int threads) {
        return new ThreadPoolExecutor(0, threads, 1, TimeUnit.MINUTES, new SynchronousQueue<>());
    }

    /** At the end of a call, its thread is still busy when the next one is submitted. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void asManyThreadsAsCallsWithoutAQueueAreEnough(boolean oneByOne) throws Exception {
        ExecutorService exact = withoutQueue(2);
        try (BucketClient client = client(exact, 2).build()) {
            List<CompletableFuture<PutResult>> puts = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                puts.add(client.async().put("k" + i, HELLO));
                if (oneByOne) {
                    puts.get(i).get(30, TimeUnit.SECONDS);
                }
            }
            for (CompletableFuture<PutResult> put : puts) {
                put.get(30, TimeUnit.SECONDS);
            }
        }
        exact.shutdown();
    }

    /** More calls than threads: those that are refused wait for others. */
    @Test
    void callsAndStreamsWaitForEachOther() throws Exception {
        byte[] bytes = write(3 * PART);
        ExecutorService exact = withoutQueue(3);
        try (BucketClient client = client(exact).build()) {
            List<CompletableFuture<PutResult>> calls = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                calls.add(client.async().upload("file" + i, file, options().build()));
                calls.add(client.async().put("put" + i, HELLO));
                calls.add(client.async()
                        .upload(
                                "stream" + i,
                                new ByteArrayInputStream(bytes),
                                options().build()));
            }
            for (CompletableFuture<PutResult> call : calls) {
                call.get(30, TimeUnit.SECONDS);
            }
        }
        exact.shutdown();
    }

    /** It would wait for a thread that waits for it. */
    @Test
    void refusesAStreamToWriteToIfNoThreadIsFree() throws Exception {
        ExecutorService exact = withoutQueue(1);
        try (BucketClient client = client(exact).build();
                UploadStream first = client.openUpload("first")) {
            UploadStream second = client.openUpload("second");
            IOException e = assertThrows(IOException.class, second::complete);
            assertEquals("the executor of the client is closed, or has no thread for the call", e.getMessage());
            first.write(HELLO);
            first.complete();
        }
        assertEquals("hello", text("first"));
        exact.shutdown();
    }

    @Test
    void refusesAStreamToWriteToIfTheExecutorRunsTasksOnItsCaller() throws Exception {
        try (BucketClient client = client(new ThreadPoolExecutor(0, 1, 1, TimeUnit.MINUTES, new SynchronousQueue<>()) {
                    @Override
                    public void execute(Runnable task) {
                        task.run();
                    }
                })
                .build()) {
            UploadStream stream = client.openUpload("k");
            IOException e = assertThrows(IOException.class, stream::complete);
            assertEquals("the executor runs its tasks on the thread that calls openUpload", e.getMessage());
        }
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
        assertInstanceOf(
                SocketTimeoutException.class,
                failureOf(bucket.async()
                        .upload("k", file, options().timeout(LIMIT).build())));
        gate.countDown();
        bucket.async().put("next", HELLO).get(30, TimeUnit.SECONDS);
        assertNoUploads();
        assertEquals(0, sentParts.size());
    }
}
