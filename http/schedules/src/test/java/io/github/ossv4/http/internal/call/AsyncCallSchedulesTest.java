// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.http.schedules.InParallel;
import io.github.ossv4.http.schedules.TestTransport;
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
    private final Slots.Slot held = slots.new Slot(Slots.Kind.CALL, () -> 1, Runnable::run, () -> {}, refusal -> {});
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
    void completesByItselfOrFromOutside() throws Exception {
        AsyncCall<String> call = start(this::work);
        boolean isFromOutside = call.complete("from outside");
        assertEquals(isFromOutside ? "from outside" : "done", call.join());
        assertTrue(end(call));
    }

    /** Another thread may add its function between the moment when the call is idle and its completion. */
    @FrayTest(resetClassLoaderPerIteration = false)
    void aDependentOfAnotherThreadMayWaitUntilTheCallIsIdle() throws Exception {
        AsyncCall<String> call = start(this::work);
        InParallel.run(
                () -> call.thenRun(() -> call.idle().join()).join(),
                () -> call.idle().thenRun(call::join).join());
        assertTrue(end(call));
    }

    /** The functions of the second call wait for the third one. */
    @FrayTest(resetClassLoaderPerIteration = false)
    void dependentsOfCallsMayWaitForEachOtherWhenTheClientIsClosed() throws Exception {
        held.enter();
        AsyncCall<String> second = start(this::work);
        AsyncCall<String> third = start(this::work);
        CompletableFuture<Boolean> both = second.handle((result, failure) ->
                third.handle((done, refusal) -> refusal == null).join());
        InParallel.run(client.transport::close, held::leave);
        assertEquals(
                both.join(), third.handle((done, refusal) -> refusal == null).join());
        assertEquals(end(second), runs.get() > 0);
    }
}
