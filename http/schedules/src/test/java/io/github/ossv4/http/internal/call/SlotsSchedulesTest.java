// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.http.schedules.InParallel;
import java.util.List;
import java.util.concurrent.CountDownLatch;
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
        private final Slots.Slot slot = slots.new Slot(() -> MAX, this::start);

        void enter() {
            slot.enter();
        }

        private void start() {
            started.incrementAndGet();
            new Thread(this::run).start();
        }

        private void run() {
            assertTrue(running.incrementAndGet() <= MAX, "more calls than slots");
            running.decrementAndGet();
            slot.leave();
            ended.countDown();
        }
    }

    /** Returns the slot of a call that keeps it. */
    private Slots.Slot kept() {
        return slots.new Slot(() -> 1, started::incrementAndGet);
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
        Slots.Slot refused = slots.new Slot(() -> 1, () -> {
            throw new IllegalStateException();
        });
        InParallel.run(refused::enter, kept()::enter);
        assertEquals(1, started.get());
        assertEquals(1, slots.running());
    }

    @FrayTest(resetClassLoaderPerIteration = false)
    void closingStartsEachCallThatWaits() throws Exception {
        kept().enter();
        InParallel.run(kept()::enter, kept()::enter, slots::close);
        assertEquals(3, started.get());
        assertState(0, 3);
    }

    @FrayTest(resetClassLoaderPerIteration = false)
    void aCallThatWaitsGetsTheSlotOfATask() throws Exception {
        InParallel.run(
                () -> {
                    if (slots.tryTake(1)) {
                        slots.giveBack();
                    }
                },
                kept()::enter);
        assertEquals(1, started.get());
        assertState(0, 1);
    }
}
