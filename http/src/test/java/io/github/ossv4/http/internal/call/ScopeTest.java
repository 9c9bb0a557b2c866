// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.call;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ScopeTest {
    private final Scope owner = Scope.ofCaller();
    private final Scope child = owner.child();
    private final AtomicInteger looks = new AtomicInteger();

    private final Thread waiting = new Thread(() -> owner.await(() -> {
        looks.incrementAndGet();
        return child.isOver();
    }));

    private void awaitWaiting(int afterLooks) {
        while (looks.get() < afterLooks || waiting.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
    }

    /** The thread of a transfer waits for the end of its parts. */
    @Test
    @Timeout(60)
    void theEndWakesAWaitForTheEndOfAChild() throws Exception {
        waiting.setDaemon(true);
        waiting.start();
        awaitWaiting(1);
        // Between the end of the scope and that of its child, the thread looks and waits again.
        owner.inFlight(() -> {
            owner.wake();
            awaitWaiting(2);
        });
        owner.end();
        waiting.join(TimeUnit.SECONDS.toMillis(30));
        assertFalse(waiting.isAlive());
    }
}
