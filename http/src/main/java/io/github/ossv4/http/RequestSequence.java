// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The requests of a call that follow each other, each decided by the responses before. The two drivers send them one at a
 * time. Single use.
 *
 * @param <T> the result of the call
 */
abstract class RequestSequence<T extends @Nullable Object> {
    /**
     * Returns the next request; null after the last one.
     *
     * @throws UncheckedIOException if the next request depends on a list that fails
     */
    abstract @Nullable Step<?> next() throws IOException;

    /** Returns the result after the last response. */
    abstract T result();

    /** A request, and what its response changes. */
    static final class Step<R> {
        private final Exchange<R> exchange;
        private final UploadSteps.Next<R> received;

        Step(Exchange<R> exchange, UploadSteps.Next<R> received) {
            this.exchange = exchange;
            this.received = received;
        }

        private void execute() throws IOException {
            received.then(exchange.execute());
        }

        private void enqueue(CancellableFuture<?> future, Runnable next) throws IOException {
            CancellableFuture<R> sending = exchange.enqueue();
            future.cancels(sending);
            sending.whenIdle((response, failure) -> {
                try {
                    if (failure != null) {
                        future.fail(failure);
                    } else if (future.isDone()) {
                        future.markIdle();
                    } else {
                        received.then(response);
                        next.run();
                    }
                } catch (Throwable t) {
                    future.fail(t);
                }
            });
        }
    }

    /** Sends all requests, and blocks until there is a result. */
    final T execute() throws IOException {
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
    final CancellableFuture<T> enqueue(Transport transport) throws IOException {
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
