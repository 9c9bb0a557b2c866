// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.call;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.ossv4.http.schedules.InParallel;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.ExtendWith;
import org.pastalab.fray.junit.junit5.FrayTestExtension;
import org.pastalab.fray.junit.junit5.annotations.FrayTest;

@ExtendWith(FrayTestExtension.class)
class RetryBudgetSchedulesTest {
    private final AtomicInteger taken = new AtomicInteger();

    private void take(RetryBudget budget) {
        if (budget.take()) {
            taken.incrementAndGet();
        }
    }

    @FrayTest(resetClassLoaderPerIteration = false)
    void threadsTakeNoMoreThanTheBudget() throws Exception {
        RetryBudget budget = new RetryBudget(2);
        InParallel.run(() -> take(budget), () -> take(budget), () -> take(budget));
        assertEquals(2, taken.get());
        assertEquals(0, budget.left());
    }

    @FrayTest(resetClassLoaderPerIteration = false)
    void losesNoRetryThatIsReturned() throws Exception {
        RetryBudget budget = new RetryBudget(2);
        budget.take();
        InParallel.run(() -> take(budget), () -> budget.succeeded(true));
        assertEquals(1, taken.get());
        assertEquals(1, budget.left());
    }

    @FrayTest(resetClassLoaderPerIteration = false)
    void returnsNoMoreThanTheBudget() throws Exception {
        RetryBudget budget = new RetryBudget(1);
        budget.take();
        InParallel.run(() -> budget.succeeded(true), () -> budget.succeeded(true));
        assertEquals(1, budget.left());
    }
}
