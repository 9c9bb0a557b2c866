// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.http.testing.EmulatorFixture;
import io.github.ossv4.multipart.Part;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The number of parts that a download fetches in parallel. */
class DownloadWorkersTest extends EmulatorFixture {
    private static final int PART = 100 * 1024;

    @TempDir
    private Path folder;

    /**
     * Requests wait for each other on the threads that send them, except that for the first part, with which a download
     * begins. A listener must not wait: the thread that starts one part may report another as completed.
     */
    @ParameterizedTest
    @ValueSource(ints = {1, 3, 5})
    void fetchesAsManyPartsInParallelAsWorkers(int workers) throws Exception {
        bucket.put("k", Body.of(new byte[12 * PART]));
        CountDownLatch together = new CountDownLatch(workers);
        AtomicInteger inProgress = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        OkHttpClient http = new OkHttpClient.Builder()
                .connectionPool(connectionPool)
                .addInterceptor(chain -> {
                    String range = chain.request().header("Range");
                    if (range != null && !range.startsWith("bytes=0-")) {
                        together.countDown();
                        try {
                            assertTrue(together.await(1, TimeUnit.MINUTES), "as many requests in parallel");
                        } catch (InterruptedException e) {
                            throw new InterruptedIOException();
                        }
                    }
                    return chain.proceed(chain.request());
                })
                .build();
        CallListener listener = new CallListener() {
            @Override
            public void started(CallAttempt attempt) {
                if (attempt.operation().equals("GetObject")) {
                    most.accumulateAndGet(inProgress.incrementAndGet(), Math::max);
                }
            }

            @Override
            public void partCompleted(String key, Part part) {
                inProgress.decrementAndGet();
            }
        };
        try (BucketClient own = client().okHttpClient(http).listener(listener).build()) {
            DownloadOptions options =
                    DownloadOptions.builder().partSize(PART).parallel(workers).build();
            own.download("k", folder.resolve("file"), options);
        } finally {
            http.connectionPool().evictAll();
        }
        assertEquals(workers, most.get());
    }
}
