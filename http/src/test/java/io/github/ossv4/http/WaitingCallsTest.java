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
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The memory and threads of asynchronous uploads that wait for a slot. */
@Timeout(120)
class WaitingUploadsTest extends EmulatorFixture {
    private static final int UPLOADS = 50_000;

    /** More than twice what is measured: the heap of this JVM changes by some megabytes for other reasons. */
    private static final int MAX_BYTES = 2_000;

    /** OkHttp and the JVM may start some of their own. */
    private static final int OTHER_THREADS = 10;

    @TempDir
    private Path folder;

    private final List<Transfer<PutResult>> uploads = new ArrayList<>(UPLOADS);
    private final CountDownLatch sending = new CountDownLatch(1);

    @Override
    public BucketClient.Builder client() {
        return super.client().maxRequests(1).maxQueuedRequests(UPLOADS).listener(new CallListener() {
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
        } while (used < before - UPLOADS);
        return used;
    }

    private void upload(Path file, int number) {
        for (int i = 0; i < number; i++) {
            uploads.add(bucket.async().upload("k", file));
        }
    }

    @Test
    void aWaitingUploadTakesNoThreadAndLittleMemory() throws Exception {
        emulator.inject(Fault.delay(Duration.ofHours(1)).on("PutObject"));
        Path file = Files.write(folder.resolve("file"), HELLO);
        Transfer<PutResult> first = bucket.async().upload("first", file);
        assertTrue(sending.await(30, TimeUnit.SECONDS));
        int threads = ManagementFactory.getThreadMXBean().getThreadCount();
        // Classes are loaded and objects built once, and earlier tests have left some: they must not count.
        upload(file, UPLOADS / 3);
        long before = usedBytes();
        upload(file, UPLOADS - UPLOADS / 3);
        long bytes = (usedBytes() - before) / (UPLOADS - UPLOADS / 3);
        System.out.printf(Locale.ROOT, "a waiting upload takes %d bytes%n", bytes);
        assertEquals(UPLOADS, bucket.metrics().waitingRequests());
        assertTrue(bytes < MAX_BYTES, bytes + " bytes");
        int started = ManagementFactory.getThreadMXBean().getThreadCount() - threads;
        assertTrue(started < OTHER_THREADS, started + " threads");
        for (Transfer<PutResult> upload : uploads) {
            assertTrue(upload.cancel(true));
            upload.idle().get(30, TimeUnit.SECONDS);
        }
        assertEquals(0, bucket.metrics().waitingRequests());
        first.cancel(true);
    }
}
