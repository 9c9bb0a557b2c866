// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.call;

import io.github.ossv4.http.RetryPolicy;
import io.github.ossv4.http.ServiceException;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.Security;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.LongUnaryOperator;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import okhttp3.OkHttpClient;

/**
 * The rules of a {@link RetryPolicy}: what is retried, and after how long.
 *
 * <p>Rule: Delays: full jitter, {@code Retry-After} in seconds and a random time after it; after a failed lookup of a
 * host the time for which the JVM keeps it ({@code RetriesTest}).
 */
final class Retries {
    private static final Pattern DECIMAL = Pattern.compile("[0-9]+");

    private Retries() {}

    /** Returns whether a retry may succeed after this failure. */
    static boolean isTransient(RetryPolicy policy, IOException failure) {
        if (failure instanceof ServiceException) {
            ServiceException refused = (ServiceException) failure;
            return policy.statuses().contains(refused.status())
                    || (refused.code() != null && policy.codes().contains(refused.code()));
        }
        return failure instanceof SSLException ? isTransientOfTls((SSLException) failure) : isOfNetwork(failure);
    }

    private static boolean isOfNetwork(IOException failure) {
        return failure instanceof SocketException
                || failure instanceof SocketTimeoutException
                || failure instanceof UnknownHostException
                || failure instanceof EOFException
                || failure instanceof ProtocolException
                || isOfHttp2(failure)
                // OkHttp has no type for a response that ends early. Our interceptor wraps unchecked exceptions.
                || (failure.getClass() == IOException.class && !(failure.getCause() instanceof RuntimeException));
    }

    /** OkHttp's exceptions for streams of HTTP/2 are in a package that it does not export. */
    private static boolean isOfHttp2(IOException failure) {
        String name = OkHttpClient.class.getName();
        return failure.getClass().getName().startsWith(name.substring(0, name.lastIndexOf('.') + 1));
    }

    /**
     * Only a rejected certificate remains so. Whatever else fails in TLS may be a connection that breaks or a server
     * that restarts: JSSE reports both by the same exception types as a server that does not expect TLS.
     */
    private static boolean isTransientOfTls(SSLException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException || cause instanceof SSLPeerUnverifiedException) {
                return false;
            }
        }
        return true;
    }

    /** Returns the delay after an attempt, the first being 1. */
    static Duration delay(RetryPolicy policy, int attempt, IOException failure) {
        return delay(policy, attempt, failure, ThreadLocalRandom.current()::nextLong);
    }

    /** @param random returns a random number from 0, less than its argument */
    static Duration delay(RetryPolicy policy, int attempt, IOException failure, LongUnaryOperator random) {
        long baseMillis = policy.baseDelay().toMillis();
        long maxMillis = policy.maxDelay().toMillis();
        long most = attempt > 32 ? maxMillis : Math.min(maxMillis, baseMillis << (attempt - 1));
        if (isRepeatedByJava(failure)) {
            // A millisecond more: Java may count an entry that ends now.
            long delay = Math.min(maxMillis, failedLookupMillis()) + 1 + random.applyAsLong(most + 1);
            return Duration.ofMillis(Math.min(maxMillis, delay));
        }
        long retryAfter = Math.min(maxMillis, retryAfterMillis(failure));
        // Otherwise all clients that receive the same Retry-After would come back at the same time.
        return Duration.ofMillis(retryAfter + random.applyAsLong(Math.max(most, retryAfter) + 1));
    }

    /** Returns whether Java's resolver failed. It repeats the failure for a time; the caller's {@code Dns} does not. */
    static boolean isRepeatedByJava(IOException failure) {
        StackTraceElement[] trace = failure.getStackTrace();
        return failure instanceof UnknownHostException
                && trace.length > 0
                && trace[0].getClassName().startsWith("java.net.");
    }

    /** Returns how long the JVM fails each lookup of a host, without a query, after a failed one. */
    private static long failedLookupMillis() {
        String seconds = Security.getProperty("networkaddress.cache.negative.ttl");
        return seconds == null ? 10_000 : millis(seconds);
    }

    private static long retryAfterMillis(IOException failure) {
        String seconds =
                failure instanceof ServiceException ? ((ServiceException) failure).header("Retry-After") : null;
        return seconds == null ? 0 : millis(seconds);
    }

    /** Returns the milliseconds of a number of seconds of any length; 0 for anything else, such as a date. */
    static long millis(String seconds) {
        if (!DECIMAL.matcher(seconds).matches()) {
            return 0;
        }
        try {
            return TimeUnit.SECONDS.toMillis(Long.parseLong(seconds));
        } catch (NumberFormatException e) {
            // More than 63 bits.
            return Long.MAX_VALUE;
        }
    }
}
