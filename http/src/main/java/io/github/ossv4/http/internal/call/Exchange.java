// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.call;

import io.github.ossv4.http.ServiceException;
import io.github.ossv4.http.internal.redaction.Redaction;
import io.github.ossv4.internal.error.Suppressed;
import io.github.ossv4.internal.text.PrintableText;
import io.github.ossv4.sign.UnsignedRequest;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import okhttp3.Call;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * A call and its retries. Each attempt obtains a connection, sends a signed request and reads the response; then {@link
 * CallState} decides whether to retry.
 * Single use.
 *
 * <p>Rule: Every reported result is true, whatever happens to network, clocks, keys, files and objects; one fault does
 * not fail a call that may be retried ({@code SimulationTest}).
 */
public final class Exchange<T extends @Nullable Object> {
    /** Converts a response to a result, or throws. */
    public interface ResponseReader<T extends @Nullable Object> {
        /** The response is closed afterwards, unless the result is {@link Closeable}: that holds it open. */
        T read(OssResponse response) throws IOException;
    }

    private final Transport transport;
    private final Operation operation;
    private final ResponseReader<T> reader;
    private final long id;
    private Deadline deadline;
    private CallState state;
    private @Nullable OutcomeResolver<T> resolver;
    private Duration grace = Duration.ZERO;
    private long startedNanos;

    /** Null before the first attempt, or if the call has a deadline. */
    private @Nullable ResponseLimit responseLimit;

    /** The same for all attempts; null before the call is queued or sent. */
    private @Nullable UnsignedRequest request;

    public Exchange(Transport transport, Operation operation, ResponseReader<T> reader) {
        this.transport = transport;
        this.operation = operation.by(transport);
        this.reader = reader;
        this.id = transport.nextCallId();
        this.deadline = transport.deadline();
        this.state = new CallState(transport.retryPolicy(), operation, Integer.MAX_VALUE);
    }

    /** Caps the number of attempts below what the retry policy allows. */
    public Exchange<T> maxAttempts(int max) {
        this.state = new CallState(transport.retryPolicy(), operation, max);
        return this;
    }

    /** Sets the resolver that is used after each failed attempt, before a retry or the final failure. */
    public Exchange<T> resolvedBy(OutcomeResolver<T> outcomeResolver) {
        this.resolver = outcomeResolver;
        return this;
    }

    /**
     * Sets how long a request in flight may still receive its response after a cancellation. It is not retried.
     */
    public Exchange<T> graceAfterCancel(Duration duration) {
        this.grace = duration;
        return this;
    }

    /** Replaces the deadline by the one of the call that this one resolves; {@link Deadline#NONE} changes nothing. */
    Exchange<T> deadline(Deadline resolved) {
        if (resolved != Deadline.NONE) {
            this.deadline = resolved;
        }
        return this;
    }

    /** Limits the time of the call with all its attempts, unless it is limited to less. */
    public Exchange<T> limit(Duration limit) {
        Duration left = deadline.timeLeft();
        if (left == null || left.compareTo(limit) > 0) {
            this.deadline = Deadline.in(limit);
        }
        return this;
    }

    /** Limits the time of the call by a deadline, unless it is limited to less. */
    public Exchange<T> limit(Deadline other) {
        Duration left = other.timeLeft();
        return left == null ? this : limit(left);
    }

    /** Returns whether a failed attempt may have been executed by the server. */
    public boolean isPossiblyExecuted() {
        return state.isPossiblyExecuted();
    }

    /**
     * Creates a call and sends it. The future reports failures, also those before the first request; bad input is
     * thrown.
     */
    public static <T extends @Nullable Object> CompletableFuture<T> start(AsyncCall.Start<Exchange<T>> call) {
        return AsyncCall.orFailed(() -> {
            Exchange<T> exchange = call.start();
            exchange.transport.checkRoom();
            return exchange.enqueue();
        });
    }

    /** Sends, and blocks until there is a result. */
    public T execute() throws IOException {
        return execute(Scope.ofCaller());
    }

    /**
     * Sends, and blocks until there is a result.
     *
     * @param scope if it ends, the request in flight or the pause before a retry is stopped
     */
    public T execute(Scope scope) throws IOException {
        while (true) {
            Connections.Place place = place(scope);
            Attempt attempt = null;
            boolean isHeld = false;
            try {
                attempt = attempt(place, scope);
                scope.inFlight(stop(attempt.call));
                T result = attempt.read(attempt.call.execute());
                isHeld = result instanceof Closeable;
                return result;
            } catch (IOException e) {
                if (attempt == null) {
                    throw e;
                }
                attempt.failed(e);
            } catch (Error e) {
                if (attempt != null) {
                    attempt.events.failed(new IOException(operation + ": " + PrintableText.escape(e.toString()), e));
                }
                throw e;
            } finally {
                scope.landed();
                if (!isHeld) {
                    place.leave();
                }
            }
            Resolution<T> resolution = resolve(scope);
            if (resolution.kind() == Resolution.Kind.EXECUTED) {
                attempt.events.succeeded();
                return resolution.result();
            }
            pause(attempt.retryDelay(resolution, scope.isOver()), scope);
        }
    }

    /**
     * Sends on a thread of the client. Cancelling the future stops the work in progress.
     *
     * @throws IllegalStateException if the client is closed
     */
    public AsyncCall<T> enqueue() {
        return enqueue(this::execute);
    }

    /**
     * Runs a method on a thread of the client that executes this exchange first.
     *
     * @throws IllegalStateException if the client is closed
     */
    public <R extends @Nullable Object> AsyncCall<R> enqueue(AsyncCall.Work<R> work) {
        request = transport.request(operation);
        return AsyncCall.start(transport, deadline, operation.toString(), work);
    }

    /** Waits for a connection. */
    private Connections.Place place(Scope scope) throws IOException {
        try {
            if (Thread.currentThread().isInterrupted()) {
                // Otherwise the socket of a virtual thread would fail after the request was written to its buffer.
                throw new InterruptedIOException(operation + ": interrupted before the request was sent");
            }
            if (scope.isOver()) {
                throw new InterruptedIOException(operation + ": cancelled before the request was sent");
            }
            Duration left = deadline.timeLeft();
            if (scope.waitsWithoutLimit() && deadline.hasPassed()) {
                throw new InterruptedIOException(
                        operation + ": the request was still in the queue at the call timeout");
            }
            Duration limit = left != null ? left : scope.waitsWithoutLimit() ? Duration.ZERO : transport.queueLimit();
            return transport.place(limit, operation, scope);
        } catch (IOException e) {
            state.suppressIn(e);
            throw e;
        }
    }

    private Runnable stop(Call call) {
        if (grace.isZero()) {
            return call::cancel;
        }
        return () -> transport.limit(grace, call::cancel);
    }

    /** Returns earlier if the client is closed: then the next attempt fails. */
    private void pause(Duration delay, Scope scope) throws InterruptedIOException {
        try {
            transport.pause(delay, scope);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            InterruptedIOException interrupted = new InterruptedIOException("interrupted before a retry");
            interrupted.initCause(e);
            throw state.inLastAttempt(interrupted);
        }
        if (scope.isOver()) {
            throw state.inLastAttempt(new InterruptedIOException("cancelled before a retry"));
        }
    }

    /** @throws IOException if the request cannot be signed; failures of earlier attempts are suppressed in it */
    private Attempt attempt(Connections.Place place, Scope scope) throws IOException {
        try {
            return new Attempt(place, scope);
        } catch (IOException e) {
            IOException failure = CallFailures.withCall(operation.toString(), e, "");
            state.suppressIn(failure);
            throw failure;
        } catch (RuntimeException e) {
            state.suppressIn(e);
            throw e;
        }
    }

    private Resolution<T> resolve(Scope scope) {
        return resolver == null || scope.isOver() || deadline.hasPassed() || !state.isUnresolved()
                ? Resolution.unknown()
                : resolver.resolve(state.lastFailure(), new Queries(deadline, scope));
    }

    private final class Attempt {
        final ObservedAttempt events;
        final Transport.SignedCall signed;
        final Call call;
        private final Connections.Place place;
        private boolean overTls;

        Attempt(Connections.Place place, Scope scope) throws IOException {
            this.place = place;
            if (state.nextAttempt() == 1) {
                startedNanos = System.nanoTime();
            }
            Duration ofThread = scope.takeQueueTime();
            Duration queueTime = ofThread == null ? place.queueTime() : ofThread.plus(place.queueTime());
            this.events = transport.attempt(id, operation, state.nextAttempt(), state.maxAttempts(), queueTime);
            if (operation.body() != null) {
                operation.body().startAttempt();
            }
            // A call that has started is sent once, even if the client was closed before its thread runs.
            if (ofThread == null && !scope.isCleanup()) {
                transport.checkOpen();
            }
            UnsignedRequest unsigned = request == null ? transport.request(operation) : request;
            request = unsigned;
            this.signed = transport.newCall(operation, unsigned, events);
            this.call = signed.call;
            deadline.limit(call.timeout());
            if (call.timeout().timeoutNanos() == 0) {
                ResponseLimit limit = responseLimit == null ? new ResponseLimit() : responseLimit;
                responseLimit = limit;
                limit.start(transport.readMillis(), operation.serverMillis(), operation.body());
            }
        }

        T read(Response received) throws IOException {
            OssResponse response = signed.received(received);
            endResponseLimit();
            overTls = response.isOverTls();
            if (events.isObserved()) {
                events.responded(response.status(), response.requestId());
            }
            T result;
            try {
                result = result(response);
            } catch (RuntimeException e) {
                // OkHttp and okio throw these for malformed responses, for example a negative Content-Length.
                throw new IOException("the response cannot be read: " + PrintableText.escape(e.toString()), e);
            }
            response.handOver(result instanceof Closeable ? place::leave : null);
            transport.succeeded(state.isRetriedFromBudget());
            events.succeeded();
            return result;
        }

        private void endResponseLimit() {
            if (responseLimit != null) {
                responseLimit.end();
            }
        }

        private T result(OssResponse response) throws IOException {
            T result;
            try {
                ResponseDocument.throwUnlessFromOss(operation, response);
                result = reader.read(response);
            } catch (Throwable t) {
                try {
                    response.close();
                } catch (RuntimeException again) {
                    // A malformed response cannot be closed either.
                    Suppressed.add(t, again);
                }
                throw t;
            }
            if (!(result instanceof Closeable)) {
                response.close();
            }
            return result;
        }

        /** Records the failure of this attempt. */
        void failed(IOException thrown) {
            endResponseLimit();
            // An exception made from a response is already redacted. The rest of its text may contain a variable's
            // value legitimately, for example as a part of the key.
            state.failed(
                    thrown,
                    CallState.isFromResponse(thrown) ? thrown : Redaction.redact(signed.secrets, thrown),
                    CallState.Ending.of(thrown, call.isCanceled()));
            state.advise(transport.advice(thrown));
            if (state.isRefused()) {
                transport.retryBudget().succeeded(state.isRetriedFromBudget());
            }
        }

        /** Corrects the clock, decides by {@link CallState#retryDelay}, and notifies the listener. */
        Duration retryDelay(Resolution<T> resolution, boolean cancelled) throws IOException {
            IOException failure = state.lastFailure();
            boolean corrected =
                    failure instanceof ServiceException && signed.learn((ServiceException) failure, overTls);
            CallState.Circumstances facts = new CallState.Circumstances();
            facts.corrected = corrected;
            facts.elapsed = Duration.ofNanos(System.nanoTime() - startedNanos);
            facts.cancelled = cancelled
                    || call.isCanceled()
                    || (responseLimit != null && responseLimit.isReached() && !state.isRetriedForTime(facts.elapsed));
            facts.resolvable = resolver != null;
            facts.budget = transport.retryBudget();
            facts.timeLeft = deadline.timeLeft();
            try {
                Duration delay = state.retryDelay(resolution, facts);
                events.retry(failure, delay);
                return delay;
            } catch (IOException e) {
                if (state.isOutOfBudget()) {
                    events.retryBudgetExhausted(failure);
                }
                events.failed(e);
                throw e;
            }
        }
    }
}
