// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.http.BucketClient;
import io.github.ossv4.http.TransportClients;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The two phases of a call: completed, and idle when its method has returned. */
@Timeout(60)
@SuppressWarnings("FutureReturnValueIgnored") // Their events are compared.
class AsyncCallTest {
    private final IOException tooLong = new SocketTimeoutException("the call took longer than PT0.01S");

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> events = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch started = new CountDownLatch(1);

    /** Lets the methods of the test return. */
    private final CountDownLatch gate = new CountDownLatch(1);

    private BucketClient client = client(threads, 64);

    @AfterEach
    void close() {
        gate.countDown();
        client.close();
        threads.shutdown();
    }

    private static BucketClient client(ExecutorService executor, int maxRequests) {
        Dispatcher dispatcher = new Dispatcher(executor);
        dispatcher.setMaxRequests(maxRequests);
        return BucketClient.builder("http://127.0.0.1:1", "examplebucket")
                .region("cn-hangzhou")
                .anonymous()
                .okHttpClient(new OkHttpClient.Builder().dispatcher(dispatcher).build())
                .build();
    }

    private <T> AsyncCall<T> start(AsyncCall.Work<T> work) {
        return AsyncCall.start(TransportClients.transport(client), Deadline.NONE, "the call", work);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(30, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Waits like a source that blocks: the end of the scope does not end it. */
    private static void awaitUninterruptibly(CountDownLatch latch) {
        while (true) {
            try {
                latch.await();
                return;
            } catch (InterruptedException e) {
                // Ignored by such a source.
            }
        }
    }

    private String waitForGate(Scope scope) {
        started.countDown();
        awaitUninterruptibly(gate);
        return "result";
    }

    /** Waits as requests do: until the scope ends. */
    private String waitForEnd(Scope scope) throws IOException {
        started.countDown();
        scope.await(scope::isOver);
        events.add("stopped");
        throw new IOException("Canceled");
    }

    private enum Ending {
        SUCCESS,
        FAILURE,
        CANCELLATION,
        EXCEPTION_FROM_OUTSIDE,
        RESULT_FROM_OUTSIDE;

        boolean isFromOutside() {
            return this != SUCCESS && this != FAILURE;
        }
    }

    private AsyncCall<String> startFor(Ending ending) {
        AsyncCall<String> call = start(scope -> {
            if (ending.isFromOutside()) {
                return waitForEnd(scope);
            }
            waitForGate(scope);
            if (ending == Ending.FAILURE) {
                throw new IOException("failed");
            }
            return "result";
        });
        await(started);
        return call;
    }

    private void end(AsyncCall<String> call, Ending ending) {
        switch (ending) {
            case SUCCESS, FAILURE -> gate.countDown();
            case CANCELLATION -> call.cancel(true);
            case EXCEPTION_FROM_OUTSIDE -> call.completeExceptionally(new TimeoutException());
            case RESULT_FROM_OUTSIDE -> call.complete("from outside");
        }
    }

    @Test
    void isIdleBeforeItsDependentsRun() throws Exception {
        AsyncCall<String> call = start(this::waitForGate);
        CompletableFuture<Void> idle = call.idle();
        CompletableFuture<Boolean> dependent = call.thenApply(result -> idle.isDone());
        gate.countDown();
        assertTrue(dependent.get(30, TimeUnit.SECONDS));
        assertEquals("result", call.join());
    }

    @ParameterizedTest
    @EnumSource
    void isCompletedBeforeDependentsOfIdleRun(Ending ending) throws Exception {
        AsyncCall<String> call = startFor(ending);
        CompletableFuture<Boolean> dependent = call.idle().thenApply(nothing -> call.isDone());
        end(call, ending);
        assertTrue(dependent.get(30, TimeUnit.SECONDS));
    }

    /** Two of each: dependents run in no particular order. */
    @ParameterizedTest
    @EnumSource
    void dependentsOfEitherPhaseMayJoinTheOtherOne(Ending ending) throws Exception {
        AsyncCall<String> call = startFor(ending);
        List<CompletableFuture<String>> dependents = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            dependents.add(call.handle((result, failure) -> {
                call.idle().join();
                return "idle";
            }));
            dependents.add(call.idle()
                    .thenCompose(nothing -> call.handle((result, failure) -> call.isDone()))
                    .thenApply(done -> "completed " + done));
        }
        FutureTask<Boolean> ended = new FutureTask<>(() -> end(call, ending), true);
        new Thread(ended).start();
        assertTrue(ended.get(30, TimeUnit.SECONDS));
        for (int i = 0; i < dependents.size(); i++) {
            assertEquals(
                    i % 2 == 0 ? "idle" : "completed true", dependents.get(i).get(30, TimeUnit.SECONDS));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"CANCELLATION", "EXCEPTION_FROM_OUTSIDE", "RESULT_FROM_OUTSIDE"})
    void completionFromOutsideEndsTheScopeAtOnce(Ending ending) throws Exception {
        AsyncCall<String> call = start(scope -> {
            scope.inFlight(() -> events.add("request stopped"));
            return waitForGate(scope);
        });
        await(started);
        call.handle((result, failure) -> events.add("dependent"));
        end(call, ending);
        assertEquals(List.of("request stopped", "dependent"), events);
        assertFalse(call.idle().isDone());
        gate.countDown();
        call.idle().get(30, TimeUnit.SECONDS);
        assertEquals(ending == Ending.CANCELLATION, call.isCancelled());
    }

    /** A request after the cancellation is stopped as well. */
    @Test
    void aRequestOfACancelledCallIsStoppedImmediately() throws Exception {
        AsyncCall<String> call = start(scope -> {
            waitForGate(scope);
            scope.inFlight(() -> events.add("request stopped"));
            return "result";
        });
        await(started);
        call.cancel(true);
        gate.countDown();
        call.idle().get(30, TimeUnit.SECONDS);
        assertEquals(List.of("request stopped"), events);
        assertThrows(CancellationException.class, call::join);
    }

    /** The result may hold a response open. */
    @Test
    void successDoesNotEndTheScope() throws Exception {
        AsyncCall<Scope> call = start(scope -> {
            scope.inFlight(() -> events.add("request stopped"));
            return scope;
        });
        assertFalse(call.get(30, TimeUnit.SECONDS).isOver());
        call.idle().get(30, TimeUnit.SECONDS);
        assertFalse(call.cancel(true));
        assertEquals(List.of(), events);
    }

    @Test
    void aCallThatIsCancelledInTheQueueNeverRunsAndIsIdle() throws Exception {
        client.close();
        client = client(threads, 1);
        AsyncCall<String> first = start(this::waitForGate);
        AsyncCall<String> second = start(scope -> {
            events.add("second");
            return "second";
        });
        AsyncCall<String> third = start(scope -> {
            events.add("third");
            return "third";
        });
        second.cancel(true);
        assertTrue(second.idle().isDone());
        assertFalse(first.isDone());
        gate.countDown();
        assertEquals("third", third.get(30, TimeUnit.SECONDS));
        assertEquals(List.of("third"), events);
    }

    @Test
    void idleFailsWithWhatIsLeft() {
        IOException failure = new IOException("failed");
        IOException left = new IOException("parts may be left");
        AsyncCall<String> call = start(scope -> {
            scope.left(left);
            throw failure;
        });
        ExecutionException idle =
                assertThrows(ExecutionException.class, () -> call.idle().get(30, TimeUnit.SECONDS));
        assertSame(left, idle.getCause());
        assertSame(failure, assertThrows(CompletionException.class, call::join).getCause());
    }

    @Test
    void completingTheReturnedIdlePhaseHasNoEffect() throws Exception {
        AsyncCall<String> call = start(this::waitForGate);
        call.idle().completeExceptionally(new IOException("from outside"));
        gate.countDown();
        assertEquals("result", call.get(30, TimeUnit.SECONDS));
        call.idle().get(30, TimeUnit.SECONDS);
    }

    /** A function that depends on idle asks for the result, on which a function depends that joins an older idle phase. */
    @Test
    void aFunctionMayJoinAnIdlePhaseThatWasObtainedBefore() throws Exception {
        AsyncCall<String> call = start(this::waitForGate);
        List<CompletableFuture<Void>> phases = new ArrayList<>();
        List<CompletableFuture<?>> dependents = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            phases.add(call.idle());
            dependents.add(call.thenRun(() -> phases.forEach(CompletableFuture::join)));
            dependents.add(call.idle().thenRun(call::join));
        }
        gate.countDown();
        for (CompletableFuture<?> dependent : dependents) {
            dependent.get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void anErrorOfTheMethodCompletesTheFuture() throws Exception {
        Error error = new StackOverflowError();
        AsyncCall<String> call = start(scope -> {
            throw error;
        });
        assertSame(error, assertThrows(CompletionException.class, call::join).getCause());
        call.idle().get(30, TimeUnit.SECONDS);
        assertEquals("next", start(scope -> "next").get(30, TimeUnit.SECONDS));
    }

    /** Otherwise a function that blocks would end all time limits. */
    @Test
    void noFunctionRunsOnTheTimer() throws Exception {
        client.close();
        client = client(threads, 1);
        start(this::waitForGate);
        CompletableFuture<String> thread = new CompletableFuture<>();
        limited(this::waitForEnd)
                .whenComplete((result, failure) ->
                        thread.complete(Thread.currentThread().getName()));
        assertNotEquals("ossv4-timer", thread.get(30, TimeUnit.SECONDS));
    }

    private AsyncCall<String> limited(AsyncCall.Work<String> work) {
        return AsyncCall.start(
                TransportClients.transport(client), Deadline.in(Duration.ofMillis(10)), () -> tooLong, work);
    }

    @Test
    void theDeadlineIncludesTheQueue() throws Exception {
        client.close();
        client = client(threads, 1);
        start(this::waitForGate);
        AsyncCall<String> waiting = limited(this::waitForEnd);
        waiting.idle().get(30, TimeUnit.SECONDS);
        assertSame(
                tooLong,
                assertThrows(ExecutionException.class, () -> waiting.get(30, TimeUnit.SECONDS))
                        .getCause());
        assertEquals(0, client.metrics().waitingRequests());
        assertEquals(List.of(), events);
    }

    /** Their functions wait for each other, and for the calls themselves. */
    @Test
    void closingFailsThousandsOfCallsThatWait() throws Exception {
        client.close();
        client = client(threads, 1);
        start(this::waitForGate);
        List<AsyncCall<String>> calls = new ArrayList<>();
        List<CompletableFuture<Boolean>> dependents = new ArrayList<>();
        for (int i = 0; i < 9_000; i++) {
            AsyncCall<String> before = i == 0 ? null : calls.get(i - 1);
            AsyncCall<String> call = start(this::waitForEnd);
            calls.add(call);
            dependents.add(call.handle((result, failure) -> {
                if (before != null) {
                    before.handle((ignored, reason) -> true).join();
                }
                return failure instanceof IllegalStateException;
            }));
        }
        client.close();
        for (CompletableFuture<Boolean> dependent : dependents) {
            assertTrue(dependent.get(30, TimeUnit.SECONDS));
        }
    }

    /** As {@code OutOfMemoryError: unable to create native thread} is thrown. */
    @Test
    void completesIfTheExecutorThrowsAnError() throws Exception {
        client.close();
        Error error = new StackOverflowError();
        ExecutorService throwing = new ThreadPoolExecutor(0, 9, 1, TimeUnit.SECONDS, new SynchronousQueue<>()) {
            @Override
            public void execute(Runnable task) {
                throw error;
            }
        };
        client = client(throwing, 1);
        AsyncCall<String> call = start(this::waitForEnd);
        call.idle().get(30, TimeUnit.SECONDS);
        assertSame(
                error,
                assertThrows(ExecutionException.class, () -> call.get(30, TimeUnit.SECONDS))
                        .getCause());
        assertEquals(0, client.metrics().runningRequests());
        throwing.shutdown();
    }

    /** The next call is submitted while the thread of the first one is busy: that thread runs it. */
    @Test
    void aRefusedCallRunsOnTheThreadOfTheCallThatEnds() throws Exception {
        client.close();
        AtomicInteger tasks = new AtomicInteger();
        ExecutorService rejecting = new ThreadPoolExecutor(0, 9, 1, TimeUnit.SECONDS, new SynchronousQueue<>()) {
            @Override
            public void execute(Runnable task) {
                if (tasks.incrementAndGet() == 2) {
                    throw new RejectedExecutionException("full");
                }
                super.execute(task);
            }
        };
        client = client(rejecting, 1);
        AsyncCall<String> first = start(this::waitForGate);
        CompletableFuture<Thread> ofFirst = first.thenApply(result -> Thread.currentThread());
        CompletableFuture<Thread> ofSecond = start(scope -> "second").thenApply(result -> Thread.currentThread());
        gate.countDown();
        assertSame(ofFirst.get(30, TimeUnit.SECONDS), ofSecond.get(30, TimeUnit.SECONDS));
        assertEquals("third", start(scope -> "third").get(30, TimeUnit.SECONDS));
        rejecting.shutdown();
    }

    /** An executor of the user may have fewer threads than calls. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aCallWhoseThreadIsBusyEndsWithoutIt(boolean cancelled) throws Exception {
        client.close();
        ExecutorService single = Executors.newSingleThreadExecutor();
        client = client(single, 64);
        start(this::waitForGate);
        AsyncCall.Work<String> work = scope -> {
            events.add("ran");
            return "result";
        };
        AsyncCall<String> call = cancelled ? start(work) : limited(work);
        if (cancelled) {
            call.cancel(true);
        }
        call.idle().get(30, TimeUnit.SECONDS);
        assertTrue(call.isCompletedExceptionally());
        // The busy thread takes both tasks later.
        gate.countDown();
        assertEquals("next", start(scope -> "next").get(30, TimeUnit.SECONDS));
        assertEquals(List.of(), events);
        single.shutdown();
    }
}
