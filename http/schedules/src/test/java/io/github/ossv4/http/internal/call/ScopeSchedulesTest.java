// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.pastalab.fray.core.command.SystemTimeDelegateType.MOCK;

import io.github.ossv4.http.schedules.InParallel;
import io.github.ossv4.http.schedules.TestTransport;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.ExtendWith;
import org.pastalab.fray.junit.junit5.FrayTestExtension;
import org.pastalab.fray.junit.junit5.annotations.FrayTest;

@ExtendWith(FrayTestExtension.class)
class ScopeSchedulesTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final Scope scope = Scope.ofCaller();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final AtomicInteger stops = new AtomicInteger();

    /** In the time of Fray, which passes at once if all threads wait. */
    private void pauseForLessThanAnHour() throws InterruptedException {
        long start = System.nanoTime();
        scope.pause(HOUR, closed::get);
        assertTrue(System.nanoTime() - start < HOUR.toNanos(), "the pause was not ended");
    }

    @FrayTest(resetClassLoaderPerIteration = false, systemTimeDelegateType = MOCK, ignoreTimedBlock = false)
    void theEndEndsAPause() throws Exception {
        InParallel.run(this::pauseForLessThanAnHour, scope::end);
    }

    @FrayTest(resetClassLoaderPerIteration = false, systemTimeDelegateType = MOCK, ignoreTimedBlock = false)
    void closingEndsAPause() throws Exception {
        InParallel.run(this::pauseForLessThanAnHour, () -> {
            closed.set(true);
            scope.wake();
        });
    }

    @FrayTest(resetClassLoaderPerIteration = false, systemTimeDelegateType = MOCK, ignoreTimedBlock = false)
    void anInterruptEndsAPause() throws Exception {
        Thread pausing = InParallel.start(() -> assertTrue(
                !InParallel.succeeds(InterruptedException.class, () -> {
                    scope.pause(HOUR, closed::get);
                    return null;
                }),
                "the pause was not ended"));
        pausing.interrupt();
        pausing.join();
    }

    @FrayTest(resetClassLoaderPerIteration = false)
    void theEndStopsTheRequestInFlightOnce() throws Exception {
        InParallel.run(() -> scope.inFlight(stops::incrementAndGet), scope::end);
        assertEquals(1, stops.get());
    }

    @FrayTest(resetClassLoaderPerIteration = false)
    void theEndStopsTheNextRequestToo() throws Exception {
        InParallel.run(
                () -> {
                    scope.inFlight(() -> {});
                    scope.inFlight(stops::incrementAndGet);
                },
                scope::end);
        assertEquals(1, stops.get());
        assertTrue(scope.isOver());
    }

    @FrayTest(resetClassLoaderPerIteration = false)
    void theEndEndsEachChild() throws Exception {
        InParallel.run(() -> assertTrue(stopsWith(scope.child()), "the child was not ended"), scope::end);
    }

    /** Waits until the scope of a part ends, which is a deadlock if it never does. */
    private boolean stopsWith(Scope child) {
        CompletableFuture<Boolean> stopped = new CompletableFuture<>();
        child.inFlight(() -> stopped.complete(child.isOver()));
        return stopped.join();
    }

    @FrayTest(resetClassLoaderPerIteration = false)
    void awaitsAChangeByAnotherThread() throws Exception {
        Scope awaiting = Scope.ofTransfer(new TestTransport(1).transport);
        InParallel.run(() -> awaiting.await(closed::get), () -> {
            closed.set(true);
            awaiting.wake();
        });
    }

    @FrayTest(resetClassLoaderPerIteration = false)
    void anInterruptOfAThreadThatAwaitsEndsItsScope() throws Exception {
        Scope awaiting = Scope.ofTransfer(new TestTransport(1).transport);
        Thread thread = InParallel.start(() -> {
            awaiting.await(awaiting::isOver);
            assertTrue(Thread.interrupted(), "the interrupt is lost");
        });
        thread.interrupt();
        thread.join();
    }
}
