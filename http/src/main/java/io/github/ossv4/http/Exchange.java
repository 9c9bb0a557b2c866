// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.text.PrintableText;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * One call: sends its request, and retries as the retry policy allows, until there is a result or a final failure. Call
 * {@link #execute} or {@link #enqueue}, once.
 */
final class Exchange<T extends @Nullable Object> {
    /** Converts a response to a result or an exception; closes it, unless the result must be closed. */
    interface Reader<T extends @Nullable Object> {
        T read(Response response) throws IOException;
    }

    private final Transport transport;
    private final Operation operation;
    private final Reader<T> reader;
    private final long id;
    private boolean hasDeadline;
    private long deadlineNanos;
    private final List<IOException> failures = new ArrayList<>();
    private int maxAttempts = Integer.MAX_VALUE;
    private @Nullable OutcomeResolver<T> resolver;

    /** Whether an attempt that failed may have been executed all the same. */
    private boolean possiblyExecuted;

    Exchange(Transport transport, Operation operation, Reader<T> reader) {
        this.transport = transport;
        this.operation = operation;
        this.reader = reader;
        this.id = transport.nextCallId();
        Duration timeout = transport.callTimeout();
        this.deadlineNanos = timeout == null ? 0 : System.nanoTime() + timeout.toNanos();
        this.hasDeadline = timeout != null;
    }

    /** Caps the number of attempts below what the retry policy allows. */
    Exchange<T> attempts(int max) {
        this.maxAttempts = max;
        return this;
    }

    /** Sets what decides the outcome after a lost response, before a retry or the final failure. */
    Exchange<T> resolvedBy(OutcomeResolver<T> outcomeResolver) {
        this.resolver = outcomeResolver;
        return this;
    }

    /** Whether an attempt that failed may have been executed all the same. */
    boolean isPossiblyExecuted() {
        return possiblyExecuted;
    }

    /** Whether a request that was sent may have been executed although it failed in this way. */
    static boolean mayHaveExecuted(IOException failure) {
        if (!(failure instanceof ServiceException)) {
            return true;
        }
        ServiceException refused = (ServiceException) failure;
        // OSS itself sends 503 and 429 for what it did not begin; a proxy sends them at any time.
        boolean notBegun = refused.code() != null && (refused.status() == 503 || refused.status() == 429);
        // Some errors come with a 200.
        boolean byStatus = refused.status() >= 400 && refused.status() < 500;
        return !byStatus && !notBegun;
    }

    /** Sends, and blocks until there is a result. */
    T execute() throws IOException {
        while (true) {
            Attempt attempt = attempt();
            IOException failure;
            try {
                return attempt.read(attempt.call.execute());
            } catch (IOException e) {
                failure = attempt.failure(e);
            }
            Resolution<T> resolution = resolve(failure);
            if (resolution.kind() == Resolution.Kind.QUERY) {
                resolution = resolution.query().execute(deadline());
            }
            if (resolution.kind() == Resolution.Kind.EXECUTED) {
                attempt.told.done();
                return resolution.result();
            }
            Duration delay = attempt.delay(failure, resolution);
            if (delay == null) {
                IOException last = attempt.last(failure, resolution);
                attempt.told.failed(last);
                throw last;
            }
            attempt.told.retry(failure, delay);
            pause(delay);
        }
    }

    /** @throws IOException if the request cannot be signed; failures of earlier attempts are suppressed in it */
    private Attempt attempt() throws IOException {
        try {
            return new Attempt();
        } catch (IOException | RuntimeException e) {
            failures.forEach(earlier -> suppress(e, earlier));
            throw e;
        }
    }

    /** Some throw one exception again and again. */
    private static void suppress(Throwable failure, Throwable other) {
        if (failure != other && failure.getCause() != other) {
            failure.addSuppressed(other);
        }
    }

    private Resolution<T> resolve(IOException failure) {
        boolean late = hasDeadline && deadlineNanos - System.nanoTime() <= 0;
        return resolver == null || late ? Resolution.unknown() : resolver.resolve(failure, possiblyExecuted);
    }

    private @Nullable Long deadline() {
        return hasDeadline ? deadlineNanos : null;
    }

    /** Sets the deadline, as {@link System#nanoTime}; null for no change. */
    Exchange<T> notAfter(@Nullable Long nanoTime) {
        if (nanoTime != null) {
            deadlineNanos = nanoTime;
            hasDeadline = true;
        }
        return this;
    }

    private static void pause(Duration delay) throws InterruptedIOException {
        try {
            Thread.sleep(delay.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            InterruptedIOException interrupted = new InterruptedIOException("interrupted before a retry");
            interrupted.initCause(e);
            throw interrupted;
        }
    }

    /**
     * Sends without blocking; the future completes on a thread of OkHttp's dispatcher. Cancelling it ends what is under way.
     *
     * @throws IOException if the request cannot be signed
     */
    CancellableFuture<T> enqueue() throws IOException {
        CancellableFuture<T> future = new CancellableFuture<>();
        send(future);
        return future;
    }

    private void send(CancellableFuture<T> future) throws IOException {
        Attempt attempt = attempt();
        future.onCancel(attempt.call::cancel);
        attempt.call.enqueue(new Callback() {
            @Override
            public void onFailure(Call call, IOException e) {
                try {
                    failed(future, attempt, e);
                } catch (Throwable t) {
                    fail(future, t);
                }
            }

            @Override
            public void onResponse(Call call, Response response) {
                T result;
                try {
                    result = attempt.read(response);
                } catch (IOException e) {
                    onFailure(call, e);
                    return;
                } catch (Throwable t) {
                    fail(future, t);
                    return;
                }
                succeed(future, result);
            }
        });
    }

    private void succeed(CancellableFuture<T> future, T result) {
        future.complete(result);
        future.quiet();
    }

    private void fail(CancellableFuture<T> future, Throwable failure) {
        future.completeExceptionally(failure);
        future.quiet();
    }

    private void failed(CancellableFuture<T> future, Attempt attempt, IOException e) {
        IOException failure = attempt.failure(e);
        Resolution<T> resolution = future.isDone() ? Resolution.unknown() : resolve(failure);
        if (resolution.kind() != Resolution.Kind.QUERY) {
            resolved(future, attempt, failure, resolution);
            return;
        }
        resolution.query().enqueue(deadline(), future::onCancel, conclusion -> {
            try {
                resolved(future, attempt, failure, conclusion);
            } catch (Throwable t) {
                fail(future, t);
            }
        });
    }

    private void resolved(CancellableFuture<T> future, Attempt attempt, IOException failure, Resolution<T> resolution) {
        if (resolution.kind() == Resolution.Kind.EXECUTED) {
            attempt.told.done();
            succeed(future, resolution.result());
            return;
        }
        Duration delay = attempt.delay(failure, resolution);
        if (delay == null || future.isDone()) {
            IOException last = attempt.last(failure, resolution);
            attempt.told.failed(last);
            fail(future, last);
            return;
        }
        attempt.told.retry(failure, delay);
        retry(future, failure, delay);
    }

    private void retry(CancellableFuture<T> future, IOException failure, Duration delay) {
        Runnable again = () -> {
            if (future.isDone()) {
                future.quiet();
                return;
            }
            try {
                send(future);
            } catch (Throwable t) {
                fail(future, t);
            }
        };
        // Not on the timer's thread: a source of credentials may block.
        RetryTimer.Waiting later = transport.waiting(() -> {
            try {
                transport.executor().execute(again);
            } catch (RejectedExecutionException e) {
                again.run();
            } catch (Throwable t) {
                // No thread can be created. The task must not block the thread of the timer.
                suppress(t, failure);
                fail(future, t);
            }
        });
        future.onCancel(() -> {
            // Otherwise the attempt has started and completes the future.
            if (later.forget()) {
                future.quiet();
            }
        });
        later.begin(delay);
    }

    private final class Attempt {
        final CallAttempt told;
        final Transport.SignedCall signed;
        final Call call;

        /** Decided by the original exception; the redacted one may have another type. */
        private boolean transientFailure;

        Attempt() throws IOException {
            this.told = transport.attempt(id, operation, failures.size() + 1);
            this.signed = transport.newCall(operation, told);
            this.call = signed.call;
            if (hasDeadline) {
                limit(call);
            }
        }

        /** Applies the deadline if it is earlier than the timeout of the attempt. */
        private void limit(Call limited) {
            long left = Math.max(1, deadlineNanos - System.nanoTime());
            long attempt = limited.timeout().timeoutNanos();
            limited.timeout().timeout(attempt == 0 ? left : Math.min(left, attempt), TimeUnit.NANOSECONDS);
        }

        /** Whether the call may still be under way after this delay. */
        private boolean isInTime(@Nullable Duration delay) {
            return delay == null || !hasDeadline || deadlineNanos - System.nanoTime() > delay.toNanos();
        }

        T read(Response received) throws IOException {
            Response response = signed.tagged(received);
            told.answered(response.code(), new ResponseFacts(response).requestId());
            try {
                NotFromOssException.throwUnlessFromOss(operation, response);
            } catch (NotFromOssException e) {
                response.close();
                throw e;
            }
            T result;
            try {
                result = reader.read(response);
            } catch (RuntimeException e) {
                // OkHttp and okio refuse some malformed responses so, and to close them: a negative Content-Length, for
                // one.
                try {
                    response.close();
                } catch (RuntimeException again) {
                    e.addSuppressed(again);
                }
                throw new IOException(
                        operation + ": the response cannot be read: " + PrintableText.escape(e.toString()), e);
            }
            told.done();
            return result;
        }

        /** Whether the server's words in it are redacted already; the rest may hold a variable by right, as a key in x:key. */
        private boolean isOurs(IOException thrown) {
            return thrown instanceof ServiceException
                    || thrown instanceof CallbackFailedException
                    || thrown instanceof ChecksumMismatchException
                    || thrown instanceof NotModifiedException
                    || thrown instanceof NotFromOssException
                    || thrown instanceof UnexpectedResponseException;
        }

        /** The exception to throw if no retry follows. */
        IOException failure(IOException thrown) {
            transientFailure = transport.retryPolicy().isPassing(thrown);
            possiblyExecuted |= operation.wasSent() && mayHaveExecuted(thrown);
            IOException failure = isOurs(thrown) ? thrown : Redaction.of(signed.secrets(), thrown);
            failures.add(failure);
            return failure;
        }

        /** Returns how long to wait until the retry; null for none. */
        @Nullable
        Duration delay(IOException failure, Resolution<T> resolution) {
            Duration delay = allowedDelay(failure, resolution);
            return isInTime(delay) ? delay : null;
        }

        private @Nullable Duration allowedDelay(IOException failure, Resolution<T> resolution) {
            boolean corrected = failure instanceof ServiceException && signed.learn((ServiceException) failure);
            RetryPolicy policy = transport.retryPolicy();
            int number = told.number();
            if (resolution.kind() == Resolution.Kind.FAILED
                    || number >= maxAttempts
                    || !policy.allowsAfter(number)
                    || call.isCanceled()
                    || !operation.canBeSentAgain()) {
                return null;
            }
            if (corrected) {
                return Duration.ZERO;
            }
            if (failure instanceof ChecksumMismatchException) {
                return operation.isMendingDamage() ? policy.delay(number, failure) : null;
            }
            boolean mayExecuteTwice = operation.isOnce()
                    && operation.wasSent()
                    && mayHaveExecuted(failure)
                    && resolution.kind() != Resolution.Kind.NOT_EXECUTED
                    && !(operation.callbackUrls() > 0 && policy.repeatsCallbacks());
            return mayExecuteTwice || !transientFailure ? null : policy.delay(number, failure);
        }

        /** The exception of the call, with the failures of all attempts and queries. */
        IOException last(IOException failure, Resolution<T> resolution) {
            Throwable resolved = resolution.failure();
            IOException last;
            if (resolution.kind() == Resolution.Kind.FAILED && resolved instanceof IOException) {
                last = (IOException) resolved;
            } else {
                if (resolved != null) {
                    suppress(failure, resolved);
                }
                last = isOutcomeUnknown(failure, resolution)
                        ? OutcomeUnknownException.of(operation, "the response was lost", failure)
                        : failure;
            }
            failures.forEach(earlier -> suppress(last, earlier));
            return last;
        }

        /** Whether the response of a call that is not idempotent was lost. */
        private boolean isOutcomeUnknown(IOException failure, Resolution<T> resolution) {
            return (operation.isOnce() || resolver != null)
                    && resolution.kind() == Resolution.Kind.UNKNOWN
                    && operation.wasSent()
                    && !isOurs(failure)
                    && !(failure instanceof CannotWriteException)
                    && (isTimeout(failure) || !(call.isCanceled() || failure instanceof InterruptedIOException));
        }

        /** Whether a timeout ended the attempt: OkHttp's read timeout, or its call timeout, which cancels the call. */
        private boolean isTimeout(IOException failure) {
            return failure instanceof SocketTimeoutException
                    || (failure instanceof InterruptedIOException && "timeout".equals(failure.getMessage()));
        }
    }
}
