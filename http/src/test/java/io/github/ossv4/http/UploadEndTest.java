// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.emulator.Fault;
import io.github.ossv4.http.internal.file.CheckpointLock;
import io.github.ossv4.http.testing.ForwardingFileChannel;
import io.github.ossv4.http.testing.RacingFileSystem;
import io.github.ossv4.http.testing.UploadFixture;
import io.github.ossv4.multipart.Part;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import okhttp3.Call;
import okhttp3.Dispatcher;
import okhttp3.EventListener;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The end of an upload: locks and files are released, and parts are removed although the client ends as well. */
@Timeout(60)
class UploadEndTest extends UploadFixture {
    private final CountDownLatch initiating = new CountDownLatch(1);
    private final CountDownLatch retrying = new CountDownLatch(1);
    private final AtomicReference<Thread> waiting = new AtomicReference<>();

    /** Runs on the thread that has sent a part, before it sends another one. */
    private volatile Runnable whenCompleted = () -> {};

    private CallListener listener() {
        return new CallListener() {
            @Override
            public void started(CallAttempt attempt) {
                if (attempt.operation().equals("InitiateMultipartUpload")) {
                    initiating.countDown();
                }
            }

            @Override
            public void retry(CallAttempt attempt, IOException reason, Duration delay) {
                waiting.set(Thread.currentThread());
                retrying.countDown();
            }

            @Override
            public void partCompleted(String key, Part part) {
                whenCompleted.run();
            }
        };
    }

    @Override
    public BucketClient.Builder client() {
        return super.client().listener(listener());
    }

    private BucketClient.Builder own() {
        return BucketClient.builder(emulator.endpoint(), emulator.bucket())
                .region(emulator.region())
                .credentials(CREDENTIALS)
                .listener(listener());
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(30, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static <T> T unchecked(AsyncCalls<T> call) {
        try {
            return call.get();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface AsyncCalls<T> {
        T get() throws IOException;
    }

    /** An interrupt of a thread that sends a part is noticed before the next request. */
    @Test
    void shutdownNowOfTheExecutorLeavesNoParts() throws Exception {
        write(10 * PART);
        List<Boolean> flags = Collections.synchronizedList(new ArrayList<>());
        ThreadPoolExecutor threads = new ThreadPoolExecutor(0, 64, 1, TimeUnit.SECONDS, new SynchronousQueue<>()) {
            @Override
            protected void afterExecute(Runnable task, Throwable thrown) {
                flags.add(Thread.currentThread().isInterrupted());
            }
        };
        AtomicInteger completed = new AtomicInteger();
        whenCompleted = () -> {
            if (completed.incrementAndGet() == 3) {
                threads.shutdownNow();
            }
        };
        OkHttpClient okHttpClient = new OkHttpClient.Builder()
                .connectionPool(connectionPool)
                .dispatcher(new Dispatcher(threads))
                .build();
        try (BucketClient client = own().okHttpClient(okHttpClient).build()) {
            Transfer<PutResult> upload =
                    client.async().upload("k", file, options().parallel(3).build());
            ExecutionException e = assertThrows(ExecutionException.class, () -> upload.get(30, TimeUnit.SECONDS));
            assertInstanceOf(InterruptedIOException.class, e.getCause());
            upload.idle().get(30, TimeUnit.SECONDS);
        }
        assertNoUploads();
        assertTrue(threads.awaitTermination(30, TimeUnit.SECONDS));
        assertFalse(flags.isEmpty());
        assertFalse(flags.contains(false), "a thread has lost its flag: " + flags);
    }

    /** Counts the open channels of a file. */
    private static Path counting(Path file, AtomicInteger open) {
        return RacingFileSystem.of(file, new RacingFileSystem.Race() {
            @Override
            public void beforeOpen(Path opened) {}

            @Override
            public FileChannel opened(FileChannel channel) {
                open.incrementAndGet();
                return new ForwardingFileChannel(channel) {
                    @Override
                    protected void implCloseChannel() throws IOException {
                        open.decrementAndGet();
                        super.implCloseChannel();
                    }
                };
            }
        });
    }

    /** A dependent may start the next upload with the checkpoint, or delete the file. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void isUnlockedAndItsFileIsClosedBeforeItCompletes(boolean fails) throws Exception {
        write(5 * PART);
        if (fails) {
            emulator.inject(Fault.error(403, "AccessDenied").on("UploadPart").times(5));
        }
        AtomicInteger open = new AtomicInteger();
        CountDownLatch registered = new CountDownLatch(1);
        UploadOptions options = options()
                .checkpoint(checkpoint)
                .progress(progress -> await(registered))
                .build();
        Transfer<PutResult> upload = bucket.async().upload("k", counting(file, open), options);
        var dependent = upload.handle((stored, failure) -> unchecked(() -> {
            CheckpointLock.acquire(checkpoint).close();
            return open.get();
        }));
        registered.countDown();
        assertEquals(0, dependent.toCompletableFuture().get(30, TimeUnit.SECONDS));
        assertEquals(fails, upload.toCompletableFuture().isCompletedExceptionally());
    }

    /** The abort of a cancelled upload does not wait for a connection. */
    @Test
    void abortsAlthoughAnOpenResponseHoldsTheOnlyConnection() throws Exception {
        write(5 * PART);
        bucket.put("other", HELLO);
        try (BucketClient client = own().maxConnections(1).build()) {
            AtomicReference<GetResult> held = new AtomicReference<>();
            CountDownLatch holding = new CountDownLatch(1);
            whenCompleted = () -> {
                if (held.get() == null) {
                    held.set(unchecked(() -> client.get("other")));
                    holding.countDown();
                }
            };
            Transfer<PutResult> upload =
                    client.async().upload("k", file, options().build());
            await(holding);
            while (client.metrics().waitingRequests() < 1) {
                Thread.onSpinWait();
            }
            assertTrue(upload.cancel(true));
            upload.idle().get(30, TimeUnit.SECONDS);
            assertNoUploads();
            held.get().close();
            client.put("next", HELLO);
        }
    }

    @Test
    void closeOfTheClientAbortsAnUpload() throws Exception {
        write(20 * PART);
        BucketClient client = own().build();
        whenCompleted = client::close;
        Transfer<PutResult> upload = client.async().upload("k", file, options().build());
        ExecutionException e = assertThrows(ExecutionException.class, () -> upload.get(30, TimeUnit.SECONDS));
        assertInstanceOf(IllegalStateException.class, e.getCause());
        upload.idle().get(30, TimeUnit.SECONDS);
        assertNoUploads();
    }

    @Test
    void closeOfTheClientAbortsAnUploadThatWaitsForARetry() throws Exception {
        write(5 * PART);
        emulator.inject(Fault.error(503, "ServiceUnavailable").on("UploadPart").times(100));
        BucketClient client = own().retryPolicy(HOURLY_RETRIES).build();
        Transfer<PutResult> upload =
                client.async().upload("k", file, options().parallel(1).build());
        await(retrying);
        while (waiting.get().getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        client.close();
        assertThrows(ExecutionException.class, () -> upload.get(30, TimeUnit.SECONDS));
        upload.idle().get(30, TimeUnit.SECONDS);
        assertNoUploads();
    }

    /** Without the id in the response, the upload could not be aborted. */
    @Test
    void closeOfTheClientAbortsTheUploadOfAStreamThatIsInitiated() throws Exception {
        emulator.inject(Fault.delay(Duration.ofSeconds(1)).on("InitiateMultipartUpload"));
        CountDownLatch initiating = new CountDownLatch(1);
        OkHttpClient observed = http.newBuilder()
                .eventListener(new EventListener() {
                    @Override
                    public void requestBodyEnd(Call call, long byteCount) {
                        initiating.countDown();
                    }
                })
                .build();
        BucketClient client = client().okHttpClient(observed).build();
        Transfer<PutResult> upload = client.async()
                .upload(
                        "k",
                        new ByteArrayInputStream(new byte[3 * PART]),
                        options().build());
        await(initiating);
        client.close();
        assertThrows(ExecutionException.class, () -> upload.get(30, TimeUnit.SECONDS));
        upload.idle().get(30, TimeUnit.SECONDS);
        assertNoUploads();
    }
}
