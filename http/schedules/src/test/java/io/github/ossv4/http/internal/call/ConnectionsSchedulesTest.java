// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.pastalab.fray.core.command.SystemTimeDelegateType.MOCK;

import io.github.ossv4.http.schedules.InParallel;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.ExtendWith;
import org.pastalab.fray.junit.junit5.FrayTestExtension;
import org.pastalab.fray.junit.junit5.annotations.FrayTest;

/** A wait without a limit that is not ended is a deadlock, or a timeout that no test expects. */
@ExtendWith(FrayTestExtension.class)
class ConnectionsSchedulesTest {
    private static final Operation CALL = new Operation("PutObject", "PUT", "k");
    private static final Duration NO_LIMIT = Duration.ZERO;
    private static final Duration HOUR = Duration.ofHours(1);
    private static final int MAX = 1;

    private final Connections connections = new Connections(MAX);
    private final AtomicInteger inProgress = new AtomicInteger();
    private final List<String> order = new CopyOnWriteArrayList<>();

    private Connections.Place enter() throws Exception {
        return connections.enter(NO_LIMIT, CALL, Scope.ofCaller());
    }

    private void request(String name, Duration limit, Scope scope) throws Exception {
        Connections.Place place = connections.enter(limit, CALL, scope);
        assertTrue(inProgress.incrementAndGet() <= MAX, "more requests than connections");
        order.add(name);
        inProgress.decrementAndGet();
        place.leave();
    }

    private void request(String name) throws Exception {
        request(name, NO_LIMIT, Scope.ofCaller());
    }

    private void requestOr(Class<? extends Exception> expected, Duration limit, Scope scope) throws Exception {
        InParallel.succeeds(expected, () -> {
            request("may fail", limit, scope);
            return null;
        });
    }

    private void assertAllFree() {
        assertEquals(List.of(0, 0), List.of(connections.waiting(), connections.used()));
    }

    @FrayTest(resetClassLoaderPerIteration = false)
    void eachRequestGetsAConnectionWithinTheLimit() throws Exception {
        InParallel.run(() -> request("a"), () -> request("b"), () -> request("c"));
        assertEquals(3, order.size());
        assertAllFree();
    }

    @FrayTest(resetClassLoaderPerIteration = false)
    void aRequestThatWaitsPrecedesANewOne() throws Exception {
        Connections.Place held = enter();
        Thread waiting = InParallel.start(() -> request("waiting"));
        while (connections.waiting() == 0) {
            Thread.onSpinWait();
        }
        InParallel.run(held::leave, () -> request("new"));
        waiting.join();
        assertEquals(List.of("waiting", "new"), order);
        assertAllFree();
    }

    /** Under Fray, some waits of a millisecond time out before another thread runs. */
    @FrayTest(resetClassLoaderPerIteration = false)
    void aTimeoutLeavesTheConnectionToTheNextRequest() throws Exception {
        Connections.Place held = enter();
        InParallel.run(
                () -> requestOr(SocketTimeoutException.class, Duration.ofMillis(1), Scope.ofCaller()),
                held::leave,
                () -> request("next"));
        assertTrue(order.contains("next"));
        assertAllFree();
    }

    @FrayTest(resetClassLoaderPerIteration = false)
    void aCancelledRequestLeavesTheConnectionToTheNext() throws Exception {
        Connections.Place held = enter();
        Scope scope = Scope.ofCaller();
        InParallel.run(
                () -> requestOr(InterruptedIOException.class, NO_LIMIT, scope),
                scope::end,
                held::leave,
                () -> request("next"));
        assertTrue(order.contains("next"));
        assertAllFree();
    }

    /** In the time of Fray, which passes at once if all threads wait. */
    @FrayTest(resetClassLoaderPerIteration = false, systemTimeDelegateType = MOCK, ignoreTimedBlock = false)
    void theEndOfTheScopeEndsTheWait() throws Exception {
        Connections.Place held = enter();
        Scope scope = Scope.ofCaller();
        long start = System.nanoTime();
        InParallel.run(() -> requestOr(InterruptedIOException.class, HOUR, scope), scope::end);
        assertTrue(System.nanoTime() - start < HOUR.toNanos(), "the wait was not ended");
        assertEquals(List.of(), order);
        held.leave();
        assertAllFree();
    }

    @FrayTest(resetClassLoaderPerIteration = false)
    void anInterruptedRequestLeavesTheConnectionToTheNext() throws Exception {
        Connections.Place held = enter();
        Thread interrupted =
                InParallel.start(() -> requestOr(InterruptedIOException.class, NO_LIMIT, Scope.ofCaller()));
        InParallel.run(interrupted::interrupt, held::leave, () -> request("next"));
        interrupted.join();
        assertTrue(order.contains("next"));
        assertAllFree();
    }

    @FrayTest(resetClassLoaderPerIteration = false)
    void closingEndsEachWait() throws Exception {
        Connections.Place held = enter();
        InParallel.run(() -> enter().leave(), () -> enter().leave(), connections::close);
        held.leave();
        assertAllFree();
    }

    @FrayTest(resetClassLoaderPerIteration = false)
    void freesAConnectionOnce() throws Exception {
        Connections.Place held = enter();
        InParallel.run(held::leave, held::leave, () -> enter());
        assertEquals(1, connections.used());
    }
}
