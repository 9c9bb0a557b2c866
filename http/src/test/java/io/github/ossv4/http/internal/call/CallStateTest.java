// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.callback.Callback;
import io.github.ossv4.http.Body;
import io.github.ossv4.http.ChecksumMismatchException;
import io.github.ossv4.http.NotFromOssException;
import io.github.ossv4.http.OutcomeUnknownException;
import io.github.ossv4.http.RetryPolicy;
import io.github.ossv4.http.ServiceException;
import io.github.ossv4.http.internal.operation.ChecksumMismatches;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import okio.Buffer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallStateTest {
    private static final Duration DELAY = Duration.ofMillis(0);
    private static final RetryPolicy POLICY =
            RetryPolicy.builder().attempts(3).baseDelay(DELAY).build();
    private static final Callback CALLBACK = Callback.builder("https://app.example.com/uploaded")
            .formBody("size=${size}")
            .build();

    private static Operation get() {
        return new Operation("GetObject", "GET", "k");
    }

    private static Operation append() {
        return new Operation("AppendObject", "POST", "k").notIdempotent();
    }

    private static UploadBody body(boolean sent) throws IOException {
        UploadBody body = new UploadBody(Body.of(new byte[] {1}), null);
        if (sent) {
            body.writeTo(new Buffer());
        }
        return body;
    }

    private static CallState state(Operation operation) {
        return new CallState(POLICY, operation, Integer.MAX_VALUE);
    }

    private static ServiceException error(int status, @Nullable String code) {
        return ServiceException.builder(status).code(code).build();
    }

    private static CallState.Circumstances usual() {
        return new CallState.Circumstances();
    }

    private static CallState.Circumstances facts(Consumer<CallState.Circumstances> set) {
        CallState.Circumstances facts = usual();
        set.accept(facts);
        return facts;
    }

    /** The delay before a retry, or the failure of the call. */
    private record Next(@Nullable Duration delay, @Nullable IOException failure) {}

    private static Next next(CallState state, Resolution<String> resolution, CallState.Circumstances circumstances) {
        try {
            return new Next(state.retryDelay(resolution, circumstances), null);
        } catch (IOException e) {
            return new Next(null, e);
        }
    }

    private static Next next(Operation operation, IOException failure) {
        return next(operation, failure, Resolution.unknown());
    }

    private static Next next(Operation operation, IOException failure, Resolution<String> resolution) {
        CallState state = state(operation);
        state.failed(failure, failure, CallState.Ending.of(failure, false));
        return next(state, resolution, usual());
    }

    private static void assertRetries(Next next) {
        assertNotNull(next.delay());
    }

    private static IOException failure(Next next) {
        return Objects.requireNonNull(next.failure());
    }

    @Test
    void retriesAnIdempotentCallAfterALostResponse() {
        assertRetries(next(get(), new IOException("reset")));
    }

    /** Java repeats the failure of a lookup with the host alone. */
    @Test
    void looksAHostUpTwiceAndKeepsTheReason() {
        IOException reason = RetriesTest.ofJava("oss: Temporary failure in name resolution");
        IOException repeated = RetriesTest.ofJava("oss");
        CallState state = state(get());
        state.failed(reason, reason, CallState.Ending.FAILED);
        assertRetries(next(state, Resolution.unknown(), usual()));
        state.failed(repeated, repeated, CallState.Ending.FAILED);
        IOException failure = failure(next(state, Resolution.unknown(), usual()));
        assertEquals(
                "GetObject k, attempt 2 of 2: cannot resolve oss: Temporary failure in name resolution",
                failure.getMessage());
        assertEquals(UnknownHostException.class, failure.getClass());
    }

    @Test
    void looksAHostUpAgainAfterAnotherFailure() {
        IOException reset = new IOException("reset");
        IOException unknown = RetriesTest.ofJava("oss");
        CallState state = state(get());
        state.failed(reset, reset, CallState.Ending.FAILED);
        assertRetries(next(state, Resolution.unknown(), usual()));
        state.failed(unknown, unknown, CallState.Ending.FAILED);
        assertRetries(next(state, Resolution.unknown(), usual()));
    }

    @Test
    void looksAHostUpAsOftenAsAllowedByTheResolverOfTheCaller() {
        IOException unknown = new UnknownHostException("oss");
        CallState state = state(get());
        for (int i = 0; i < 2; i++) {
            assertRetries(failAndRetry(state, unknown, usual()));
        }
        failure(failAndRetry(state, unknown, usual()));
    }

    @Test
    void failsWithAllFailuresAfterTheLastAttempt() {
        List<IOException> thrown =
                List.of(new IOException("first"), new IOException("second"), new IOException("third"));
        CallState state = state(get());
        for (int i = 0; i < 2; i++) {
            assertEquals(i + 1, state.nextAttempt());
            state.failed(thrown.get(i), thrown.get(i), CallState.Ending.FAILED);
            assertRetries(next(state, Resolution.unknown(), usual()));
        }
        state.failed(thrown.get(2), thrown.get(2), CallState.Ending.FAILED);

        IOException failure = failure(next(state, Resolution.unknown(), usual()));
        assertSame(thrown.get(2), failure.getCause());
        assertEquals("GetObject k, attempt 3 of 3: third", failure.getMessage());
        assertEquals(thrown.subList(0, 2), List.of(failure.getSuppressed()));
    }

    @Test
    void capsTheAttemptsBelowThePolicy() {
        CallState state = new CallState(POLICY, get(), 1);
        state.failed(new IOException("reset"), new IOException("reset"), CallState.Ending.FAILED);

        failure(next(state, Resolution.unknown(), usual()));
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 502, 503, 504})
    void retriesTransientStatuses(int status) {
        assertRetries(next(get(), error(status, null)));
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 400, 403, 404, 409, 412, 501})
    void failsOnOtherStatuses(int status) {
        failure(next(get(), error(status, null)));
    }

    /** The redacted copy of an exception may have another type. */
    @Test
    void decidesByTheOriginalException() {
        CallState state = state(get());
        state.failed(
                new InterruptedIOException("interrupted"), new IOException("redacted"), CallState.Ending.INTERRUPTED);

        assertEquals(
                "GetObject k, attempt 1 of 3: redacted",
                failure(next(state, Resolution.unknown(), usual())).getMessage());
    }

    @Test
    void reportsAnUnknownOutcomeIfACallThatIsNotIdempotentLostItsResponse() throws IOException {
        Operation operation = append().body(body(true));
        IOException reset = new IOException("reset");

        IOException failure = failure(next(operation, reset));
        assertInstanceOf(OutcomeUnknownException.class, failure);
        assertSame(reset, failure.getCause());
    }

    @Test
    void retriesACallThatIsNotIdempotentIfItsBodyWasNotSentWhole() throws IOException {
        Operation operation = append().body(body(false));

        assertRetries(next(operation, new IOException("reset")));
    }

    @Test
    void retriesACallThatIsNotIdempotentIfItWasNotExecuted() throws IOException {
        Operation operation = append().body(body(true));

        assertRetries(next(operation, new IOException("reset"), Resolution.notExecuted()));
    }

    @Test
    void retriesACallThatIsNotIdempotentIfOssDidNotStartIt() throws IOException {
        Operation operation = append().body(body(true));

        assertRetries(next(operation, error(503, "SlowDown")));
        // A proxy's 503 has no error document.
        failure(next(operation, error(503, null)));
        failure(next(operation, error(500, "InternalError")));
    }

    @Test
    void repeatsACallbackOnlyIfThePolicyAllowsIt() throws IOException {
        Operation operation =
                new Operation("PutObject", "PUT", "k").body(body(true)).callback(CALLBACK);
        IOException reset = new IOException("reset");
        assertInstanceOf(OutcomeUnknownException.class, failure(next(operation, reset)));

        CallState repeating = new CallState(
                RetryPolicy.builder().baseDelay(DELAY).repeatCallbacks(true).build(), operation, Integer.MAX_VALUE);
        repeating.failed(reset, reset, CallState.Ending.FAILED);
        assertRetries(next(repeating, Resolution.unknown(), usual()));
    }

    @Test
    void failsWithTheExceptionThatTheResolverFound() {
        IOException lost = new IOException("reset");
        IOException found = new IOException("found");

        IOException failure = failure(next(append(), lost, Resolution.failed(found)));
        assertSame(found, failure);
        assertEquals(List.of(lost), List.of(failure.getSuppressed()));
    }

    @Test
    void suppressesTheFailureOfAQuery() throws IOException {
        IOException lost = new IOException("reset");
        IOException query = new IOException("query failed");

        failure(next(append().body(body(true)), lost, Resolution.unknown(query)));
        assertEquals(List.of(query), List.of(lost.getSuppressed()));
    }

    @Test
    void retriesImmediatelyAfterACorrection() {
        CallState state = new CallState(
                RetryPolicy.builder().baseDelay(Duration.ofHours(1)).build(), append(), 9);
        state.failed(error(403, "RequestTimeTooSkewed"), error(403, "RequestTimeTooSkewed"), CallState.Ending.FAILED);

        Next next = next(state, Resolution.unknown(), facts(with -> with.corrected = true));
        assertEquals(Duration.ZERO, next.delay());
    }

    @Test
    void doesNotRetryBeyondTheDeadline() {
        RetryPolicy policy = RetryPolicy.builder()
                .baseDelay(Duration.ofSeconds(2))
                .maxDelay(Duration.ofSeconds(2))
                .build();
        ServiceException busy = error(503, "SlowDown");
        CallState state = new CallState(policy, get(), 9);
        state.failed(busy, busy, CallState.Ending.FAILED);
        Duration passed = Duration.ofNanos(-1);

        failure(next(state, Resolution.unknown(), facts(with -> with.timeLeft = passed)));
        assertRetries(next(state, Resolution.unknown(), facts(with -> with.timeLeft = Duration.ofSeconds(3))));
    }

    /** A time limit cancels calls as well: its caller must know what was in flight. */
    @Test
    void reportsAnUnknownOutcomeIfACallIsCancelledInFlight() throws IOException {
        CallState state = state(append().body(body(true)));
        IOException cancelled = new IOException("Canceled");
        state.failed(cancelled, cancelled, CallState.Ending.FAILED);

        IOException failure = failure(next(state, Resolution.unknown(), facts(with -> with.cancelled = true)));
        assertInstanceOf(OutcomeUnknownException.class, failure);
        assertSame(cancelled, failure.getCause());
    }

    /** The refusal of a retry says nothing about the attempt before it. */
    @Test
    void reportsAnUnknownOutcomeIfARetryOfALostAttemptIsRefused() throws IOException {
        CallState state = state(append().body(body(true)));
        IOException lost = new IOException("reset");
        ServiceException refused = error(503, "SlowDown");
        state.failed(lost, lost, CallState.Ending.FAILED);
        state.failed(refused, refused, CallState.Ending.FAILED);

        IOException failure = failure(next(state, Resolution.unknown(), facts(with -> with.cancelled = true)));
        assertInstanceOf(OutcomeUnknownException.class, failure);
        assertSame(refused, failure.getCause());
        assertSame(lost, failure.getSuppressed()[0]);
    }

    @Test
    void reportsAnUnknownOutcomeIfTheQueryAfterAnInternalErrorIsLost() throws IOException {
        ServiceException internal = error(500, "InternalError");
        Operation operation = append().body(body(true));

        assertSame(internal, failure(next(operation, internal)));
        IOException failure =
                failure(next(operation, internal, Resolution.unknown(new IOException("the query was lost"))));
        assertInstanceOf(OutcomeUnknownException.class, failure);
        assertSame(internal, failure.getCause());
        ServiceException refused = error(403, "AccessDenied");
        assertSame(refused, failure(next(operation, refused, Resolution.unknown(new IOException("lost")))));
    }

    /** OkHttp cancels a call that its call timeout ends. */
    @Test
    void reportsAnUnknownOutcomeAfterATimeout() throws IOException {
        for (IOException timeout :
                List.of(new InterruptedIOException("of any text"), new SocketTimeoutException("Read timed out"))) {
            CallState state = state(append().body(body(true)));
            state.failed(timeout, timeout, CallState.Ending.of(timeout, true));

            assertInstanceOf(
                    OutcomeUnknownException.class,
                    failure(next(state, Resolution.unknown(), facts(with -> with.cancelled = true))));
        }
    }

    /** An interrupt ends the call without cancelling it. */
    @Test
    void reportsNoUnknownOutcomeAfterAnInterrupt() throws IOException {
        CallState state = state(append().body(body(true)));
        IOException interrupted = new InterruptedIOException("timeout");
        state.failed(interrupted, interrupted, CallState.Ending.of(interrupted, false));

        assertSame(
                InterruptedIOException.class,
                failure(next(state, Resolution.unknown(), usual())).getClass());
    }

    @Test
    void retriesAfterAMismatchOnlyIfTheRetryOverwritesTheObject() {
        ChecksumMismatchException mismatch = ChecksumMismatches.downloaded(get(), 1, 2);

        failure(next(get(), mismatch));
        assertRetries(next(get().retryOnMismatch(), mismatch));
    }

    @Test
    void remembersThatAnEarlierAttemptIsPossiblyExecuted() {
        CallState state = state(get());
        assertFalse(state.isPossiblyExecuted());
        state.failed(error(403, "AccessDenied"), error(403, "AccessDenied"), CallState.Ending.FAILED);
        assertFalse(state.isPossiblyExecuted());
        state.failed(new IOException("reset"), new IOException("reset"), CallState.Ending.FAILED);
        state.failed(error(404, "NoSuchUpload"), error(404, "NoSuchUpload"), CallState.Ending.FAILED);
        assertTrue(state.isPossiblyExecuted());
    }

    @Test
    void namesTheUnknownOutcomeOfACallThatChangesSomething() throws IOException {
        CallState state = new CallState(
                RetryPolicy.NONE, new Operation("PutObject", "PUT", "k").body(body(true)), Integer.MAX_VALUE);
        IOException reset = new IOException("reset");
        state.failed(reset, reset, CallState.Ending.FAILED);
        assertEquals(
                "PutObject k, attempt 1 of 1: reset; it is not known whether OSS executed the request",
                failure(next(state, Resolution.unknown(), usual())).getMessage());
        // The request may still be on its way when the query finds nothing.
        assertEquals(
                "PutObject k, attempt 1 of 1: reset; it is not known whether OSS executed the request",
                failure(next(state, Resolution.notExecuted(), usual())).getMessage());
        NotFromOssException portal = new NotFromOssException("PutObject k: a portal");
        state.failed(portal, portal, CallState.Ending.FAILED);
        IOException last = failure(next(state, Resolution.unknown(), usual()));
        assertInstanceOf(NotFromOssException.class, last);
        assertEquals("PutObject k: a portal; it is not known whether OSS executed the request", last.getMessage());
        for (String method : List.of("GET", "HEAD")) {
            CallState reading =
                    new CallState(RetryPolicy.NONE, new Operation("GetObject", method, "k"), Integer.MAX_VALUE);
            reading.failed(reset, reset, CallState.Ending.FAILED);
            assertEquals(
                    "GetObject k, attempt 1 of 1: reset",
                    failure(next(reading, Resolution.unknown(), usual())).getMessage());
        }
    }

    @Test
    void reportsAnInterruptWithAllFailures() {
        CallState state = state(get());
        IOException reset = new IOException("reset");
        state.failed(reset, reset, CallState.Ending.FAILED);
        InterruptedIOException failure = state.inLastAttempt(new InterruptedIOException("interrupted"));
        assertEquals("GetObject k, attempt 1 of 3: interrupted", failure.getMessage());
        assertEquals(List.of(reset), List.of(failure.getSuppressed()));
        assertEquals(3, state.maxAttempts());
    }

    @Test
    void suppressesNeitherAnExceptionItselfNorItsCause() {
        IOException cause = new IOException("cause");
        IOException failure = new IOException("failure", cause);
        IOException other = new IOException("other");
        for (IOException suppressed : List.of(failure, cause, other)) {
            CallState.suppress(failure, suppressed);
        }
        assertEquals(List.of(other), List.of(failure.getSuppressed()));
    }

    /** OSS returns 429 and 503 before it starts a request; some errors follow a status of 200. */
    @ParameterizedTest
    @CsvSource({
        "200, InternalError, true",
        "399, Other, true",
        "400, InvalidArgument, false",
        "429, TooManyRequests, false",
        "499, Other, false",
        "500, InternalError, true",
        "503, ServiceUnavailable, false",
        "504, Other, true"
    })
    void knowsStatusesOfRequestsThatWereNotExecuted(int status, String code, boolean mayHaveExecuted) {
        assertEquals(mayHaveExecuted, CallState.mayHaveExecuted(error(status, code)));
    }

    @Test
    void waitsBeforeARetry() {
        RetryPolicy policy = RetryPolicy.builder()
                .baseDelay(DELAY)
                .maxDelay(Duration.ofSeconds(2))
                .build();
        ServiceException busy =
                ServiceException.builder(503).header("Retry-After", "9").build();
        CallState state = new CallState(policy, get(), 9);
        state.failed(busy, busy, CallState.Ending.FAILED);
        Duration delay = next(state, Resolution.unknown(), usual()).delay();
        assertTrue(delay != null && delay.compareTo(Duration.ofSeconds(2)) >= 0 && delay.toSeconds() <= 4, "" + delay);
        failure(next(state, Resolution.unknown(), facts(with -> with.timeLeft = Duration.ofSeconds(2))));
        assertRetries(next(state, Resolution.unknown(), facts(with -> with.timeLeft = Duration.ofMillis(4001))));
        failure(next(state, Resolution.unknown(), facts(with -> {
            with.corrected = true;
            with.cancelled = true;
        })));
    }

    @Test
    void reportsAnUnknownOutcomeOfAnIdempotentCallWithAResolver() throws IOException {
        CallState state = new CallState(
                RetryPolicy.NONE, new Operation("PutObject", "PUT", "k").body(body(true)), Integer.MAX_VALUE);
        IOException reset = new IOException("reset");
        state.failed(reset, reset, CallState.Ending.FAILED);
        assertInstanceOf(
                OutcomeUnknownException.class,
                failure(next(state, Resolution.unknown(), facts(with -> with.resolvable = true))));
        InterruptedIOException interrupted = new InterruptedIOException("interrupted");
        state.failed(interrupted, interrupted, CallState.Ending.INTERRUPTED);
        IOException failure = failure(next(state, Resolution.unknown(), facts(with -> with.resolvable = true)));
        assertSame(InterruptedIOException.class, failure.getClass());
        OutcomeUnknownException unknown = assertInstanceOf(OutcomeUnknownException.class, failure.getCause());
        assertSame(interrupted, unknown.getCause());
    }

    @Test
    void takesRetriesFromTheBudget() {
        RetryBudget budget = new RetryBudget(1);
        CallState state = state(get());
        IOException reset = new IOException("reset");
        state.failed(reset, reset, CallState.Ending.FAILED);
        failure(next(state, Resolution.unknown(), facts(with -> {
            with.budget = budget;
            with.cancelled = true;
        })));
        assertRetries(next(state, Resolution.unknown(), facts(with -> with.budget = budget)));
        assertFalse(state.isOutOfBudget());
        assertRetries(next(state, Resolution.unknown(), facts(with -> {
            with.budget = budget;
            with.corrected = true;
        })));

        IOException failure = failure(next(state, Resolution.unknown(), facts(with -> with.budget = budget)));
        assertTrue(state.isOutOfBudget());
        assertEquals(
                "not retried: the retry budget of the bucket is exhausted", failure.getSuppressed()[0].getMessage());
    }

    private static final Duration RETRY_FOR = Duration.ofMinutes(10);
    private static final RetryPolicy NIGHTLY =
            RetryPolicy.builder().attempts(3).retryBudget(1).retryFor(RETRY_FOR).build();

    private static Next failAndRetry(CallState state, IOException failure, CallState.Circumstances circumstances) {
        state.failed(failure, failure, CallState.Ending.of(failure, false));
        return next(state, Resolution.unknown(), circumstances);
    }

    /** The time that passes is that of the delays. */
    @Test
    void retriesUntilTheTimeHasPassedWhateverAttemptsAndBudgetAllow() {
        RetryBudget budget = new RetryBudget(1);
        for (IOException failure : List.of(
                new ConnectException("refused"),
                new UnknownHostException("oss"),
                new SocketTimeoutException("connect timed out"),
                new IOException("unexpected end of stream"),
                error(503, "SlowDown"),
                error(500, null))) {
            CallState state = new CallState(NIGHTLY, get(), Integer.MAX_VALUE);
            CallState.Circumstances facts = facts(with -> with.budget = budget);
            while (facts.elapsed.compareTo(RETRY_FOR) < 0) {
                Duration delay = Objects.requireNonNull(
                        failAndRetry(state, failure, facts).delay());
                assertTrue(delay.compareTo(NIGHTLY.maxDelay()) <= 0, delay::toString);
                assertFalse(state.isRetriedFromBudget());
                facts.elapsed = facts.elapsed.plus(delay).plusMillis(1);
            }
            // The delays are 10 seconds on average.
            assertTrue(state.nextAttempt() > 30 && state.nextAttempt() < 200, "" + state.nextAttempt());
            failure(failAndRetry(state, failure, facts));
            assertFalse(state.isOutOfBudget());
        }
        assertEquals(1, budget.left());
    }

    @Test
    void usesTheAttemptsThatAreLeftAfterTheTime() {
        RetryBudget budget = new RetryBudget(1);
        CallState state = new CallState(NIGHTLY, get(), Integer.MAX_VALUE);
        IOException refused = new ConnectException("refused");
        assertRetries(failAndRetry(state, refused, facts(with -> {
            with.budget = budget;
            with.elapsed = RETRY_FOR;
        })));
        assertEquals(0, budget.left());
        failure(failAndRetry(state, refused, facts(with -> {
            with.budget = budget;
            with.elapsed = RETRY_FOR;
        })));
        assertTrue(state.isOutOfBudget());
    }

    @Test
    void namesTheAttemptBeyondTheLimitAndKeepsTheFirstAndLastFailures() {
        CallState state = new CallState(NIGHTLY, get(), Integer.MAX_VALUE);
        for (int attempt = 1; attempt <= 150; attempt++) {
            assertRetries(failAndRetry(state, new IOException("" + attempt), usual()));
        }
        IOException failure =
                failure(failAndRetry(state, new IOException("last"), facts(with -> with.elapsed = RETRY_FOR)));
        assertEquals("GetObject k, attempt 151: last", failure.getMessage());
        assertEquals(99, failure.getSuppressed().length);
        assertEquals("1", failure.getSuppressed()[0].getMessage());
        assertEquals("53", failure.getSuppressed()[1].getMessage());
    }

    @Test
    void neverRetriesForATimeWhatIsNotRetriedOtherwise() throws IOException {
        IOException reset = new IOException("reset");
        failure(failAndRetry(new CallState(NIGHTLY, get(), Integer.MAX_VALUE), error(403, "AccessDenied"), usual()));
        Operation append = append().body(body(true));
        assertInstanceOf(
                OutcomeUnknownException.class,
                failure(failAndRetry(new CallState(NIGHTLY, append, Integer.MAX_VALUE), reset, usual())));
        failure(failAndRetry(new CallState(NIGHTLY, get(), 1), reset, usual()));
        CallState late = new CallState(NIGHTLY, get(), Integer.MAX_VALUE);
        failure(failAndRetry(late, reset, facts(with -> with.timeLeft = Duration.ZERO)));
        failure(next(late, Resolution.unknown(), facts(with -> with.cancelled = true)));
        assertRetries(next(late, Resolution.unknown(), usual()));
    }

    @Test
    void countsAttemptsAfterAMismatch() {
        ChecksumMismatchException mismatch = ChecksumMismatches.downloaded(get(), 1, 2);
        CallState state = new CallState(NIGHTLY, get().retryOnMismatch(), Integer.MAX_VALUE);
        assertRetries(failAndRetry(state, mismatch, usual()));
        assertRetries(failAndRetry(state, mismatch, usual()));
        failure(failAndRetry(state, mismatch, usual()));
    }

    /** Credentials may expire in an outage. A server that refuses all credentials must not be asked in a loop. */
    @Test
    void retriesACorrectionAfterAllAttemptsWithADelay() {
        RetryPolicy policy = RetryPolicy.builder()
                .attempts(1)
                .maxDelay(Duration.ofSeconds(9))
                .retryFor(RETRY_FOR)
                .build();
        ServiceException expired = ServiceException.builder(403)
                .code("SecurityTokenExpired")
                .header("Retry-After", "9")
                .build();
        Next next = failAndRetry(
                new CallState(policy, get(), Integer.MAX_VALUE), expired, facts(with -> with.corrected = true));
        assertTrue(Objects.requireNonNull(next.delay()).toSeconds() >= 9, "" + next.delay());
    }
}
