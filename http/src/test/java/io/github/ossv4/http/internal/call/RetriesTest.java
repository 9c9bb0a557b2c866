// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.http.NotFromOssException;
import io.github.ossv4.http.NotModifiedException;
import io.github.ossv4.http.RetryPolicy;
import io.github.ossv4.http.ServiceException;
import io.github.ossv4.http.UnexpectedResponseException;
import io.github.ossv4.http.internal.file.CannotWriteException;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.UnknownServiceException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.Security;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLProtocolException;
import okhttp3.Dns;
import okhttp3.Headers;
import okhttp3.internal.http2.ErrorCode;
import okhttp3.internal.http2.StreamResetException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetriesTest {
    private final IOException reset = new IOException("reset");

    private static ServiceException unavailable(String retryAfter) {
        return ServiceException.builder(503).header("Retry-After", retryAfter).build();
    }

    private static ServiceException error(int status, String code) {
        return ServiceException.builder(status).code(code).build();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "7, 7000",
        "007, 7000",
        "20, 20000",
        "21, 20000",
        "999999999, 20000",
        "1000000000, 20000",
        "9223372036854775, 20000",
        "9223372036854775807, 20000",
        "9223372036854775808, 20000",
        "99999999999999999999, 20000",
        "-1, 0",
        "+7, 0",
        "1.5, 0",
        "'Wed, 25 Nov 2026 12:00:00 GMT', 0",
        "'', 0",
    })
    void waitsForRetryAfterAndUpToAsLongAgain(String retryAfter, long millis) {
        RetryPolicy policy = RetryPolicy.builder()
                .baseDelay(Duration.ZERO)
                .maxDelay(Duration.ofSeconds(20))
                .build();
        long[] delays = LongStream.generate(
                        () -> Retries.delay(policy, 1, unavailable(retryAfter)).toMillis())
                .limit(2000)
                .sorted()
                .toArray();
        assertTrue(delays[0] >= millis && delays[1999] <= 2 * millis, delays[0] + " to " + delays[1999]);
        // Few of 64 clients that are refused together come back within the same 100 ms.
        assertTrue(delays[1999] - delays[0] >= 0.9 * millis, delays[0] + " to " + delays[1999]);
        assertEquals(Duration.ZERO, Retries.delay(policy, 1, reset));
    }

    /** Draws so often that a delay is missed once in 10^80 runs. */
    private Set<Long> delays(RetryPolicy policy, int attempt) {
        Set<Long> delays = new TreeSet<>();
        for (int i = 0; i < 2_000; i++) {
            delays.add(Retries.delay(policy, attempt, reset).toMillis());
        }
        return delays;
    }

    @Test
    void doublesTheDelayUpToTheLongest() {
        RetryPolicy policy = RetryPolicy.builder()
                .baseDelay(Duration.ofMillis(1))
                .maxDelay(Duration.ofMillis(6))
                .build();
        assertEquals(Set.of(0L, 1L), delays(policy, 1));
        assertEquals(Set.of(0L, 1L, 2L), delays(policy, 2));
        assertEquals(Set.of(0L, 1L, 2L, 3L, 4L), delays(policy, 3));
        Set<Long> all = Set.of(0L, 1L, 2L, 3L, 4L, 5L, 6L);
        for (int attempt : new int[] {4, 32, 33, 64, 65, 100}) {
            assertEquals(all, delays(policy, attempt), "attempt " + attempt);
        }
    }

    @Test
    void neverWaitsIfTheLongestDelayIsZero() {
        RetryPolicy policy = RetryPolicy.builder().maxDelay(Duration.ZERO).build();
        assertEquals(Set.of(0L), delays(policy, 1));
        assertEquals(Duration.ZERO, Retries.delay(policy, 1, unavailable("20")));
    }

    @Test
    void retriesAfterFailuresOfTheNetwork() {
        for (IOException failure : new IOException[] {
            reset,
            new SocketException("Connection reset"),
            new ConnectException("refused"),
            new NoRouteToHostException("unreachable"),
            new SocketTimeoutException("Read timed out"),
            new UnknownHostException("oss"),
            new EOFException("ends early"),
            new ProtocolException("malformed"),
            new StreamResetException(ErrorCode.INTERNAL_ERROR),
            new SSLHandshakeException("closed"),
            caused(new SSLHandshakeException("closed"), new IOException("reset")),
            caused(new SSLException("reset"), new SocketException("Connection reset")),
            caused(new SSLHandshakeException("terminated"), new EOFException("shut down incorrectly")),
            new SSLException("Read error: Connection reset by peer"),
            new SSLException("Received fatal alert: internal_error"),
            new SSLProtocolException("Received close_notify during handshake"),
            new IOException("reset", new CertificateException("expired")),
        }) {
            assertTrue(Retries.isTransient(RetryPolicy.STANDARD, failure), failure.toString());
        }
    }

    /** Java repeats the failure of a lookup for 10 seconds, without a query. */
    @Test
    void waitsUntilAHostIsLookedUpAgain() {
        IOException unknown = ofJava("oss: Temporary failure in name resolution");
        assertEquals(Duration.ofMillis(10_201), Retries.delay(RetryPolicy.STANDARD, 1, unknown, bound -> bound - 1));
        RetryPolicy patient =
                RetryPolicy.builder().baseDelay(Duration.ofSeconds(15)).build();
        assertEquals(Duration.ofSeconds(20), Retries.delay(patient, 1, unknown, bound -> bound - 1));
        RetryPolicy quick = RetryPolicy.builder()
                .baseDelay(Duration.ofMillis(1))
                .maxDelay(Duration.ofMillis(2))
                .build();
        assertEquals(Duration.ofMillis(2), Retries.delay(quick, 1, unknown, bound -> 0));
    }

    /** Returns the failure of Java's resolver; others keep no failures. */
    static IOException ofJava(String message) {
        IOException unknown = new UnknownHostException(message);
        unknown.setStackTrace(new StackTraceElement[] {new StackTraceElement("java.net.InetAddress", "f", null, 1)});
        return unknown;
    }

    @Test
    void waitsAsUsualForTheResolverOfTheCaller() {
        IOException unknown = new UnknownHostException("oss");
        assertEquals(Duration.ofMillis(200), Retries.delay(RetryPolicy.STANDARD, 1, unknown, bound -> bound - 1));
        IOException ofJava = assertThrows(IOException.class, () -> Dns.SYSTEM.lookup("[x"));
        assertTrue(Retries.isRepeatedByJava(ofJava), ofJava::toString);
    }

    /** The property may be any number: a sum with it once became negative. */
    @Test
    void waitsAtMostTheMaximumIfFailedLookupsAreKeptForLong() {
        String name = "networkaddress.cache.negative.ttl";
        String before = Security.getProperty(name);
        Security.setProperty(name, "9999999999999999999");
        try {
            IOException unknown = ofJava("oss");
            assertEquals(
                    RetryPolicy.STANDARD.maxDelay(),
                    Retries.delay(RetryPolicy.STANDARD, 1, unknown, bound -> bound - 1));
        } finally {
            Security.setProperty(name, before == null ? "10" : before);
        }
    }

    private static IOException caused(IOException failure, Exception cause) {
        failure.initCause(cause);
        return failure;
    }

    @Test
    void doesNotRetryWhatFailsAgain() {
        Operation operation = new Operation("GetObject", "GET", "k");
        OssResponse response = TestResponse.of(304, Headers.of(), "").received();
        for (IOException failure : new IOException[] {
            new InterruptedIOException("interrupted"),
            new FileNotFoundException("file"),
            new NoSuchFileException("file"),
            new AccessDeniedException("file"),
            new MalformedInputException(1),
            new ClosedByInterruptException(),
            new UnknownServiceException("CLEARTEXT communication not enabled"),
            new IOException("of a listener", new IllegalStateException("a bug")),
            new CannotWriteException(Path.of("full"), new IOException("No space left on device")),
            new ChangedBytesException(7),
            new NotModifiedException("GetObject k", null, null),
            assertThrows(NotFromOssException.class, () -> ResponseDocument.throwUnlessFromOss(operation, response)),
            new UnexpectedResponseException("no ETag"),
            new SSLPeerUnverifiedException("of another host"),
            caused(new SSLHandshakeException("failed"), new CertificateException("expired")),
            caused(
                    new SSLHandshakeException("failed"),
                    new IOException("in between", new CertificateException("expired"))),
        }) {
            assertFalse(Retries.isTransient(RetryPolicy.STANDARD, failure), failure.toString());
        }
    }

    @Test
    void retriesCodesRegardlessOfTheStatus() {
        for (String code : new String[] {"RequestTimeout", "InternalError", "ServiceUnavailable"}) {
            assertTrue(Retries.isTransient(RetryPolicy.STANDARD, error(400, code)), code);
        }
        assertFalse(Retries.isTransient(RetryPolicy.STANDARD, error(400, "InvalidArgument")));
        RetryPolicy policy =
                RetryPolicy.builder().statuses(400, 599).codes("Busy").build();
        assertTrue(Retries.isTransient(policy, error(400, "InvalidArgument")));
        assertTrue(Retries.isTransient(policy, error(599, "Other")));
        assertTrue(Retries.isTransient(policy, error(409, "Busy")));
        assertFalse(Retries.isTransient(policy, error(503, "ServiceUnavailable")));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100})
    void acceptsAttemptsWithinTheLimits(int attempts) {
        assertEquals(attempts, RetryPolicy.builder().attempts(attempts).build().attempts());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 101})
    void rejectsAttemptsBeyondTheLimits(int attempts) {
        assertRejected(
                "attempts must be between 1 and 100, was " + attempts,
                () -> RetryPolicy.builder().attempts(attempts));
    }

    @ParameterizedTest
    @ValueSource(ints = {399, 600})
    void rejectsStatusesThatAreNotErrors(int status) {
        assertRejected(
                "status must be between 400 and 599, was " + status,
                () -> RetryPolicy.builder().statuses(500, status));
    }

    @Test
    void rejectsAnEmptyCode() {
        assertRejected(
                "an error code must not be empty", () -> RetryPolicy.builder().codes("Busy", ""));
    }

    @Test
    void rejectsDelaysThatAreNegativeOrLongerThanADay() {
        RetryPolicy day = RetryPolicy.builder()
                .baseDelay(Duration.ofDays(1))
                .maxDelay(Duration.ofDays(1))
                .build();
        assertTrue(day.toString().contains("86400000 to 86400000 ms"), day.toString());
        assertRejected(
                "baseDelay must be between 0 and 24 hours, was PT-0.001S",
                () -> RetryPolicy.builder().baseDelay(Duration.ofMillis(-1)));
        assertRejected(
                "maxDelay must be between 0 and 24 hours, was PT24H0.001S",
                () -> RetryPolicy.builder().maxDelay(Duration.ofDays(1).plusMillis(1)));
        assertRejected(
                "retryFor must be between 0 and 24 hours, was PT-0.001S",
                () -> RetryPolicy.builder().retryFor(Duration.ofMillis(-1)));
        assertEquals(Duration.ZERO, RetryPolicy.STANDARD.retryFor());
    }

    private static void assertRejected(String message, Executable call) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1_000_001})
    void rejectsBudgetsBeyondTheLimits(int retries) {
        assertRejected(
                "retryBudget must be between 0 and 1000000, was " + retries,
                () -> RetryPolicy.builder().retryBudget(retries));
    }

    @Test
    void showsItsValues() {
        assertEquals(
                "RetryPolicy{4 attempts, budget of 100 retries, 200 to 20000 ms, [408, 429, 500, 502, 503, 504],"
                        + " [InternalError, RequestTimeout, ServiceUnavailable]}",
                RetryPolicy.STANDARD.toString());
        assertTrue(RetryPolicy.builder()
                .retryFor(Duration.ofMinutes(10))
                .build()
                .toString()
                .startsWith("RetryPolicy{4 attempts, for 600000 ms, budget"));
        assertEquals(
                "RetryPolicy{1 attempts, budget of 100 retries, 200 to 20000 ms, [500], [Busy], repeats callbacks}",
                RetryPolicy.builder()
                        .attempts(1)
                        .statuses(500)
                        .codes("Busy")
                        .repeatCallbacks(true)
                        .build()
                        .toString());
    }
}
