// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.call;

import java.io.IOException;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends a query, and concludes from its response.
 *
 * @param <A> the response
 * @param <T> the result of the call that is resolved
 */
public final class OutcomeQuery<A, T extends @Nullable Object> {
    /** The attempts of a query: more would delay the retry of the call itself. */
    private static final int ATTEMPTS = 2;

    private final Exchange<A> exchange;
    private final BiFunction<@Nullable A, @Nullable Throwable, Resolution<T>> conclusion;

    /** @param conclusion concludes from the response, or from the failure of the query; the other one is null */
    public OutcomeQuery(Exchange<A> exchange, BiFunction<@Nullable A, @Nullable Throwable, Resolution<T>> conclusion) {
        this.exchange = exchange.maxAttempts(ATTEMPTS);
        this.conclusion = conclusion;
    }

    /**
     * Sends this query and those that follow it.
     *
     * @param deadline the deadline of the call that is resolved
     */
    Resolution<T> execute(Deadline deadline) {
        A response;
        try {
            response = exchange.deadline(deadline).execute();
        } catch (IOException | RuntimeException e) {
            return follow(conclusion.apply(null, e), deadline);
        }
        return follow(conclusion.apply(response, null), deadline);
    }

    private Resolution<T> follow(Resolution<T> resolution, Deadline deadline) {
        return resolution.kind() == Resolution.Kind.QUERY ? resolution.query().execute(deadline) : resolution;
    }

    /**
     * Sends them without blocking.
     *
     * @param deadline the deadline of the call that is resolved
     * @param onCancel receives what stops the query
     * @param then receives the conclusion
     */
    public void enqueue(Deadline deadline, Consumer<Runnable> onCancel, Consumer<Resolution<T>> then) {
        CancellableFuture<A> querying;
        try {
            querying = exchange.deadline(deadline).enqueue();
        } catch (Throwable t) {
            then.accept(Resolution.unknown(t));
            return;
        }
        onCancel.accept(() -> querying.cancel(true));
        querying.whenIdle(
                (response, refusal) -> {
                    Resolution<T> resolution;
                    try {
                        resolution = conclusion.apply(response, refusal);
                    } catch (Throwable t) {
                        resolution = Resolution.unknown(t);
                    }
                    if (resolution.kind() == Resolution.Kind.QUERY) {
                        resolution.query().enqueue(deadline, onCancel, then);
                    } else {
                        then.accept(resolution);
                    }
                },
                thrown -> then.accept(Resolution.unknown()));
    }
}
