// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.http.schedules.InParallel;
import io.github.ossv4.http.schedules.TestTransport;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.ExtendWith;
import org.pastalab.fray.junit.junit5.FrayTestExtension;
import org.pastalab.fray.junit.junit5.annotations.FrayTest;

/** A call that does not complete, or does not become idle, is a deadlock. */
@ExtendWith(FrayTestExtension.class)
class AsyncCallSchedulesTest {
    private final TestTransport client = new TestTransport(1);
    private final Slots slots = client.threads.slots;
    private final Slots.Slot held = slots.new Slot(() -> 1, () -> {});
    private final AtomicInteger runs = new AtomicInteger();
    private final AtomicBoolean isWorking = new AtomicBoolean();

    private AsyncCall<String> start(AsyncCall.Work<String> work) {
        return AsyncCall.start(client.transport, Deadline.NONE, "PutObject k", work);
    }

    private String work(Scope scope) {
        runs.incrementAndGet();
        isWorking.set(true);
        isWorking.set(false);
        return "done";
    }

    /** Works until the call is cancelled. */
    private String workUntilTheEnd(Scope scope) {
        CompletableFuture<String> stopped = new CompletableFuture<>();
        scope.inFlight(() -> stopped.complete("stopped"));
        return stopped.join();
    }

    /** Waits until the call has completed, and is idle; returns whether it has a result. */
    private boolean end(AsyncCall<String> call) throws InterruptedException {
        boolean hasResult = call.handle((result, failure) -> failure == null).join();
        call.idle().join();
        assertFalse(isWorking.get(), "idle while it works");
        client.close();
        assertEquals(List.of(0, 0), List.of(slots.waiting(), slots.running()));
        return hasResult;
    }

    @FrayTest(resetClassLoaderPerIteration = false)
    void completesOrIsCancelled() throws Exception {
        AsyncCall<String> call = start(this::work);
        boolean isCancelled = call.cancel(true);
        assertNotEquals(isCancelled, end(call));
    }

    @FrayTest(resetClassLoaderPerIteration = false)
    void cancellingEndsTheWork() throws Exception {
        AsyncCall<String> call = start(this::workUntilTheEnd);
        call.cancel(true);
        assertFalse(end(call));
    }

    @FrayTest(resetClassLoaderPerIteration = false)
    void runsOrIsCancelledInTheQueue() throws Exception {
        held.enter();
        AsyncCall<String> call = start(this::work);
        InParallel.run(held::leave, () -> call.cancel(true));
        assertTrue(!end(call) || runs.get() == 1, "completed without a run");
    }

    /** The time is up when the call starts. */
    @FrayTest(resetClassLoaderPerIteration = false)
    void runsOrTimesOutInTheQueue() throws Exception {
        held.enter();
        Deadline passed = Deadline.in(Duration.ofNanos(1));
        AsyncCall<String> call = AsyncCall.start(client.transport, passed, "PutObject k", this::work);
        held.leave();
        assertEquals(end(call) ? 1 : 0, runs.get());
    }

    @FrayTest(resetClassLoaderPerIteration = false)
    void aDependentMayWaitForAnotherCall() throws Exception {
        AsyncCall<String> call = start(this::work);
        call.thenRun(() -> start(this::work).join()).join();
        assertEquals(2, runs.get());
        end(call);
    }

    @FrayTest(resetClassLoaderPerIteration = false)
    void aDependentMayWaitUntilTheCallIsIdle() throws Exception {
        AsyncCall<String> call = start(this::work);
        call.thenRun(() -> call.idle().join()).join();
        end(call);
    }

    @FrayTest(resetClassLoaderPerIteration = false)
    void aDependentMayWaitUntilACancelledCallIsIdle() throws Exception {
        AsyncCall<String> call = start(this::workUntilTheEnd);
        InParallel.run(
                () -> call.cancel(true),
                () -> call.handle((result, failure) -> call.idle().join()).join());
        end(call);
    }

    @FrayTest(resetClassLoaderPerIteration = false)
    void completesIfTheClientIsClosed() throws Exception {
        held.enter();
        AsyncCall<String> call = start(this::work);
        InParallel.run(client.transport::close, held::leave);
        assertEquals(end(call) ? 1 : 0, runs.get());
    }

    @FrayTest(resetClassLoaderPerIteration = false)
    void awaitsTheResult() throws Exception {
        AsyncCall<String> call = start(this::work);
        assertEquals("done", call.await());
        end(call);
    }

    @FrayTest(resetClassLoaderPerIteration = false)
    void anInterruptOfTheThreadThatAwaitsEndsTheWork() throws Exception {
        AsyncCall<String> call = start(this::workUntilTheEnd);
        Thread awaiting =
                InParallel.start(() -> assertFalse(InParallel.succeeds(InterruptedIOException.class, call::await)));
        awaiting.interrupt();
        awaiting.join();
        assertFalse(end(call));
    }
}
