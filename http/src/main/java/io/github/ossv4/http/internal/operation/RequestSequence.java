// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.operation;

import io.github.ossv4.http.internal.call.CancellableFuture;
import io.github.ossv4.http.internal.call.Exchange;
import io.github.ossv4.http.internal.call.Transport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The requests of a call that follow each other, each decided by the responses before. The two drivers send them one at
 * a time. Single use.
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

        private void execute() throws IOException {
            received.then(exchange.execute());
        }

        private void enqueue(CancellableFuture<?> future, Runnable next) throws IOException {
            future.after(
                    exchange.enqueue(),
                    response -> {
                        if (future.isDone()) {
                            future.markIdle();
                        } else {
                            received.then(response);
                            next.run();
                        }
                    },
                    future::fail);
        }
    }

    /** Sends all requests, and blocks until there is a result. */
    public final T execute() throws IOException {
        try {
            for (Step<?> step = next(); step != null; step = next()) {
                step.execute();
            }
            return result();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** Sends all requests from threads of the client: what decides the next one may block. */
    public final CancellableFuture<T> enqueue(Transport transport) throws IOException {
        transport.checkOpen();
        CancellableFuture<T> future = new CancellableFuture<>();
        transport.execute(() -> proceed(future));
        return future;
    }

    private void proceed(CancellableFuture<T> future) {
        try {
            if (future.isDone()) {
                future.markIdle();
                return;
            }
            Step<?> step = next();
            if (step == null) {
                future.succeed(result());
            } else {
                step.enqueue(future, () -> proceed(future));
            }
        } catch (UncheckedIOException e) {
            future.fail(Objects.requireNonNull(e.getCause()));
        } catch (Throwable t) {
            future.fail(t);
        }
    }
}
