// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.emulator.Fault;
import io.github.ossv4.http.testing.EmulatorFixture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Asynchronous calls with few slots: what waits, and what may wait for it. */
@Timeout(120)
class AsyncSlotsTest extends EmulatorFixture {
    @TempDir
    private Path folder;

    private Path file(int size) throws IOException {
        return Files.write(folder.resolve("source"), new byte[size]);
    }

    @Test
    void aDependentMayWaitForAnUploadInParts() throws Exception {
        Path file = file(500 * 1024);
        UploadOptions parts =
                UploadOptions.builder().partSize(100 * 1024).threshold(0).build();
        try (BucketClient client = client().maxRequests(1).build()) {
            PutResult stored = client.async()
                    .put("k", HELLO)
                    .thenApply(first -> {
                        try {
                            return client.upload("large", file, parts);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    })
                    .get(1, TimeUnit.MINUTES);
            assertTrue(stored.isCrcChecked());
        }
    }

    /** The queue continues in a loop: a recursion for each call that fails would overflow the stack. */
    @Test
    void closeCompletesThousandsOfCallsThatWait() throws Exception {
        emulator.inject(Fault.delay(Duration.ofHours(1)).on("PutObject"));
        Path file = file(10);
        List<Future<?>> waiting = new ArrayList<>();
        BucketClient client = client().maxRequests(1).build();
        Future<?> first = client.async().put("k", HELLO);
        for (int i = 0; i < 4_500; i++) {
            waiting.add(client.async().upload("k", file));
            waiting.add(client.async().put("k", HELLO));
        }
        client.close();
        for (Future<?> call : waiting) {
            ExecutionException e = assertThrows(ExecutionException.class, () -> call.get(1, TimeUnit.MINUTES));
            assertTrue(e.getCause() instanceof IllegalStateException, e::toString);
        }
        first.cancel(true);
    }

    /** A server that is busy gets fewer requests. */
    @Test
    void aCallThatWaitsForARetryKeepsItsSlot() throws Exception {
        emulator.inject(Fault.error(503, "ServiceUnavailable").on("PutObject").times(2));
        CountDownLatch retrying = new CountDownLatch(2);
        List<CompletableFuture<?>> calls = new ArrayList<>();
        try (BucketClient client = client().maxRequests(2)
                .retryPolicy(HOURLY_RETRIES)
                .listener(new CallListener() {
                    @Override
                    public void retry(CallAttempt attempt, IOException reason, Duration delay) {
                        retrying.countDown();
                    }
                })
                .build()) {
            for (int i = 0; i < 5; i++) {
                calls.add(client.async().put("k" + i, HELLO));
            }
            retrying.await();
            assertEquals(3, client.metrics().waitingRequests());
            calls.get(0).cancel(true);
            // Its slot is free.
            for (int i = 2; i < 5; i++) {
                calls.get(i).get(1, TimeUnit.MINUTES);
            }
            calls.get(1).cancel(true);
        }
    }
}
