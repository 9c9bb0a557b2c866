// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.operation;

import io.github.ossv4.http.internal.call.AsyncCall;
import io.github.ossv4.http.internal.call.CancellableFuture;
import io.github.ossv4.http.internal.call.Deadline;
import io.github.ossv4.http.internal.call.Exchange;
import io.github.ossv4.http.internal.call.Scope;
import io.github.ossv4.http.internal.call.Transport;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * The requests of a call that follow each other, each decided by the responses before. They are sent one
 * at a time. Single use.
 *
 * @param <T> the result of the call
 */
public abstract class RequestSequence<T extends @Nullable Object> {
    /**
     * Returns the next request; null after the last one.
     *
     * @throws UncheckedIOException if the next request depends on a list that fails
     */
    public abstract @Nullable Step<?> next() throws IOException;

    /** Returns the result after the last response. */
    public abstract T result();

    /** A request, and what its response changes. */
    public static final class Step<R> {
        private final Exchange<R> exchange;
        private final CancellableFuture.Next<R> received;

        public Step(Exchange<R> exchange, CancellableFuture.Next<R> received) {
            this.exchange = exchange;
            this.received = received;
        }

        private void execute(Scope scope) throws IOException {
            R response = exchange.execute(scope);
            if (!scope.isOver()) {
                received.then(response);
            }
        }
    }

    /** Sends all requests, and blocks until there is a result. */
    public final T execute() throws IOException {
        return execute(new Scope());
    }

    private T execute(Scope scope) throws IOException {
        try {
            for (Step<?> step = next(); step != null; step = next()) {
                step.execute(scope);
                if (scope.isOver()) {
                    throw new InterruptedIOException("cancelled after a request");
                }
            }
            return result();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** Sends all requests from a thread of the client: what decides the next one may block. */
    public final CancellableFuture<T> enqueue(Transport transport) {
        return AsyncCall.start(
                transport, Deadline.NONE, "the requests of a call", (scope, queueTime) -> execute(scope));
    }
}
