// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.http.schedules.InParallel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.ExtendWith;
import org.pastalab.fray.junit.junit5.FrayTestExtension;
import org.pastalab.fray.junit.junit5.annotations.FrayTest;

@ExtendWith(FrayTestExtension.class)
class CheckpointLockSchedulesTest {
    private final AtomicInteger holders = new AtomicInteger();
    private final AtomicInteger held = new AtomicInteger();

    private void hold(Path checkpoint) throws IOException {
        CheckpointLock lock;
        try {
            lock = CheckpointLock.acquire(checkpoint);
        } catch (IOException e) {
            assertTrue(e.getMessage().endsWith(" is in progress"), e::toString);
            return;
        }
        assertEquals(1, holders.incrementAndGet(), "two holders");
        held.incrementAndGet();
        holders.decrementAndGet();
        lock.close();
    }

    @FrayTest(resetClassLoaderPerIteration = false)
    void isHeldByOneThreadAtATime() throws Exception {
        Path folder = Files.createTempDirectory("lock");
        Path checkpoint = folder.resolve("checkpoint");
        InParallel.run(() -> hold(checkpoint), () -> hold(checkpoint), () -> hold(checkpoint));
        assertTrue(held.get() >= 1, "no holder");
        assertFalse(Files.exists(folder.resolve("checkpoint.ossv4-lock")));
        Files.delete(folder);
    }
}
