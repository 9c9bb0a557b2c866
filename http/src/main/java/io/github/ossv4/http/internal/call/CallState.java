// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.call;

import io.github.ossv4.http.CallbackFailedException;
import io.github.ossv4.http.ChecksumMismatchException;
import io.github.ossv4.http.NotFromOssException;
import io.github.ossv4.http.NotModifiedException;
import io.github.ossv4.http.RetryPolicy;
import io.github.ossv4.http.ServiceException;
import io.github.ossv4.http.UnexpectedResponseException;
import io.github.ossv4.http.internal.file.CannotWriteException;
import io.github.ossv4.internal.error.Suppressed;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The failed attempts of a call, and the decision about a retry. It has no clock and no network. Not thread-safe: one
 * attempt follows the other.
 *
 * <p>Rule: Which failures are retried, and when ({@code CallStateTest}).
 *
 * <p>Rule: Until {@code retryFor} has passed, calls are retried beyond attempts, budget and {@code ResponseLimit}
 * ({@code CallStateTest}, {@code OutageTest}).
 *
 * <p>Rule: With {@code retryFor}, 10,000 tasks use the whole limit of OSS, no call fails, and 2.4 requests are sent for
 * each accepted one ({@code RetryStormTest}).
 */
public final class CallState {
    private final RetryPolicy policy;
    private final Operation operation;
    private final int maxAttempts;
    private final Duration retryFor;
    private List<IOException> failures = Collections.emptyList();
    private int attempts;

    /** The attempts for which Java found no address of the host. */
    private int lookups;

    private boolean transientFailure;
    private Ending ending = Ending.FAILED;
    private String advice = "";
    private boolean possiblyExecuted;

    /** Whether an attempt before the last one may have been executed. */
    private boolean possiblyExecutedBefore;

    private boolean outOfBudget;
    private boolean retriedFromBudget;

    /** The failures that are kept: as many as the longest policy has without {@link RetryPolicy#retryFor}. */
    private static final int MOST_FAILURES = 100;

    /** A host that is misspelt never has an address, and each lookup takes seconds. */
    private static final int MOST_LOOKUPS = 2;

    /** @param maxAttempts caps the attempts below what the policy allows; 1 also in time */
    CallState(RetryPolicy policy, Operation operation, int maxAttempts) {
        this.policy = policy;
        this.operation = operation;
        this.maxAttempts = Math.min(maxAttempts, policy.attempts());
        this.retryFor = maxAttempts == 1 ? Duration.ZERO : policy.retryFor();
    }

    /** Returns the number of the next attempt, from 1. */
    int nextAttempt() {
        return attempts + 1;
    }

    /** Returns the limit of attempts. */
    int maxAttempts() {
        return maxAttempts;
    }

    /** Returns whether a failed attempt may have been executed by the server. */
    boolean isPossiblyExecuted() {
        return possiblyExecuted;
    }

    /** Returns whether the last failure would have been retried if the retry budget allowed it. */
    boolean isOutOfBudget() {
        return outOfBudget;
    }

    /** Returns whether the last attempt was refused for good: the server is in order. */
    boolean isRefused() {
        return !transientFailure
                && (lastFailure() instanceof ServiceException || lastFailure() instanceof NotModifiedException);
    }

    /** Returns whether the current attempt is a retry that was taken from the retry budget. */
    boolean isRetriedFromBudget() {
        return retriedFromBudget;
    }

    /** Returns whether a resolver is needed: the last attempt has no result, and an attempt may have been executed. */
    boolean isUnresolved() {
        IOException failure = lastFailure();
        return possiblyExecuted
                && !(failure instanceof CallbackFailedException)
                && !(failure instanceof ChecksumMismatchException);
    }

    /**
     * Records a failed attempt.
     *
     * @param thrown the original exception, which decides
     * @param redacted the exception that the caller may see; it may have another type
     * @param attemptEnding how the attempt ended
     */
    void failed(IOException thrown, IOException redacted, Ending attemptEnding) {
        IOException shown = isSameLookup(redacted) ? lastFailure() : redacted;
        transientFailure = Retries.isTransient(policy, thrown);
        ending = attemptEnding;
        possiblyExecutedBefore = possiblyExecuted;
        possiblyExecuted |= operation.wasSent() && mayHaveExecuted(thrown);
        attempts++;
        if (Retries.isRepeatedByJava(thrown)) {
            lookups++;
        }
        if (failures.isEmpty()) {
            failures = new ArrayList<>();
        }
        if (failures.size() == MOST_FAILURES) {
            failures.remove(1);
        }
        failures.add(shown);
    }

    /** Returns whether the JVM repeats the failure of a lookup, which has no reason then, but only the host. */
    private boolean isSameLookup(IOException failure) {
        return failure instanceof UnknownHostException
                && !failures.isEmpty()
                && lastFailure() instanceof UnknownHostException
                && String.valueOf(lastFailure().getMessage()).startsWith(failure.getMessage() + ":");
    }

    /** Sets the end of the message of a failure without a response: what to change. */
    void advise(String change) {
        advice = change;
    }

    /** Returns the failure of the last attempt. */
    IOException lastFailure() {
        return failures.get(failures.size() - 1);
    }

    /** How an attempt without a result ended. */
    enum Ending {
        /** Also if the caller cancelled it. */
        FAILED,
        TIMED_OUT,
        INTERRUPTED;

        /** @param isCancelled whether the OkHttp call is cancelled: a call timeout cancels it, an interrupt does not */
        static Ending of(IOException thrown, boolean isCancelled) {
            if (thrown instanceof SocketTimeoutException) {
                return TIMED_OUT;
            } else if (thrown instanceof InterruptedIOException) {
                return isCancelled ? TIMED_OUT : INTERRUPTED;
            }
            return FAILED;
        }
    }

    /** Returns whether a request that was sent may have been executed although it failed with this exception. */
    public static boolean mayHaveExecuted(IOException failure) {
        if (!(failure instanceof ServiceException)) {
            return true;
        }
        ServiceException refused = (ServiceException) failure;
        // OSS returns 503 and 429 only for requests that it did not start; a proxy may return them at any time.
        boolean notStarted = refused.code() != null && (refused.status() == 503 || refused.status() == 429);
        // Not every other status: some errors arrive in the body of a 200 response.
        boolean refusedByStatus = refused.status() >= 400 && refused.status() < 500;
        return !refusedByStatus && !notStarted;
    }

    /** Returns whether an exception was made from a response. Its text is redacted, and the response is not lost. */
    static boolean isFromResponse(IOException failure) {
        return failure instanceof ServiceException
                || failure instanceof CallbackFailedException
                || failure instanceof ChecksumMismatchException
                || failure instanceof NotModifiedException
                || failure instanceof NotFromOssException
                || failure instanceof UnexpectedResponseException;
    }

    /**
     * The other facts on which a retry depends; at first, of a call without deadline, resolver and budget. Not
     * thread-safe.
     */
    static final class Circumstances {
        /** Whether the clock or the credentials were corrected: a retry is signed differently. */
        boolean corrected;

        /** Whether the call was cancelled or timed out. */
        boolean cancelled;

        /** Whether the call has an {@link OutcomeResolver}. */
        boolean resolvable;

        /** The time until the deadline; null for no limit. */
        @Nullable
        Duration timeLeft;

        /** The budget from which a retry is taken, unless something was corrected; null for none. */
        @Nullable
        RetryBudget budget;

        /** The time since the start of the first attempt. */
        Duration elapsed = Duration.ZERO;
    }

    /**
     * Returns the time to wait before the next attempt, given what the outcome resolver of the last one found. Takes a
     * retry from the budget.
     *
     * @throws IOException the failure of the call, with the failures of all attempts and queries, if there is no other
     *     attempt
     */
    Duration retryDelay(Resolution<?> resolution, Circumstances circumstances) throws IOException {
        Duration delay = delay(resolution, circumstances);
        Duration timeLeft = circumstances.timeLeft;
        if (delay == null || circumstances.cancelled || (timeLeft != null && timeLeft.compareTo(delay) <= 0)) {
            throw failure(resolution, circumstances);
        }
        retriedFromBudget =
                !circumstances.corrected && circumstances.budget != null && !isRetriedForTime(circumstances.elapsed);
        if (circumstances.budget != null && retriedFromBudget && !circumstances.budget.take()) {
            outOfBudget = true;
            IOException failure = failure(resolution, circumstances);
            suppress(failure, new IOException("not retried: the retry budget of the bucket is exhausted"));
            throw failure;
        }
        return delay;
    }

    /** Returns the time to wait before a retry; null for no retry. */
    private @Nullable Duration delay(Resolution<?> resolution, Circumstances circumstances) {
        boolean hasAttempts = attempts < maxAttempts && lookups < MOST_LOOKUPS;
        boolean allowed = hasAttempts || isRetriedForTime(circumstances.elapsed);
        if (!allowed || resolution.kind() == Resolution.Kind.FAILED || !operation.isRepeatable()) {
            return null;
        }
        if (circumstances.corrected && hasAttempts) {
            return Duration.ZERO;
        }
        boolean retried = lastFailure() instanceof ChecksumMismatchException
                ? hasAttempts && operation.isRetriedOnMismatch()
                : transientFailure && !mayExecuteTwice(resolution);
        return retried || circumstances.corrected ? Retries.delay(policy, attempts, lastFailure()) : null;
    }

    /** Returns whether the call is retried for a time that has not passed yet. */
    boolean isRetriedForTime(Duration elapsed) {
        return elapsed.compareTo(retryFor) < 0;
    }

    /** Returns whether a retry may execute a non-idempotent operation twice. */
    private boolean mayExecuteTwice(Resolution<?> resolution) {
        boolean allowed = operation.isIdempotent() || (operation.callbackUrls() > 0 && policy.repeatCallbacks());
        return !allowed
                && operation.wasSent()
                && mayHaveExecuted(lastFailure())
                && resolution.kind() != Resolution.Kind.NOT_EXECUTED;
    }

    private IOException failure(Resolution<?> resolution, Circumstances circumstances) {
        IOException failure = lastFailure();
        Throwable resolved = resolution.failure();
        IOException last;
        if (resolution.kind() == Resolution.Kind.FAILED) {
            last = (IOException) Objects.requireNonNull(resolved);
        } else {
            if (resolved != null) {
                suppress(failure, resolved);
            }
            last = isOutcomeUnknown(failure, resolution, circumstances) ? outcomeUnknown(failure) : named(failure);
        }
        suppressIn(last);
        return last;
    }

    /** After an interrupt, callers catch InterruptedIOException. Its cause has the unknown outcome. */
    private IOException outcomeUnknown(IOException failure) {
        IOException unknown = CallFailures.outcomeUnknown(operation, "the response was lost", failure);
        return ending == Ending.INTERRUPTED
                ? (IOException) new InterruptedIOException(unknown.getMessage()).initCause(unknown)
                : unknown;
    }

    private IOException named(IOException failure) {
        // A query that finds nothing does not prove that a request that was sent will not be executed.
        boolean unknown = possiblyExecuted && changesSomething();
        if (failure instanceof NotFromOssException && unknown) {
            return (IOException)
                    new NotFromOssException(failure.getMessage() + "; it is not known whether OSS executed the request")
                            .initCause(failure);
        }
        if (isFromResponse(failure) || failure instanceof CannotWriteException) {
            return failure;
        }
        return CallFailures.withCall(
                lastAttempt(), failure, (unknown ? "; it is not known whether OSS executed the request" : "") + advice);
    }

    private boolean changesSomething() {
        return !operation.method().equals("GET") && !operation.method().equals("HEAD");
    }

    /** Returns the operation, key, bucket, host, port and attempt. */
    private String lastAttempt() {
        return operation + ", " + ordinal(attempts, lookups == MOST_LOOKUPS ? attempts : maxAttempts);
    }

    /** Returns the number of an attempt for messages, and the limit unless it is exceeded for a time. */
    static String ordinal(int attempt, int maxAttempts) {
        return "attempt " + attempt + (attempt <= maxAttempts ? " of " + maxAttempts : "");
    }

    /** Returns an exception that occurred after the last attempt, with the failures of all attempts. */
    InterruptedIOException inLastAttempt(InterruptedIOException interrupted) {
        InterruptedIOException named = (InterruptedIOException) CallFailures.withCall(lastAttempt(), interrupted, "");
        suppressIn(named);
        return named;
    }

    /** Adds the failures of all attempts to an exception. */
    void suppressIn(Throwable last) {
        failures.forEach(earlier -> suppress(last, earlier));
    }

    /**
     * Adds {@code other} to the suppressed exceptions of {@code failure}, unless it is the same exception or its cause.
     */
    static void suppress(Throwable failure, Throwable other) {
        if (failure != other && failure.getCause() != other) {
            Suppressed.add(failure, other);
        }
    }

    /** Returns whether it remains unknown if OSS executed the call, and the caller must be notified of that. */
    private boolean isOutcomeUnknown(IOException failure, Resolution<?> resolution, Circumstances circumstances) {
        if ((operation.isIdempotent() && !circumstances.resolvable)
                || resolution.kind() != Resolution.Kind.UNKNOWN
                || !operation.wasSent()
                || failure instanceof CannotWriteException) {
            return false;
        }
        if (!isFromResponse(failure)) {
            return true;
        }
        // A refusal says nothing about an earlier attempt, nor does an internal error if its query was lost.
        Throwable query = resolution.failure();
        boolean isMissing = query instanceof ServiceException && ((ServiceException) query).status() == 404;
        boolean isQueryLost = mayHaveExecuted(failure) && query != null && !isMissing;
        return failure instanceof ServiceException && (possiblyExecutedBefore || isQueryLost);
    }
}
