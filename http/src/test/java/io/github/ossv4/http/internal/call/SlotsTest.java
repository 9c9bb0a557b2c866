// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.http.QueueFullException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SlotsTest {
    private final List<String> started = new ArrayList<>();
    private final List<String> refused = new ArrayList<>();
    private int maxRunning = 1;

    /** Runs no task: the test calls {@link Slots.Slot#leave}. */
    private Slots.Slot slot(Slots slots, String name) {
        return slot(slots, Slots.Kind.CALL, name, task -> started.add(name));
    }

    private Slots.Slot slot(Slots slots, Slots.Kind kind, String name, Executor executor) {
        return slots
        .new Slot(
                kind,
                () -> maxRunning,
                executor,
                () -> started.add(name),
                refusal -> refused.add(name + ": " + refusal.getMessage()));
    }

    private void assertState(Slots slots, int waiting, int running) {
        assertEquals(List.of(waiting, running), List.of(slots.waiting(), slots.running()));
    }

    @Test
    void startsCallsInOrder() {
        Slots slots = new Slots(10);
        Slots.Slot first = slot(slots, "first");
        Slots.Slot second = slot(slots, "second");
        Slots.Slot third = slot(slots, "third");
        first.enter();
        second.enter();
        third.enter();
        assertState(slots, 2, 1);
        first.leave();
        assertEquals(List.of("first", "second"), started);
        // A second time changes nothing.
        first.leave();
        assertState(slots, 1, 1);
        second.leave();
        third.leave();
        assertEquals(List.of("first", "second", "third"), started);
        assertState(slots, 0, 0);
    }

    @Test
    void usesCurrentLimitOfDispatcher() {
        Slots slots = new Slots(10);
        Slots.Slot first = slot(slots, "first");
        first.enter();
        slot(slots, "second").enter();
        slot(slots, "third").enter();
        maxRunning = 2;
        first.leave();
        assertEquals(List.of("first", "second", "third"), started);
    }

    @Test
    void removesCancelledCalls() {
        Slots slots = new Slots(10);
        Slots.Slot first = slot(slots, "first");
        Slots.Slot second = slot(slots, "second");
        Slots.Slot early = slot(slots, "early");
        assertTrue(early.cancel());
        early.enter();
        first.enter();
        second.enter();
        assertTrue(second.cancel());
        assertFalse(second.cancel());
        assertFalse(first.cancel());
        assertState(slots, 0, 1);
        first.leave();
        assertEquals(List.of("first"), started);
        assertState(slots, 0, 0);
    }

    private static void refuse(Runnable task) {
        throw new IllegalStateException("busy");
    }

    /** Thousands that fail one after the other. */
    @Test
    void continuesAfterCallsThatCannotBeStarted() {
        Slots slots = new Slots(10);
        Slots.Slot first = slot(slots, "first");
        first.enter();
        for (int i = 0; i < 100_000; i++) {
            slot(slots, Slots.Kind.CALL, "refused", SlotsTest::refuse).enter();
        }
        slot(slots, "last").enter();
        first.leave();
        assertEquals(List.of("first", "last"), started);
        assertEquals(100_000, refused.size());
        assertState(slots, 0, 1);
    }

    @Test
    void keepsNoSlotOfACallWhoseExecutorThrows() {
        Slots slots = new Slots(10);
        slot(slots, Slots.Kind.CALL, "call", SlotsTest::refuse).enter();
        assertEquals(List.of("call: busy"), refused);
        assertState(slots, 0, 0);
    }

    /** An executor with one thread and no queue, which the test runs. */
    private static final class OneThread implements Executor {
        private Runnable running;

        @Override
        public void execute(Runnable task) {
            if (running != null) {
                throw new RejectedExecutionException("no thread");
            }
            running = task;
        }

        /** Its thread is busy until its task has returned. */
        void run() {
            running.run();
            running = null;
        }
    }

    @Test
    void theThreadOfATaskThatEndsRunsThoseThatWereRefused() {
        Slots slots = new Slots(10);
        maxRunning = 10;
        OneThread thread = new OneThread();
        for (Slots.Kind kind : Slots.Kind.values()) {
            slot(slots, kind, kind.toString(), thread).enter();
        }
        slot(slots, Slots.Kind.CALL, "last", thread).enter();
        assertEquals(List.of("NOW: no thread"), refused);
        assertEquals(List.of(), started);
        assertEquals(2, slots.waiting());
        thread.run();
        assertEquals(List.of("CALL", "WITHOUT_SLOT", "last"), started);
        assertEquals(0, slots.waiting());
    }

    @Test
    void tasksThatHelpRunThoseThatWereRefused() {
        Slots slots = new Slots(10);
        maxRunning = 10;
        OneThread thread = new OneThread();
        assertTrue(slots.tryRun(10, thread, () -> started.add("helper")));
        assertFalse(slots.tryRun(10, thread, () -> started.add("another")));
        slot(slots, Slots.Kind.CALL, "call", thread).enter();
        thread.run();
        assertEquals(List.of("helper", "call"), started);
    }

    @Test
    void failsAllThatWaitWhenClosed() {
        Slots slots = new Slots(10);
        slot(slots, "first").enter();
        slot(slots, "second").enter();
        slot(slots, "third").enter();
        slots.close(new IllegalStateException("closed"));
        assertEquals(List.of("first"), started);
        assertEquals(List.of("second: closed", "third: closed"), refused);
        assertFalse(slot(slots, "fourth").enter());
        assertState(slots, 0, 1);
    }

    @Test
    void refusesCallsBeyondTheQueue() throws Exception {
        Slots slots = new Slots(1);
        slots.checkRoom();
        slot(slots, "first").enter();
        slots.checkRoom();
        slot(slots, "second").enter();
        QueueFullException full = assertThrows(QueueFullException.class, slots::checkRoom);
        assertEquals("the queue is full: 1 requests wait, maxQueuedRequests is 1", full.getMessage());
        assertEquals(1, full.limit());
    }
}
