// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.http.BucketClient;
import io.github.ossv4.http.TransportClients;
import io.github.ossv4.http.internal.call.AsyncCall;
import io.github.ossv4.http.internal.call.Deadline;
import io.github.ossv4.http.internal.call.Scope;
import io.github.ossv4.http.internal.call.Transport;
import io.github.ossv4.multipart.Part;
import io.github.ossv4.multipart.PartPlan;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The thread of the test is the thread of the transfer. It has no slot. */
@Timeout(60)
class PartsTest {
    /** The exception that the executor throws in place of starting a task; null to start it. */
    private final AtomicReference<Throwable> refusal = new AtomicReference<>();

    /** The tasks of an executor whose threads are busy; null for one that starts them. */
    private volatile List<Runnable> queuing;

    private final Dispatcher dispatcher =
            new Dispatcher(new ThreadPoolExecutor(0, 64, 1, TimeUnit.SECONDS, new SynchronousQueue<>()) {
                @Override
                public void execute(Runnable task) {
                    if (refusal.get() instanceof RuntimeException e) {
                        throw e;
                    }
                    if (refusal.get() instanceof Error e) {
                        throw e;
                    }
                    if (queuing == null) {
                        super.execute(task);
                    } else {
                        queuing.add(task);
                    }
                }
            });
    private final BucketClient client = BucketClient.builder("http://127.0.0.1:1", "examplebucket")
            .region("cn-hangzhou")
            .anonymous()
            .okHttpClient(new OkHttpClient.Builder().dispatcher(dispatcher).build())
            .build();
    private final Transport transport = TransportClients.transport(client);
    private final Scope owner = Scope.ofTransfer(transport);

    /** The thread of each part that was started. */
    private final Map<Integer, Thread> threads = new ConcurrentHashMap<>();

    private final Thread test = Thread.currentThread();

    @AfterEach
    void close() {
        client.close();
        dispatcher.executorService().shutdown();
        assertFalse(Thread.interrupted());
    }

    private static Iterator<Part> parts(int first, int last) {
        PartPlan plan = PartPlan.of(last * PartPlan.MIN_PART_SIZE, PartPlan.MIN_PART_SIZE);
        return IntStream.rangeClosed(first, last).mapToObj(plan::part).iterator();
    }

    private static List<String> results(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(number -> "part " + number)
                .toList();
    }

    private Parts<String> transferring(int workers, Parts.Work<String> work) {
        return new Parts<>(transport, owner, workers, (part, scope) -> {
            threads.put(part.number(), Thread.currentThread());
            return work.transfer(part, scope);
        });
    }

    private static String result(Part part) {
        return "part " + part.number();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(30, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** Waits until a thread waits. */
    private static void awaitWaiting(Thread thread) {
        while (thread.getState() != Thread.State.WAITING && thread.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
    }

    /** Waits as requests do: until the scope ends. */
    private static IOException awaitEnd(Scope scope) {
        scope.await(scope::isOver);
        return new IOException("Canceled");
    }

    private void assertNoSlotIsTaken() {
        while (client.metrics().runningRequests() > 0) {
            Thread.onSpinWait();
        }
    }

    /** Part 1 is the last one that is transferred. */
    @Test
    void returnsTheResultsInTheOrderOfTheParts() throws Exception {
        CountDownLatch others = new CountDownLatch(19);
        Parts<String> parts = transferring(3, (part, scope) -> {
            if (part.number() == 1) {
                await(others);
            } else {
                others.countDown();
            }
            return result(part);
        });
        assertEquals(results(20), parts.run(parts(1, 20)));
        assertSame(test, threads.get(1));
        assertNoSlotIsTaken();
    }

    @Test
    void returnsNoResultsOfNoParts() throws Exception {
        assertEquals(List.of(), transferring(3, (part, scope) -> result(part)).run(Collections.emptyIterator()));
    }

    /** Three parts meet at a time, which three workers can and a fourth would exceed. */
    @Test
    void transfersAtMostNPartsAtATime() throws Exception {
        CyclicBarrier three = new CyclicBarrier(3);
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Parts<String> parts = transferring(3, (part, scope) -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            await(three);
            running.decrementAndGet();
            return result(part);
        });
        assertEquals(results(30), parts.run(parts(1, 30)));
        assertTrue(most.get() <= 3, most + " at a time");
    }

    @Test
    void theFirstFailureEndsTheOthersAndWaitsForThem() throws Exception {
        CountDownLatch waiting = new CountDownLatch(2);
        Set<Integer> ended = Collections.synchronizedSet(new HashSet<>());
        IOException failure = new IOException("part 1 failed");
        Parts<String> parts = transferring(3, (part, scope) -> {
            if (part.number() == 1) {
                await(waiting);
                throw failure;
            }
            waiting.countDown();
            IOException stopped = awaitEnd(scope);
            awaitWaiting(test);
            ended.add(part.number());
            throw stopped;
        });
        assertSame(failure, assertThrows(IOException.class, () -> parts.run(parts(1, 10))));
        assertEquals(Set.of(2, 3), ended);
        assertEquals(3, threads.size());
        assertFalse(owner.isOver());
        assertNoSlotIsTaken();
    }

    /** Parts that are made in two steps each, as those of a stream, of which {@code room} may be in memory. */
    private static final class Made implements Iterator<Part>, Parts.Maker {
        private final Queue<Part> parts = new ConcurrentLinkedQueue<>();
        private final int last;
        private final AtomicInteger room;
        private int steps;

        Made(int last, int room) {
            this.last = last;
            this.room = new AtomicInteger(room);
        }

        @Override
        public Parts.Step make() {
            if (steps == 2 * last) {
                return Parts.Step.END;
            } else if (!hasRoom()) {
                return Parts.Step.NO_ROOM;
            }
            steps++;
            if (steps % 2 != 0) {
                return Parts.Step.STARTED;
            }
            room.decrementAndGet();
            parts.add(PartsTest.parts(steps / 2, steps / 2).next());
            return Parts.Step.MADE;
        }

        @Override
        public boolean hasRoom() {
            return room.get() > 0;
        }

        @Override
        public boolean hasNext() {
            return !parts.isEmpty();
        }

        @Override
        public Part next() {
            return parts.remove();
        }
    }

    @Test
    void throwsTheFailureOfAnotherThreadWhileItsOwnWaitsForRoom() throws Exception {
        Made made = new Made(2, 1);
        IOException failure = new IOException("part 1 failed");
        AtomicBoolean isTaken = new AtomicBoolean();
        Parts<String> parts = transferring(2, (part, scope) -> {
            isTaken.set(true);
            awaitWaiting(test);
            throw failure;
        });
        Parts.Maker maker = new Parts.Maker() {
            @Override
            public Parts.Step make() {
                Parts.Step step = made.make();
                // Otherwise this thread could transfer the part itself, and would wait for itself.
                while (step == Parts.Step.NO_ROOM && !isTaken.get()) {
                    Thread.onSpinWait();
                }
                return step;
            }

            @Override
            public boolean hasRoom() {
                return made.hasRoom();
            }
        };
        assertSame(failure, assertThrows(IOException.class, () -> parts.run(made, maker)));
        assertNotSame(test, threads.get(1));
    }

    @Test
    void transfersPartsThatAreMadeMeanwhile() throws Exception {
        Made made = new Made(20, 3);
        CountDownLatch two = new CountDownLatch(2);
        Parts<String> parts = transferring(2, (part, scope) -> {
            two.countDown();
            await(two);
            made.room.incrementAndGet();
            owner.wake();
            return result(part);
        });
        assertEquals(results(20), parts.run(made, made));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void makesAndTransfersPartsAloneIfNoOtherThreadIsFree(int room) throws Exception {
        refusal.set(new RejectedExecutionException("full"));
        Made made = new Made(7, room);
        Parts<String> parts = transferring(3, (part, scope) -> {
            made.room.incrementAndGet();
            return result(part);
        });
        assertEquals(results(7), parts.run(made, made));
        assertEquals(Set.of(test), Set.copyOf(threads.values()));
    }

    /** Nothing waits for a task in the queue of an executor whose threads are busy. */
    @Test
    void doesNotWaitForHelpersThatHaveNotStarted() throws Exception {
        List<Runnable> queue = Collections.synchronizedList(new ArrayList<>());
        queuing = queue;
        Parts<String> parts = transferring(3, (part, scope) -> result(part));
        assertEquals(results(5), parts.run(parts(1, 5)));
        assertEquals(2, queue.size());
        queue.forEach(Runnable::run);
        assertEquals(5, threads.size());
        assertNoSlotIsTaken();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void throwsWhateverAPartThrows(int failing) {
        CountDownLatch both = new CountDownLatch(2);
        for (Throwable thrown : List.of(
                new IOException("an IOException"),
                new IllegalStateException("an unchecked exception"),
                new StackOverflowError("an error"))) {
            Parts<String> parts = transferring(2, (part, scope) -> {
                both.countDown();
                await(both);
                if (part.number() == failing) {
                    throwUndeclared(thrown);
                }
                return result(part);
            });
            assertSame(thrown, assertThrows(Throwable.class, () -> parts.run(parts(1, 2))));
        }
    }

    /** Code in Kotlin may throw a checked exception undeclared. */
    @Test
    void anUndeclaredCheckedExceptionIsNoSuccess() {
        Exception thrown = new Exception("undeclared");
        Parts<String> parts = transferring(2, (part, scope) -> {
            throwUndeclared(thrown);
            return result(part);
        });
        IOException e = assertThrows(IOException.class, () -> parts.run(parts(1, 2)));
        assertSame(thrown, e.getCause());
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> void throwUndeclared(Throwable thrown) throws E {
        throw (E) thrown;
    }

    @Test
    void failsIfTheNextPartCannotBeRead() {
        OutOfMemoryError error = new OutOfMemoryError();
        Iterator<Part> failing = new Iterator<>() {
            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public Part next() {
                throw error;
            }
        };
        Parts<String> parts = transferring(1, (part, scope) -> result(part));
        assertSame(error, assertThrows(OutOfMemoryError.class, () -> parts.run(failing)));
    }

    @Test
    void worksAloneIfNoSlotIsFree() throws Exception {
        dispatcher.setMaxRequests(1);
        CountDownLatch gate = new CountDownLatch(1);
        AsyncCall<String> call = call(gate);
        Parts<String> parts = transferring(5, (part, scope) -> result(part));
        assertEquals(results(10), parts.run(parts(1, 10)));
        assertEquals(Set.of(test), Set.copyOf(threads.values()));
        assertFalse(call.isDone());
        gate.countDown();
        call.get(30, TimeUnit.SECONDS);
    }

    /** Starts a call that holds a slot until the gate opens. */
    private AsyncCall<String> call(CountDownLatch gate) {
        return AsyncCall.start(transport, Deadline.NONE, "the call", scope -> {
            await(gate);
            return "result";
        });
    }

    /** One of two slots is taken. */
    @Test
    void takesFreeSlotsOnly() throws Exception {
        dispatcher.setMaxRequests(2);
        CountDownLatch gate = new CountDownLatch(1);
        AsyncCall<String> call = call(gate);
        CyclicBarrier two = new CyclicBarrier(2);
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Parts<String> parts = transferring(5, (part, scope) -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            await(two);
            running.decrementAndGet();
            return result(part);
        });
        assertEquals(results(10), parts.run(parts(1, 10)));
        assertTrue(most.get() <= 2, most + " at a time");
        gate.countDown();
        call.get(30, TimeUnit.SECONDS);
    }

    /** The only slot goes from a helper to a call, and back. */
    @Test
    void aHelperLeavesWhenACallWaitsAndIsOfferedAgain() throws Exception {
        dispatcher.setMaxRequests(1);
        CountDownLatch gate = new CountDownLatch(1);
        CountDownLatch helped = new CountDownLatch(1);
        AtomicReference<AsyncCall<String>> call = new AtomicReference<>();
        CyclicBarrier lastTwo = new CyclicBarrier(2);
        Parts<String> parts = transferring(2, (part, scope) -> {
            switch (part.number()) {
                case 1 -> {
                    await(helped);
                    // The helper has left, since the call runs.
                    while (client.metrics().waitingRequests() > 0) {
                        Thread.onSpinWait();
                    }
                }
                case 2 -> {
                    call.set(call(gate));
                    assertEquals(1, client.metrics().waitingRequests());
                    helped.countDown();
                }
                case 4 -> {
                    gate.countDown();
                    call.get().join();
                }
                case 5, 6 -> await(lastTwo);
                default -> {}
            }
            return result(part);
        });
        assertEquals(results(6), parts.run(parts(1, 6)));
        for (int alone : new int[] {1, 3, 4}) {
            assertSame(test, threads.get(alone), "part " + alone);
        }
        assertNotSame(test, threads.get(2));
        assertNotSame(threads.get(5), threads.get(6));
    }

    @Test
    void transfersThePartsThatFollowTheFirstOne() throws Exception {
        CountDownLatch others = new CountDownLatch(2);
        AtomicReference<Parts<String>> running = new AtomicReference<>();
        running.set(transferring(3, (part, scope) -> {
            if (part.number() == 1) {
                running.get().follow(parts(2, 6));
                await(others);
            } else {
                others.countDown();
            }
            return result(part);
        }));
        assertEquals(results(6), running.get().run(parts(1, 1)));
        assertSame(test, threads.get(1));
        assertNotSame(test, threads.get(2));
    }

    @Test
    void startsNoPartAfterAFailureFromOutside() throws Exception {
        Parts<String> parts = transferring(2, (part, scope) -> result(part));
        IOException failure = new IOException("the stream cannot be read");
        parts.fail(failure);
        parts.fail(new IOException("another failure"));
        assertSame(failure, assertThrows(IOException.class, () -> parts.run(parts(1, 5))));
        assertEquals(Map.of(), threads);
    }

    @Test
    void theEndOfTheTransferEndsItsParts() throws Exception {
        CountDownLatch waiting = new CountDownLatch(3);
        Parts<String> parts = transferring(3, (part, scope) -> {
            waiting.countDown();
            throw awaitEnd(scope);
        });
        Thread cancelling = new Thread(() -> {
            await(waiting);
            owner.end();
        });
        cancelling.start();
        IOException e = assertThrows(IOException.class, () -> parts.run(parts(1, 10)));
        assertTrue(List.of("Canceled", "the call was cancelled").contains(e.getMessage()), e::toString);
        assertEquals(3, threads.size());
        cancelling.join();
    }

    @Test
    void startsNoPartOfATransferThatIsOver() {
        owner.end();
        Parts<String> parts = transferring(3, (part, scope) -> result(part));
        assertThrows(InterruptedIOException.class, () -> parts.run(parts(1, 10)));
        assertEquals(Map.of(), threads);
    }

    /** The interrupt comes while the thread of the transfer waits for the last part. */
    @Test
    void anInterruptOfTheThreadThatWaitsEndsTheParts() {
        CountDownLatch both = new CountDownLatch(2);
        CountDownLatch returning = new CountDownLatch(1);
        Parts<String> parts = transferring(2, (part, scope) -> {
            both.countDown();
            await(both);
            if (Thread.currentThread() == test) {
                returning.countDown();
                return result(part);
            }
            await(returning);
            awaitWaiting(test);
            test.interrupt();
            throw awaitEnd(scope);
        });
        assertThrows(IOException.class, () -> parts.run(parts(1, 2)));
        assertTrue(owner.isOver());
        assertTrue(Thread.interrupted(), "the flag is set");
    }

    @Test
    void worksAloneIfTheExecutorRejectsItsHelpers() throws Exception {
        refusal.set(new RejectedExecutionException("full"));
        Parts<String> parts = transferring(3, (part, scope) -> result(part));
        assertEquals(results(5), parts.run(parts(1, 5)));
        assertEquals(Set.of(test), Set.copyOf(threads.values()));
        assertNoSlotIsTaken();
    }

    /** As {@code OutOfMemoryError: unable to create native thread} is thrown. */
    @Test
    void failsIfTheExecutorThrowsAnError() {
        Error error = new StackOverflowError();
        refusal.set(error);
        Parts<String> parts = transferring(3, (part, scope) -> result(part));
        assertSame(error, assertThrows(StackOverflowError.class, () -> parts.run(parts(1, 5))));
        assertNoSlotIsTaken();
    }
}
