// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class RetryBudgetTest {
    @Test
    void refusesRetriesBeyondTheBudget() {
        RetryBudget budget = new RetryBudget(2);
        assertEquals(2, budget.left());
        assertTrue(budget.take());
        assertTrue(budget.take());
        assertFalse(budget.take());
        assertEquals(0, budget.left());
    }

    @Test
    void successfulRetryReturnsItsBudget() {
        RetryBudget budget = new RetryBudget(1);
        assertTrue(budget.take());
        budget.succeeded(true);
        assertTrue(budget.take());
    }

    @Test
    void fiveSuccessesAddOneRetry() {
        RetryBudget budget = new RetryBudget(1);
        assertTrue(budget.take());
        for (int call = 0; call < 4; call++) {
            budget.succeeded(false);
        }
        assertFalse(budget.take());
        budget.succeeded(false);
        assertTrue(budget.take());
    }

    @Test
    void neverExceedsAFullBudget() {
        RetryBudget budget = new RetryBudget(1);
        for (int call = 0; call < 100; call++) {
            budget.succeeded(true);
        }
        assertTrue(budget.take());
        assertFalse(budget.take());
    }

    @Test
    void budgetOfZeroAllowsNoRetry() {
        assertFalse(new RetryBudget(0).take());
    }
}
