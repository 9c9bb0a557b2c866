// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.emulator.Fault;
import io.github.ossv4.http.testing.EmulatorFixture;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Uploads in parts that end while the server does not respond, neither to parts nor to the abort. */
@Timeout(60)
class LateAbortTest extends EmulatorFixture {
    private static final int PART = 100 * 1024;

    @TempDir
    private Path folder;

    private final CountDownLatch sendingPart = new CountDownLatch(1);

    /** Whether the server does not respond to an abort, so that only a timeout ends it. */
    private volatile boolean hanging;

    private final AtomicInteger aborts = new AtomicInteger();

    @Override
    public BucketClient.Builder client() {
        OkHttpClient http = new OkHttpClient.Builder()
                .connectionPool(connectionPool)
                .addInterceptor(chain ->
                        chain.request().method().equals("DELETE") ? abort(chain) : chain.proceed(chain.request()))
                .build();
        return super.client().retryPolicy(IMMEDIATE_RETRIES).okHttpClient(http).listener(new CallListener() {
            @Override
            public void started(CallAttempt attempt) {
                if (attempt.operation().equals("UploadPart")) {
                    sendingPart.countDown();
                } else if (attempt.operation().equals("AbortMultipartUpload")) {
                    aborts.incrementAndGet();
                }
            }
        });
    }

    private Response abort(Interceptor.Chain chain) throws IOException {
        while (hanging && !chain.call().isCanceled()) {
            Thread.onSpinWait();
        }
        return chain.proceed(chain.request());
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(1, TimeUnit.MINUTES));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private Path file() throws IOException {
        return Files.write(folder.resolve("file"), new byte[3 * PART]);
    }

    private static UploadOptions.Builder parts() {
        return UploadOptions.builder().partSize(PART).threshold(0);
    }

    private void delayParts() {
        emulator.inject(Fault.delay(Duration.ofMinutes(10)).on("UploadPart").times(12));
    }

    /** The limit of the abort lives although the client is closed. */
    @Test
    void endsAnAbortInProgressWhenTheClientIsClosed() throws Exception {
        hanging = true;
        delayParts();
        Path file = file();
        UploadOptions options = parts().timeout(Duration.ofSeconds(1)).build();
        Thread closing = new Thread(() -> {
            while (aborts.get() == 0) {
                Thread.onSpinWait();
            }
            bucket.close();
        });
        closing.start();
        SocketTimeoutException e = assertThrows(SocketTimeoutException.class, () -> bucket.upload("k", file, options));
        closing.join();
        assertTrue(e.getSuppressed()[0].getMessage().endsWith(" may be left"), e.toString());
        assertEquals(1, aborts.get());
    }

    @Test
    void returnsAtTheTimeLimitAfterTheAbort() throws Exception {
        delayParts();
        Path file = file();
        UploadOptions options = parts().timeout(Duration.ofSeconds(1)).build();
        SocketTimeoutException e = assertThrows(SocketTimeoutException.class, () -> bucket.upload("k", file, options));
        assertEquals(List.of(), List.of(e.getSuppressed()));
        assertNoUploads();
    }

    /** The thread of the caller waits for another one, which has the last part. */
    @Test
    void returnsAtAnInterruptAfterTheAbort() throws Exception {
        Path file = file();
        Thread caller = Thread.currentThread();
        Thread interrupting = new Thread(() -> {
            await(sendingPart);
            caller.interrupt();
        });
        interrupting.start();
        assertThrows(InterruptedIOException.class, () -> bucket.upload("k", file, parts().build()));
        assertTrue(Thread.interrupted());
        interrupting.join();
        assertNoUploads();
    }

    @Test
    void attemptsTheAbortOfACancelledUploadOnce() throws Exception {
        hanging = true;
        delayParts();
        Transfer<PutResult> upload = bucket.async().upload("k", file(), parts().build());
        await(sendingPart);
        assertTrue(upload.cancel(true));
        ExecutionException e =
                assertThrows(ExecutionException.class, () -> upload.idle().get(30, TimeUnit.SECONDS));
        assertTrue(
                e.getCause().getMessage().contains("may be left"), e.getCause().getMessage());
        assertEquals(1, aborts.get());
    }

    /** The limit of the abort is half a minute. */
    @Test
    @Tag("full")
    @Timeout(120)
    void waitsForTheAbortOfAFailedUploadForALimitedTime() throws Exception {
        emulator.inject(Fault.error(403, "AccessDenied").on("UploadPart").times(3));
        hanging = true;
        Path file = file();
        ServiceException e = assertThrows(ServiceException.class, () -> bucket.upload("k", file, parts().build()));
        assertEquals("AccessDenied", e.code());
        IOException left = assertInstanceOf(IOException.class, e.getSuppressed()[0]);
        assertTrue(left.getMessage().contains("may be left"), left.getMessage());
        assertFalse(bucket.exists("k"));
    }

    /** The abort of a failure has 30 seconds while its caller waits, and 5 from the cancellation. */
    @Test
    void limitsAnAbortInProgressAfterACancellation() throws Exception {
        hanging = true;
        emulator.inject(Fault.error(403, "AccessDenied").on("UploadPart").times(12));
        Transfer<PutResult> upload = bucket.async().upload("k", file(), parts().build());
        while (aborts.get() == 0) {
            Thread.onSpinWait();
        }
        upload.cancel(true);
        ExecutionException e =
                assertThrows(ExecutionException.class, () -> upload.idle().get(20, TimeUnit.SECONDS));
        assertTrue(e.getCause().getMessage().endsWith(" may be left"), e.toString());
    }
}
