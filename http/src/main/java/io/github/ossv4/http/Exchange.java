// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * One call: its request is sent, as the retry policy says, until it is answered for good. Either {@link #execute} or
 * {@link #enqueue} is to be called, once.
 */
final class Exchange<T extends @Nullable Object> {
    /** Makes a result of an answer, or an exception; closes it, unless the result is to be closed. */
    interface Reader<T extends @Nullable Object> {
        T read(Response response) throws IOException;
    }

    /** What settles a call whose answer was lost. */
    interface Doubt<T extends @Nullable Object> {
        /** The result; null if the object is not there as it should be. */
        @Nullable
        T settled(ObjectMetadata metadata, IOException failure) throws IOException;
    }

    /** How often a question is asked, after each attempt whose answer was lost. */
    private static final int QUESTIONS = 2;

    private final Transport transport;
    private final Operation operation;
    private final Reader<T> reader;
    private final long id;
    private final List<IOException> failures = new ArrayList<>();
    private int mostAttempts = Integer.MAX_VALUE;
    private @Nullable LostAnswer lostAnswer;
    private @Nullable Doubt<T> doubt;

    /** Whether an attempt that failed may have been carried out all the same. */
    private boolean maybeDone;

    Exchange(Transport transport, Operation operation, Reader<T> reader) {
        this.transport = transport;
        this.operation = operation;
        this.reader = reader;
        this.id = transport.nextCallId();
    }

    /** Has it sent so often at most, even if the policy allows more. */
    Exchange<T> attempts(int most) {
        this.mostAttempts = most;
        return this;
    }

    /** Has a lost answer settled before the call is given up, or sent again. */
    Exchange<T> settledBy(LostAnswer question, Doubt<T> answer) {
        this.lostAnswer = question;
        this.doubt = answer;
        return this;
    }

    /** Whether an attempt that failed may have been carried out all the same. */
    boolean isMaybeDone() {
        return maybeDone;
    }

    /** Whether a request that was sent may have been carried out although it failed in this way. */
    static boolean isMaybeDone(IOException failure) {
        if (!(failure instanceof ServiceException)) {
            return true;
        }
        ServiceException refused = (ServiceException) failure;
        // OSS itself says 503 and 429 of what it did not begin; a proxy says them of whatever it likes.
        boolean notBegun = refused.code() != null && (refused.status() == 503 || refused.status() == 429);
        // Some errors are told behind a 200.
        boolean byStatus = refused.status() >= 400 && refused.status() < 500;
        return !byStatus && !notBegun;
    }

    /** Sends and waits. */
    T execute() throws IOException {
        while (true) {
            Attempt attempt = attempt();
            IOException failure;
            try {
                return attempt.read(attempt.call.execute());
            } catch (IOException e) {
                failure = attempt.failure(e);
            }
            Duration delay;
            try {
                Exchange<ObjectMetadata> question = question(failure);
                T settled = question == null ? null : settle(question.execute(), failure);
                if (settled != null) {
                    attempt.told.done();
                    return settled;
                }
                delay = attempt.delay(failure);
            } catch (CallbackFailedException e) {
                attempt.told.failed(e);
                throw e;
            } catch (IOException unanswered) {
                suppress(failure, unanswered);
                delay = attempt.delay(failure);
            }
            if (delay == null) {
                failures.forEach(earlier -> suppress(failure, earlier));
                attempt.told.failed(failure);
                throw failure;
            }
            attempt.told.retry(failure, delay);
            pause(delay);
        }
    }

    /** @throws IOException if the request cannot be signed; it tells of the attempts before as well */
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
        if (failure != other) {
            failure.addSuppressed(other);
        }
    }

    private @Nullable Exchange<ObjectMetadata> question(IOException failure) {
        return lostAnswer != null && lostAnswer.isInDoubt(failure, maybeDone)
                ? HeadObject.exchange(transport, lostAnswer.key(), lostAnswer.question())
                        .attempts(QUESTIONS)
                : null;
    }

    private @Nullable T settle(ObjectMetadata metadata, IOException failure) throws IOException {
        return doubt == null ? null : doubt.settled(metadata, failure);
    }

    private static void pause(Duration delay) throws InterruptedIOException {
        try {
            Thread.sleep(delay.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            InterruptedIOException interrupted =
                    new InterruptedIOException("interrupted before a request was sent again");
            interrupted.initCause(e);
            throw interrupted;
        }
    }

    /**
     * Sends, and answers on a thread of OkHttp's dispatcher. Cancelling the future ends what is under way.
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
                    end(future, t);
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
                    end(future, t);
                    return;
                }
                end(future, result);
            }
        });
    }

    private void end(CancellableFuture<T> future, T result) {
        future.complete(result);
        future.quiet();
    }

    private void end(CancellableFuture<T> future, Throwable failure) {
        future.completeExceptionally(failure);
        future.quiet();
    }

    private void failed(CancellableFuture<T> future, Attempt attempt, IOException e) {
        IOException failure = attempt.failure(e);
        Exchange<ObjectMetadata> question = future.isDone() ? null : question(failure);
        if (question == null) {
            next(future, attempt, failure);
            return;
        }
        CancellableFuture<ObjectMetadata> answer;
        try {
            answer = question.enqueue();
        } catch (IOException | RuntimeException unasked) {
            suppress(failure, unasked);
            next(future, attempt, failure);
            return;
        }
        future.onCancel(() -> answer.cancel(true));
        answer.whenQuiet((metadata, unanswered) -> {
            try {
                answered(future, attempt, failure, metadata, unanswered);
            } catch (Throwable t) {
                end(future, t);
            }
        });
    }

    private void answered(
            CancellableFuture<T> future,
            Attempt attempt,
            IOException failure,
            ObjectMetadata metadata,
            @Nullable Throwable unanswered) {
        T settled = null;
        try {
            if (unanswered != null) {
                suppress(failure, unanswered);
            } else {
                settled = settle(metadata, failure);
            }
        } catch (IOException stored) {
            attempt.told.failed(stored);
            end(future, stored);
            return;
        }
        if (settled != null) {
            attempt.told.done();
            end(future, settled);
        } else {
            next(future, attempt, failure);
        }
    }

    private void next(CancellableFuture<T> future, Attempt attempt, IOException failure) {
        Duration delay = future.isDone() ? null : attempt.delay(failure);
        if (delay == null) {
            failures.forEach(earlier -> suppress(failure, earlier));
            attempt.told.failed(failure);
            end(future, failure);
            return;
        }
        attempt.told.retry(failure, delay);
        Runnable again = () -> {
            if (future.isDone()) {
                future.quiet();
                return;
            }
            try {
                send(future);
            } catch (Throwable t) {
                end(future, t);
            }
        };
        // Not on the timer's thread: a source of credentials may block.
        RetryTimer.Waiting later = transport.waiting(() -> {
            try {
                transport.executor().execute(again);
            } catch (RejectedExecutionException e) {
                again.run();
            }
        });
        future.onCancel(() -> {
            // Otherwise it is being sent just now, and says itself when it has ended.
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

        /** By the failure as it was thrown: what can be shown of it may be of another type. */
        private boolean passing;

        Attempt() throws IOException {
            this.told = transport.attempt(id, operation, failures.size() + 1);
            this.signed = transport.newCall(operation, told);
            this.call = signed.call;
        }

        T read(Response received) throws IOException {
            Response response = signed.tagged(received);
            told.answered(response.code(), new ResponseFacts(response).requestId());
            T result = reader.read(response);
            told.done();
            return result;
        }

        /** Of these the server's words are redacted already; the rest may be in a variable by right, as a key in x:key. */
        private boolean isOurs(IOException thrown) {
            return thrown instanceof ServiceException
                    || thrown instanceof CallbackFailedException
                    || thrown instanceof ChecksumMismatchException
                    || thrown instanceof NotModifiedException;
        }

        /** What is to be thrown if nothing follows. */
        IOException failure(IOException thrown) {
            passing = transport.retryPolicy().isPassing(thrown);
            maybeDone |= operation.wasSent() && isMaybeDone(thrown);
            IOException failure = isOurs(thrown) ? thrown : Redaction.of(signed.secrets(), thrown);
            failures.add(failure);
            return failure;
        }

        /** How long to wait until it is sent again; null if it is not. */
        @Nullable
        Duration delay(IOException failure) {
            boolean corrected = failure instanceof ServiceException && signed.learn((ServiceException) failure);
            RetryPolicy policy = transport.retryPolicy();
            int number = told.number();
            if (number >= mostAttempts
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
            boolean twice = operation.isOnce()
                    && operation.wasSent()
                    && isMaybeDone(failure)
                    && !(operation.callbackUrls() > 0 && policy.repeatsCallbacks());
            return twice || !passing ? null : policy.delay(number, failure);
        }
    }
}
