// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.http.QueueFullException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SlotsTest {
    private final List<String> started = new ArrayList<>();
    private int maxRunning = 1;

    private Slots.Slot slot(Slots slots, String name) {
        return slots.new Slot(() -> maxRunning, () -> started.add(name));
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
        assertFalse(first.enter());
        assertTrue(second.enter());
        assertTrue(third.enter());
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
        assertFalse(first.enter());
        assertTrue(slot(slots, "second").enter());
        assertTrue(slot(slots, "third").enter());
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
        assertFalse(early.enter());
        assertFalse(first.enter());
        assertTrue(second.enter());
        assertTrue(second.cancel());
        assertFalse(second.cancel());
        assertFalse(first.cancel());
        assertState(slots, 0, 1);
        first.leave();
        assertEquals(List.of("first"), started);
        assertState(slots, 0, 0);
    }

    /** Thousands that fail one after the other, for example since the client is closed. */
    @Test
    void continuesAfterCallsThatCannotBeStarted() {
        Slots slots = new Slots(10);
        Slots.Slot first = slot(slots, "first");
        assertFalse(first.enter());
        for (int i = 0; i < 100_000; i++) {
            assertTrue(slots.new Slot(() -> maxRunning, () -> {
                        throw new IllegalStateException();
                    })
                    .enter());
        }
        assertTrue(slot(slots, "last").enter());
        first.leave();
        assertEquals(List.of("first", "last"), started);
        assertState(slots, 0, 1);
    }

    @Test
    void keepsNoSlotOfACallThatThrows() {
        Slots slots = new Slots(10);
        assertFalse(slots.new Slot(() -> maxRunning, () -> {
                    throw new StackOverflowError();
                })
                .enter());
        assertState(slots, 0, 0);
    }

    @Test
    void startsAllWhenClosed() {
        Slots slots = new Slots(10);
        assertFalse(slot(slots, "first").enter());
        assertTrue(slot(slots, "second").enter());
        assertTrue(slot(slots, "third").enter());
        slots.close();
        assertEquals(List.of("first", "second", "third"), started);
        assertFalse(slot(slots, "fourth").enter());
    }

    @Test
    void refusesCallsBeyondTheQueue() throws Exception {
        Slots slots = new Slots(1);
        slots.checkRoom();
        assertFalse(slot(slots, "first").enter());
        slots.checkRoom();
        assertTrue(slot(slots, "second").enter());
        QueueFullException full = assertThrows(QueueFullException.class, slots::checkRoom);
        assertEquals("the queue is full: 1 requests wait, maxQueuedRequests is 1", full.getMessage());
        assertEquals(1, full.limit());
    }
}
