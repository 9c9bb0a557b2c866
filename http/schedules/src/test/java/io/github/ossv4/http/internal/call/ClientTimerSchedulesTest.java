// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.http.schedules.InParallel;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.ExtendWith;
import org.pastalab.fray.junit.junit5.FrayTestExtension;
import org.pastalab.fray.junit.junit5.annotations.FrayTest;

@ExtendWith(FrayTestExtension.class)
class ClientTimerSchedulesTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1);
    private final ClientTimer timer = new ClientTimer(() -> executor);
    private final AtomicInteger runs = new AtomicInteger();
    private final AtomicInteger cancellations = new AtomicInteger();
    private final ClientTimer.Waiting waiting = timer.waiting(runs::incrementAndGet);

    private void cancel() {
        if (waiting.cancel()) {
            cancellations.incrementAndGet();
        }
    }

    /** Closes the timer, and waits for a task that its thread has begun. */
    private void close() throws InterruptedException {
        timer.close();
        executor.shutdown();
        assertTrue(executor.awaitTermination(1, TimeUnit.MINUTES));
    }

    @FrayTest(resetClassLoaderPerIteration = false)
    void runsOrCancelsATask() throws Exception {
        InParallel.run(() -> waiting.start(Duration.ZERO), this::cancel);
        close();
        assertEquals(1, runs.get() + cancellations.get());
    }

    @FrayTest(resetClassLoaderPerIteration = false)
    void cancelsATaskOnce() throws Exception {
        InParallel.run(() -> waiting.start(HOUR), this::cancel, this::cancel);
        close();
        assertEquals(1, cancellations.get());
        assertEquals(0, runs.get());
    }

    @FrayTest(resetClassLoaderPerIteration = false)
    void closingRunsATaskThatStarts() throws Exception {
        InParallel.run(() -> waiting.start(HOUR), timer::close);
        assertEquals(1, runs.get());
        close();
    }

    @FrayTest(resetClassLoaderPerIteration = false)
    void closingRunsATaskThatStartsWithoutADelay() throws Exception {
        InParallel.run(waiting::startWhenClosed, timer::close);
        assertEquals(1, runs.get());
        close();
    }

    @FrayTest(resetClassLoaderPerIteration = false)
    void runsATaskOnceIfItsDelayEndsWhenTheTimerIsClosed() throws Exception {
        waiting.start(Duration.ZERO);
        close();
        assertEquals(1, runs.get());
    }

    @FrayTest(resetClassLoaderPerIteration = false)
    void closingRunsATaskThatIsNotCancelled() throws Exception {
        InParallel.run(() -> waiting.start(HOUR), this::cancel, timer::close);
        close();
        assertEquals(1, runs.get() + cancellations.get());
    }
}
