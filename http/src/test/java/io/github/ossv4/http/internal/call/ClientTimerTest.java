// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ClientTimerTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final ClientTimer timer = new ClientTimer();
    private final List<Thread> runs = new ArrayList<>();
    private final ClientTimer.Waiting waiting = timer.waiting(() -> runs.add(Thread.currentThread()));

    @AfterEach
    void close() {
        timer.close();
    }

    @Test
    void runsTheTaskOnADaemonThreadAfterTheDelay() throws Exception {
        CompletableFuture<Thread> thread = new CompletableFuture<>();
        long start = System.nanoTime();
        ClientTimer.Waiting task = timer.waiting(() -> thread.complete(Thread.currentThread()));
        task.start(Duration.ofMillis(20));

        Thread ranOn = thread.get(30, TimeUnit.SECONDS);
        assertTrue(System.nanoTime() - start >= TimeUnit.MILLISECONDS.toNanos(20));
        assertEquals("ossv4-timer", ranOn.getName());
        assertTrue(ranOn.isDaemon());
        assertFalse(task.cancel(), "a task that has run cannot be cancelled");
    }

    @Test
    void doesNotRunATaskThatIsCancelledBeforeItsStart() {
        assertTrue(waiting.cancel());
        waiting.start(Duration.ZERO);
        timer.close();

        assertEquals(List.of(), runs);
    }

    @Test
    void doesNotRunATaskThatIsCancelledDuringItsDelay() {
        waiting.start(HOUR);
        assertTrue(waiting.cancel());
        assertFalse(waiting.cancel(), "a task can be cancelled only once");
        timer.close();

        assertEquals(List.of(), runs);
    }

    @Test
    void cancelsOneOfSeveralTasks() {
        List<String> others = new ArrayList<>();
        timer.waiting(() -> others.add("other")).start(HOUR);
        waiting.start(HOUR);
        assertTrue(waiting.cancel());
        timer.close();

        assertEquals(List.of("other"), others);
        assertEquals(List.of(), runs);
    }

    @Test
    void closeRunsStartedTasksImmediately() {
        waiting.start(HOUR);
        timer.close();

        assertEquals(List.of(Thread.currentThread()), runs);
        assertFalse(waiting.cancel());
    }

    @Test
    void closeDoesNotRunATaskThatIsNotStarted() {
        timer.close();

        assertEquals(List.of(), runs);
        assertTrue(waiting.cancel());
    }

    @Test
    void startAfterCloseRunsTheTaskImmediately() {
        timer.close();
        waiting.start(HOUR);

        assertEquals(List.of(Thread.currentThread()), runs);
    }

    @Test
    void runsATaskOnlyOnce() {
        waiting.start(HOUR);
        waiting.run();
        timer.close();
        waiting.start(Duration.ZERO);

        assertEquals(1, runs.size());
    }
}
