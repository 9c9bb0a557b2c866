// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.http.schedules.InParallel;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.ExtendWith;
import org.pastalab.fray.junit.junit5.FrayTestExtension;
import org.pastalab.fray.junit.junit5.annotations.FrayTest;

@ExtendWith(FrayTestExtension.class)
class SlotsSchedulesTest {
    private static final int MAX = 2;
    private static final int CALLS = 4;

    private final Slots slots = new Slots(CALLS);
    private final AtomicInteger started = new AtomicInteger();
    private final AtomicInteger running = new AtomicInteger();
    private final CountDownLatch ended = new CountDownLatch(CALLS);
    private final AtomicBoolean cancelled = new AtomicBoolean();

    /** A call that runs on a thread of its own. */
    private final class Call {
        private final Slots.Slot slot = slots
        .new Slot(Slots.Kind.CALL, () -> MAX, task -> new Thread(task).start(), this::run, SlotsSchedulesTest::fail);

        void enter() {
            slot.enter();
        }

        private void run() {
            started.incrementAndGet();
            assertTrue(running.incrementAndGet() <= MAX, "more calls than slots");
            running.decrementAndGet();
            slot.leave();
            ended.countDown();
        }
    }

    /** Returns the slot of a call that keeps it. */
    private Slots.Slot kept() {
        return slots
        .new Slot(Slots.Kind.CALL, () -> 1, Runnable::run, started::incrementAndGet, SlotsSchedulesTest::fail);
    }

    private static void fail(Throwable refusal) {
        throw new AssertionError(refusal);
    }

    private void cancel(Slots.Slot slot) {
        cancelled.set(slot.cancel());
    }

    private void assertState(int waiting, int inProgress) {
        assertEquals(List.of(waiting, inProgress), List.of(slots.waiting(), slots.running()));
    }

    @FrayTest(resetClassLoaderPerIteration = false)
    void startsEachCallOnceWithinTheLimit() throws Exception {
        InParallel.run(new Call()::enter, new Call()::enter, new Call()::enter, new Call()::enter);
        ended.await();
        assertEquals(CALLS, started.get());
        assertState(0, 0);
    }

    @FrayTest(resetClassLoaderPerIteration = false)
    void eitherCancelsOrStartsACallThatWaits() throws Exception {
        Slots.Slot first = kept();
        Slots.Slot second = kept();
        first.enter();
        second.enter();
        InParallel.run(first::leave, () -> cancel(second));
        assertNotEquals(cancelled.get(), started.get() == 2);
        assertState(0, started.get() - 1);
    }

    @FrayTest(resetClassLoaderPerIteration = false)
    void eitherCancelsOrStartsANewCall() throws Exception {
        Slots.Slot slot = kept();
        InParallel.run(slot::enter, () -> cancel(slot));
        assertNotEquals(cancelled.get(), started.get() == 1);
        assertState(0, started.get());
    }

    @FrayTest(resetClassLoaderPerIteration = false)
    void givesTheSlotOfACancelledCallToTheNext() throws Exception {
        Slots.Slot first = kept();
        Slots.Slot second = kept();
        first.enter();
        second.enter();
        InParallel.run(first::leave, () -> cancel(second), kept()::enter);
        if (!cancelled.get()) {
            second.leave();
        }
        assertEquals(cancelled.get() ? 2 : 3, started.get());
        assertState(0, 1);
    }

    @FrayTest(resetClassLoaderPerIteration = false)
    void freesTheSlotOnce() throws Exception {
        Slots.Slot first = kept();
        first.enter();
        InParallel.run(first::leave, first::leave, kept()::enter);
        assertEquals(2, started.get());
        assertState(0, 1);
    }

    @FrayTest(resetClassLoaderPerIteration = false)
    void freesTheSlotOfACallThatCannotBeStarted() throws Exception {
        AtomicInteger refusals = new AtomicInteger();
        Executor refusing = task -> {
            throw new IllegalStateException();
        };
        Slots.Slot refused =
                slots.new Slot(Slots.Kind.CALL, () -> 1, refusing, () -> {}, refusal -> refusals.incrementAndGet());
        InParallel.run(refused::enter, kept()::enter);
        // It waits if the other call has entered first.
        assertEquals(List.of(1, 1, 1), List.of(refusals.get() + slots.waiting(), started.get(), slots.running()));
    }

    /** The executor has one thread, and no queue. The thread is still busy when the call has left its slot. */
    @FrayTest(resetClassLoaderPerIteration = false)
    void aRefusedCallRunsOnTheThreadOfATaskThatEnds() throws Exception {
        AtomicBoolean isBusy = new AtomicBoolean();
        Executor executor = task -> {
            if (!isBusy.compareAndSet(false, true)) {
                throw new RejectedExecutionException("busy");
            }
            new Thread(() -> {
                        task.run();
                        isBusy.set(false);
                    })
                    .start();
        };
        CountDownLatch ran = new CountDownLatch(2);
        List<Slots.Slot> calls = new CopyOnWriteArrayList<>();
        for (int i = 0; i < 2; i++) {
            int number = i;
            calls.add(slots
            .new Slot(
                    Slots.Kind.CALL,
                    () -> 1,
                    executor,
                    () -> {
                        calls.get(number).leave();
                        ran.countDown();
                    },
                    SlotsSchedulesTest::fail));
        }
        InParallel.run(calls.get(0)::enter, calls.get(1)::enter);
        ran.await();
        assertState(0, 0);
    }

    @FrayTest(resetClassLoaderPerIteration = false)
    void closingFailsEachCallThatWaits() throws Exception {
        kept().enter();
        Set<Integer> failed = ConcurrentHashMap.newKeySet();
        InParallel.run(
                () -> enterOrFail(1, failed), () -> enterOrFail(2, failed), () -> slots.close(new IOException()));
        assertEquals(Set.of(1, 2), failed);
        assertState(0, 1);
    }

    private void enterOrFail(int number, Set<Integer> failed) {
        Slots.Slot slot = slots
        .new Slot(Slots.Kind.CALL, () -> 1, Runnable::run, started::incrementAndGet, refusal -> failed.add(number));
        if (!slot.enter()) {
            failed.add(number);
        }
    }

    @FrayTest(resetClassLoaderPerIteration = false)
    void aCallThatWaitsGetsTheSlotOfATask() throws Exception {
        InParallel.run(() -> slots.tryRun(1, Runnable::run, () -> {}), kept()::enter);
        assertEquals(1, started.get());
        assertState(0, 1);
    }
}
