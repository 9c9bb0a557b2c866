// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.call;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * The retries that the calls of a client to one bucket may still make, in an outage: a token bucket as in the standard
 * mode of the AWS SDKs. A retry takes five tokens, and gives them back if it succeeds. A call that succeeds without a
 * retry adds one. Thread-safe.
 *
 * <p>Rule: The retries of all calls of a client to one bucket have a budget, which calls that succeed refill ({@code
 * RetryBudgetTest}, {@code RequestLimitsTest}).
 *
 * @see <a href="https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html">Retry behavior</a>
 */
public final class RetryBudget {
    private static final int COST = 5;

    private final int most;
    private final AtomicInteger tokens;

    /** @param retries the retries of a full budget */
    public RetryBudget(int retries) {
        this.most = retries * COST;
        this.tokens = new AtomicInteger(most);
    }

    /** Takes a retry; returns false if none is left. */
    boolean take() {
        return tokens.getAndUpdate(left -> left < COST ? left : left - COST) >= COST;
    }

    /**
     * Notes a request that has succeeded, or was refused for good.
     *
     * @param fromBudget whether it was a retry that was taken from the budget
     */
    void succeeded(boolean fromBudget) {
        // Without a write in the usual case: all threads share it.
        if (tokens.get() < most) {
            tokens.updateAndGet(left -> Math.min(most, left + (fromBudget ? COST : 1)));
        }
    }

    /** Returns the number of retries that are left. */
    int left() {
        return tokens.get() / COST;
    }
}
