// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
class ConnectionsTest {
    private static final Operation CALL = new Operation("PutObject", "PUT", "k");
    private static final Duration LONG = Duration.ofMinutes(1);

    private final Connections connections = new Connections(1);

    private static Connections.Place enter(Connections connections) throws Exception {
        return connections.enter(LONG, CALL, Scope.ofCaller());
    }

    private static void awaitWaiting(Connections connections, int number) {
        while (connections.waiting() < number) {
            Thread.onSpinWait();
        }
    }

    private static Thread start(FutureTask<?> task) {
        Thread thread = new Thread(task);
        thread.start();
        return thread;
    }

    @Test
    void givesConnectionsInOrder() throws Exception {
        Connections.Place held = enter(connections);
        List<Integer> order = new ArrayList<>();
        List<FutureTask<Boolean>> tasks = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            int number = i;
            tasks.add(new FutureTask<>(() -> {
                Connections.Place place = enter(connections);
                order.add(number);
                place.leave();
                return place.queueTime().toNanos() > 0;
            }));
            start(tasks.get(i));
            awaitWaiting(connections, i + 1);
        }
        held.leave();
        held.leave();
        for (FutureTask<Boolean> task : tasks) {
            assertTrue(task.get());
        }
        assertEquals(List.of(0, 1, 2, 3, 4), order);
        assertEquals(0, connections.used());
        assertEquals(Duration.ZERO, enter(connections).queueTime());
    }

    @Test
    void countsRequestsWithoutALimit() throws Exception {
        Connections unlimited = new Connections(Integer.MAX_VALUE);
        Connections.Place first = enter(unlimited);
        enter(unlimited);
        assertEquals(2, unlimited.used());
        first.leave();
        first.leave();
        assertEquals(1, unlimited.used());
    }

    @Test
    void anInterruptEndsTheWait() throws Exception {
        enter(connections);
        FutureTask<Connections.Place> waiting = new FutureTask<>(() -> enter(connections));
        Thread thread = start(waiting);
        awaitWaiting(connections, 1);
        thread.interrupt();
        Throwable failure = assertThrows(ExecutionException.class, waiting::get).getCause();
        assertEquals(
                "PutObject k: interrupted before a connection became free",
                assertInstanceOf(InterruptedIOException.class, failure).getMessage());
        assertEquals(0, connections.waiting());
    }

    @Test
    void theEndOfTheScopeEndsTheWait() throws Exception {
        Connections.Place held = enter(connections);
        Scope scope = Scope.ofCaller();
        FutureTask<Connections.Place> waiting = new FutureTask<>(() -> connections.enter(Duration.ZERO, CALL, scope));
        start(waiting);
        awaitWaiting(connections, 1);
        scope.end();
        Throwable failure = assertThrows(ExecutionException.class, waiting::get).getCause();
        assertEquals(
                "PutObject k: cancelled before a connection became free",
                assertInstanceOf(InterruptedIOException.class, failure).getMessage());
        held.leave();
        assertEquals(0, connections.used());
    }

    @Test
    void limitsTheWait() throws Exception {
        enter(connections);
        SocketTimeoutException failure = assertThrows(
                SocketTimeoutException.class, () -> connections.enter(Duration.ofMillis(10), CALL, Scope.ofCaller()));
        assertEquals("PutObject k: no connection became free within 10 ms: maxConnections is 1", failure.getMessage());
        assertEquals(0, connections.waiting());
        assertEquals(1, connections.used());
    }

    @Test
    void closeEndsAllWaits() throws Exception {
        enter(connections);
        FutureTask<Connections.Place> waiting = new FutureTask<>(() -> enter(connections));
        start(waiting);
        awaitWaiting(connections, 1);
        connections.close();
        waiting.get().leave();
        enter(connections);
    }
}
