// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.http.QueueFullException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RequestQueueTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    private final List<String> started = new ArrayList<>();
    private int maxRequests = 1;

    private RequestQueue.Place async(RequestQueue queue, String name) {
        return queue.place(() -> maxRequests, () -> started.add(name));
    }

    private void assertState(RequestQueue queue, int waiting, int running) {
        assertEquals(List.of(waiting, running), List.of(queue.waiting(), queue.running()));
    }

    @Test
    void startsRequestsInOrder() {
        RequestQueue queue = new RequestQueue(Integer.MAX_VALUE, 10);
        RequestQueue.Place first = async(queue, "first");
        RequestQueue.Place second = async(queue, "second");
        RequestQueue.Place third = async(queue, "third");
        assertTrue(first.enter());
        assertFalse(second.enter());
        assertFalse(third.enter());
        assertState(queue, 2, 1);
        first.leave();
        assertEquals(List.of("second"), started);
        // A second time changes nothing.
        first.leave();
        assertState(queue, 1, 1);
        second.leave();
        third.leave();
        assertEquals(List.of("second", "third"), started);
        assertState(queue, 0, 0);
    }

    @Test
    void usesCurrentLimitOfDispatcher() {
        RequestQueue queue = new RequestQueue(Integer.MAX_VALUE, 10);
        RequestQueue.Place first = async(queue, "first");
        assertTrue(first.enter());
        assertFalse(async(queue, "second").enter());
        assertFalse(async(queue, "third").enter());
        maxRequests = 2;
        first.leave();
        assertEquals(List.of("second", "third"), started);
    }

    @Test
    void removesCancelledRequests() {
        RequestQueue queue = new RequestQueue(Integer.MAX_VALUE, 10);
        RequestQueue.Place first = async(queue, "first");
        RequestQueue.Place second = async(queue, "second");
        RequestQueue.Place early = async(queue, "early");
        assertTrue(early.cancel());
        assertFalse(early.enter());
        assertTrue(first.enter());
        assertFalse(second.enter());
        assertTrue(second.cancel());
        assertFalse(second.cancel());
        assertFalse(first.cancel());
        assertState(queue, 0, 1);
        first.leave();
        assertEquals(List.of(), started);
        assertState(queue, 0, 0);
    }

    /** Thousands that fail one after the other, for example since their credentials are missing. */
    @Test
    void continuesAfterRequestsThatCannotBeSent() {
        RequestQueue queue = new RequestQueue(Integer.MAX_VALUE, 10);
        RequestQueue.Place first = async(queue, "first");
        assertTrue(first.enter());
        for (int i = 0; i < 100_000; i++) {
            assertFalse(queue.place(() -> maxRequests, () -> false).enter());
        }
        assertFalse(async(queue, "last").enter());
        first.leave();
        assertEquals(List.of("last"), started);
        assertState(queue, 0, 1);
    }

    @Test
    void keepsNoPlaceOfARequestThatThrows() {
        RequestQueue queue = new RequestQueue(Integer.MAX_VALUE, 10);
        RequestQueue.Place first = async(queue, "first");
        assertTrue(first.enter());
        assertFalse(queue.place(() -> maxRequests, () -> {
                    throw new StackOverflowError();
                })
                .enter());
        first.leave();
        assertState(queue, 0, 0);
    }

    @Test
    void startsAllWhenClosed() {
        RequestQueue queue = new RequestQueue(1, 10);
        assertTrue(async(queue, "first").enter());
        assertFalse(async(queue, "second").enter());
        assertFalse(async(queue, "third").enter());
        queue.close();
        assertEquals(List.of("second", "third"), started);
        assertTrue(async(queue, "fourth").enter());
    }

    @Test
    void refusesRequestsBeyondTheQueue() throws Exception {
        RequestQueue queue = new RequestQueue(Integer.MAX_VALUE, 1);
        queue.checkRoom();
        assertTrue(async(queue, "first").enter());
        queue.checkRoom();
        assertFalse(async(queue, "second").enter());
        QueueFullException full = assertThrows(QueueFullException.class, queue::checkRoom);
        assertEquals("the queue is full: 1 requests wait, maxQueuedRequests is 1", full.getMessage());
        assertEquals(1, full.limit());
    }

    @Test
    void limitsBothKindsByConnections() throws Exception {
        RequestQueue queue = new RequestQueue(1, 10);
        RequestQueue.Place blocking = queue.place();
        assertTrue(blocking.enter());
        assertFalse(async(queue, "async").enter());
        FutureTask<Boolean> other = new FutureTask<>(() -> {
            RequestQueue.Place place = queue.place();
            assertFalse(place.enter());
            place.await(LONG, "other");
            return true;
        });
        Thread thread = new Thread(other);
        thread.start();
        while (queue.waiting() < 2) {
            Thread.onSpinWait();
        }
        blocking.leave();
        assertEquals(List.of("async"), started);
        assertFalse(other.isDone());
        thread.interrupt();
        ExecutionException failure = assertThrows(ExecutionException.class, other::get);
        InterruptedIOException interrupted = assertInstanceOf(InterruptedIOException.class, failure.getCause());
        assertEquals("other: interrupted before a connection became free", interrupted.getMessage());
        assertState(queue, 0, 1);
    }

    @Test
    void startsABlockingRequestThatCameFirst() throws Exception {
        RequestQueue queue = new RequestQueue(1, 10);
        RequestQueue.Place held = queue.place();
        assertTrue(held.enter());
        FutureTask<Boolean> waiting = new FutureTask<>(() -> {
            RequestQueue.Place place = queue.place();
            assertFalse(place.enter());
            place.await(LONG, "other");
            return true;
        });
        new Thread(waiting).start();
        while (queue.waiting() < 1) {
            Thread.onSpinWait();
        }
        assertFalse(async(queue, "async").enter());
        held.leave();
        assertTrue(waiting.get());
        assertEquals(List.of(), started);
    }

    @Test
    void limitsTheWaitForAConnection() throws Exception {
        RequestQueue queue = new RequestQueue(1, 10);
        assertTrue(queue.place().enter());
        RequestQueue.Place place = queue.place();
        assertFalse(place.enter());
        SocketTimeoutException failure =
                assertThrows(SocketTimeoutException.class, () -> place.await(Duration.ofMillis(10), "PutObject k"));
        assertEquals("PutObject k: no connection became free within 10 ms: maxConnections is 1", failure.getMessage());
        assertState(queue, 0, 1);
    }
}
