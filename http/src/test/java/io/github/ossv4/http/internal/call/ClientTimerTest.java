// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ClientTimerTest {
    @Test
    void reachesALimitOnADaemonThreadAfterItsDelay() throws Exception {
        CompletableFuture<Thread> thread = new CompletableFuture<>();
        long start = System.nanoTime();
        new ClientTimer().limit(Duration.ofMillis(20), () -> thread.complete(Thread.currentThread()));

        Thread ranOn = thread.get(30, TimeUnit.SECONDS);
        assertTrue(System.nanoTime() - start >= TimeUnit.MILLISECONDS.toNanos(20));
        assertEquals("ossv4-timer", ranOn.getName());
        assertTrue(ranOn.isDaemon());
    }

    /** Its executor keeps nothing of a limit that was cancelled. */
    @Test
    void doesNotReachALimitThatIsCancelled() throws Exception {
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1);
        executor.setRemoveOnCancelPolicy(true);
        ClientTimer timer = new ClientTimer(() -> executor);
        CompletableFuture<Boolean> other = new CompletableFuture<>();
        ClientTimer.Limit limit = timer.limit(Duration.ofHours(1), () -> other.complete(false));
        limit.cancel();
        limit.cancel();
        timer.limit(Duration.ZERO, () -> other.complete(true));

        assertTrue(other.get(30, TimeUnit.SECONDS));
        assertEquals(0, executor.getQueue().size());
        executor.shutdown();
    }
}
