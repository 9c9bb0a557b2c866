// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.http.internal.call.CancellableFuture;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CancellableFutureTest {
    private final List<String> events = new ArrayList<>();
    private final CancellableFuture<String> future = new CancellableFuture<>();

    @Test
    void isIdleBeforeItsDependentsRun() {
        CompletableFuture<Void> idle = future.idlePhase();
        CompletableFuture<Boolean> dependent =
                future.thenApply(result -> events.add("completed, idle " + idle.isDone()));
        future.succeed("result");

        assertTrue(dependent.join());
        assertEquals(List.of("completed, idle true"), events);
        assertEquals("result", future.join());
    }

    @Test
    void cancellationStopsTheWorkAndIsIdleLater() {
        future.onCancel(() -> events.add("stopped"));
        future.whenIdle(
                (result, failure) -> events.add("idle " + failure.getClass().getSimpleName()));
        assertTrue(future.cancel(true));
        assertEquals(List.of("stopped"), events);

        future.fail(new IOException("Canceled"));
        assertEquals(List.of("stopped", "idle CancellationException"), events);
        assertTrue(future.isCancelled());
    }

    @Test
    void completionFromOutsideStopsTheWork() {
        future.onCancel(() -> events.add("stopped"));
        future.completeExceptionally(new TimeoutException());

        assertEquals(List.of("stopped"), events);
    }

    @Test
    void successDoesNotStopTheWork() {
        future.onCancel(() -> events.add("stopped"));
        future.succeed("result");

        assertEquals(List.of(), events);
    }

    /** The result may hold an open connection. */
    @Test
    void successAfterACancellationStopsTheWork() {
        future.onCancel(() -> events.add("stopped"));
        future.cancel(true);
        future.succeed("result");

        assertEquals(List.of("stopped", "stopped"), events);
        assertThrows(CancellationException.class, future::join);
    }

    @Test
    void workThatStartsAfterACancellationIsStoppedImmediately() {
        future.cancel(true);
        future.onCancel(() -> events.add("stopped"));

        assertEquals(List.of("stopped"), events);
    }

    @Test
    void cancelsTheStepInProgressOnly() {
        CompletableFuture<String> first = new CompletableFuture<>();
        CompletableFuture<String> second = new CompletableFuture<>();
        future.cancels(first);
        future.cancels(second);
        future.cancel(true);

        assertFalse(first.isDone());
        assertTrue(second.isCancelled());
    }

    @Test
    void idleFailsIfTheWorkFailed() {
        IOException failure = new IOException("failed");
        IOException abortFailure = new IOException("abort failed");
        future.whenIdle((result, thrown) -> events.add(thrown.getMessage()));
        future.fail(failure, abortFailure);

        assertEquals(List.of("failed"), events);
        CompletionException thrown =
                assertThrows(CompletionException.class, () -> future.idlePhase().join());
        assertSame(abortFailure, thrown.getCause());
        assertSame(
                failure, assertThrows(CompletionException.class, future::join).getCause());
    }

    @Test
    void completingTheReturnedIdlePhaseHasNoEffect() {
        future.idlePhase().completeExceptionally(new IOException("from outside"));
        future.succeed("result");

        assertEquals("result", future.join());
        assertFalse(future.idlePhase().isCompletedExceptionally());
    }

    @Test
    void notifiesImmediatelyIfIdleAlready() {
        future.fail(new IOException("failed"));
        future.whenIdle((result, failure) ->
                events.add(assertInstanceOf(IOException.class, failure).getMessage()));

        assertEquals(List.of("failed"), events);
    }

    @Test
    void isCompletedBeforeDependentsOfIdleRun() {
        CompletableFuture<Boolean> dependent = future.idlePhase().thenApply(nothing -> future.isDone());
        CompletableFuture<String> joined = future.idlePhase().thenApply(nothing -> future.join());
        future.succeed("result");

        assertTrue(dependent.join());
        assertEquals("result", joined.join());
    }

    @Test
    void isCompletedBeforeDependentsOfIdleRunAfterAFailure() {
        CompletableFuture<Boolean> dependent = future.idlePhase().handle((nothing, left) -> future.isDone());
        future.fail(new IOException("failed"), new IOException("left"));

        assertTrue(dependent.join());
    }

    @Test
    void dependentsOfTheCompletionMayJoinAnEarlierIdlePhase() {
        CompletableFuture<Void> idle = future.idlePhase();
        CompletableFuture<Boolean> first = future.thenApply(result -> {
            idle.join();
            return idle.isDone();
        });
        CompletableFuture<Boolean> second = future.thenApply(result -> {
            idle.join();
            return idle.isDone();
        });
        future.succeed("result");

        assertTrue(first.join());
        assertTrue(second.join());
    }

    @Test
    void failsIfTheHandlerOfAFailureThrows() {
        IOException failure = new IOException();
        CancellableFuture<String> step = new CancellableFuture<>();
        future.after(step, result -> {}, thrown -> {
            throw new OutOfMemoryError();
        });
        step.fail(failure);
        assertTrue(future.idlePhase().isDone());
        assertThrows(OutOfMemoryError.class, () -> rethrow(future));
    }

    @Test
    void failsAlthoughTheHeapIsFullForAMoment() {
        AtomicInteger attempts = new AtomicInteger();
        CancellableFuture<String> inFullHeap = new CancellableFuture<>() {
            @Override
            public boolean completeExceptionally(Throwable failure) {
                if (attempts.incrementAndGet() < 3) {
                    throw new OutOfMemoryError();
                }
                return super.completeExceptionally(failure);
            }
        };
        IOException failure = new IOException();
        inFullHeap.fail(failure);
        assertTrue(inFullHeap.idlePhase().isDone());
        assertSame(
                failure,
                assertThrows(CompletionException.class, inFullHeap::join).getCause());
    }

    private static void rethrow(CompletableFuture<?> future) throws Throwable {
        throw assertThrows(CompletionException.class, future::join).getCause();
    }
}
