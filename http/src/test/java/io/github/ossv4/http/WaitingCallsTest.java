// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.emulator.Fault;
import io.github.ossv4.http.testing.EmulatorFixture;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The memory and threads of asynchronous calls that wait for a slot. */
@Timeout(120)
class WaitingCallsTest extends EmulatorFixture {
    private static final int CALLS = 50_000;

    /** More than twice what is measured: the heap of this JVM changes by some megabytes for other reasons. */
    private static final int MAX_BYTES = 2_000;

    /** OkHttp and the JVM may start some of their own. */
    private static final int OTHER_THREADS = 10;

    @TempDir
    private Path folder;

    private final List<Future<?>> calls = new ArrayList<>(CALLS);
    private final CountDownLatch sending = new CountDownLatch(1);

    @Override
    public BucketClient.Builder client() {
        return super.client().maxRequests(1).maxQueuedRequests(CALLS).listener(new CallListener() {
            @Override
            public void started(CallAttempt attempt) {
                sending.countDown();
            }
        });
    }

    /** Returns the bytes of the heap that are in use, when a collection frees no more. */
    private static long usedBytes() {
        long used = Long.MAX_VALUE;
        long before;
        do {
            before = used;
            System.gc();
            used = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
        } while (used < before - CALLS);
        return used;
    }

    private void start(IntFunction<Future<?>> call, int number) {
        for (int i = 0; i < number; i++) {
            calls.add(call.apply(i));
        }
    }

    /** @param call starts a call with a number */
    private void assertLittleMemory(String name, IntFunction<Future<?>> call) throws Exception {
        emulator.inject(Fault.delay(Duration.ofHours(1)).on("PutObject"));
        Future<PutResult> first = bucket.async().put("first", HELLO);
        assertTrue(sending.await(30, TimeUnit.SECONDS));
        int threads = ManagementFactory.getThreadMXBean().getThreadCount();
        // Classes are loaded and objects built once, and earlier tests have left some: they must not count.
        start(call, CALLS / 3);
        long before = usedBytes();
        start(call, CALLS - CALLS / 3);
        long bytes = (usedBytes() - before) / (CALLS - CALLS / 3);
        System.out.printf(Locale.ROOT, "a waiting %s takes %d bytes%n", name, bytes);
        assertEquals(CALLS, bucket.metrics().waitingRequests());
        assertTrue(bytes < MAX_BYTES, bytes + " bytes");
        int started = ManagementFactory.getThreadMXBean().getThreadCount() - threads;
        assertTrue(started < OTHER_THREADS, started + " threads");
        for (Future<?> waiting : calls) {
            assertTrue(waiting.cancel(true));
        }
        assertEquals(0, bucket.metrics().waitingRequests());
        first.cancel(true);
    }

    @Test
    void aWaitingUploadTakesNoThreadAndLittleMemory() throws Exception {
        Path file = Files.write(folder.resolve("file"), HELLO);
        assertLittleMemory("upload", number -> bucket.async().upload("k", file));
        for (Future<?> upload : calls) {
            ((Transfer<?>) upload).idle().get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void aWaitingPutTakesNoThreadAndLittleMemory() throws Exception {
        assertLittleMemory("put", number -> bucket.async().put("k" + number, HELLO));
    }
}
