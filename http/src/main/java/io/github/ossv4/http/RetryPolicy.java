// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * When a request is sent again, and after how long. Each attempt is signed anew and sends its whole body anew. Immutable.
 *
 * <p>A request is sent again if the network failed, if OSS answered one of the {@linkplain Builder#statuses statuses} or
 * {@linkplain Builder#codes codes}, and if what OSS stored, or sent, is damaged and the retry overwrites it. It is retried
 * immediately where the credentials had expired and the source has others, or where the clock was wrong
 * ({@code RequestTimeTooSkewed}).
 *
 * <p>A clock that is wrong is corrected by the time in the response of OSS. Over https a difference of up to 366 days is
 * corrected. Over http, where somebody on the way may have written the response, a difference of up to a day is corrected for
 * requests, and of up to 15 minutes for presigned URLs and forms. A larger difference is not: set the clock, or give the client
 * another one with {@link BucketClient.Builder#clock}.
 *
 * <p>It is never sent again
 *
 * <ul>
 *   <li>if its body is a stream that has been read from;
 *   <li>if it appends, its body has been sent, and HeadObject does not find the object as it was before;
 *   <li>if it has a callback, and its body has been sent: the application server would be called twice. Responses by which
 *       OSS says that it did nothing are an exception, CompleteMultipartUpload of an upload that still exists is another, and
 *       {@link Builder#repeatCallbacks} allows the rest;
 *   <li>after any other refusal, a failed callback, an unmet condition, a certificate that is not trusted, a local file that
 *       cannot be read or written, an interrupt, a cancellation, or OkHttp's call timeout.
 * </ul>
 *
 * <p>The wait is random between nothing and {@code baseDelay} doubled with each attempt, at most {@code maxDelay}; at least
 * as long as a {@code Retry-After} in seconds asks for, though no longer than {@code maxDelay}. Its other form, a date, is
 * ignored.
 *
 * @see <a href="https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/">Full jitter</a>
 */
public final class RetryPolicy {
    /** Four attempts, from 200 ms to 20 seconds. */
    public static final RetryPolicy STANDARD = builder().build();

    /** One attempt. */
    public static final RetryPolicy NONE = builder().attempts(1).build();

    private static final Pattern DECIMAL = Pattern.compile("[0-9]+");

    private final int attempts;
    private final long baseMillis;
    private final long maxMillis;
    private final Set<Integer> statuses;
    private final Set<String> codes;
    private final boolean repeatCallbacks;

    private RetryPolicy(Builder builder) {
        this.attempts = builder.attempts;
        this.baseMillis = builder.baseMillis;
        this.maxMillis = builder.maxMillis;
        this.statuses = Collections.unmodifiableSet(new TreeSet<>(builder.statuses));
        this.codes = Collections.unmodifiableSet(new TreeSet<>(builder.codes));
        this.repeatCallbacks = builder.repeatCallbacks;
    }

    /** Starts with what {@link #STANDARD} does. */
    public static Builder builder() {
        return new Builder();
    }

    /** Whether another attempt could follow this one, the first being 1. */
    boolean allowsAfter(int attempt) {
        return attempt < attempts;
    }

    boolean repeatsCallbacks() {
        return repeatCallbacks;
    }

    /** Returns whether a retry may succeed after this failure. */
    boolean isTransient(IOException failure) {
        if (failure instanceof ServiceException) {
            ServiceException refused = (ServiceException) failure;
            return statuses.contains(refused.status()) || (refused.code() != null && codes.contains(refused.code()));
        }
        if (failure instanceof InterruptedIOException && !(failure instanceof SocketTimeoutException)) {
            // A thread that was interrupted, or OkHttp's timeout for the whole call.
            return false;
        }
        return !(failure.getCause() instanceof RuntimeException)
                && !(failure instanceof CallbackFailedException)
                && !(failure instanceof NotModifiedException)
                && !(failure instanceof CannotWriteException)
                && !(failure instanceof NotFromOssException)
                && !(failure instanceof UnexpectedResponseException)
                && !(failure instanceof SSLPeerUnverifiedException)
                && !(failure instanceof SSLHandshakeException && isOfCertificate(failure));
    }

    private static boolean isOfCertificate(Throwable failure) {
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException) {
                return true;
            }
        }
        return false;
    }

    /** How long to wait after an attempt, the first being 1. */
    Duration delay(int attempt, IOException failure) {
        long most = attempt > 32 ? maxMillis : Math.min(maxMillis, baseMillis << (attempt - 1));
        long random = most <= 0 ? 0 : ThreadLocalRandom.current().nextLong(most + 1);
        return Duration.ofMillis(Math.max(random, Math.min(maxMillis, retryAfterMillis(failure))));
    }

    private static long retryAfterMillis(IOException failure) {
        String seconds =
                failure instanceof ServiceException ? ((ServiceException) failure).header("Retry-After") : null;
        return seconds == null ? 0 : millis(seconds);
    }

    /** The milliseconds of a number of seconds of any length; 0 if it is none, such as a date. */
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

    @Override
    public String toString() {
        return "RetryPolicy{" + attempts + " attempts, " + baseMillis + " to " + maxMillis + " ms, " + statuses + ", "
                + codes + (repeatCallbacks ? ", repeats callbacks" : "") + "}";
    }

    /** Collects a policy. Not thread-safe. */
    public static final class Builder {
        /** Short enough to be doubled 32 times. */
        private static final long MOST_MILLIS = Duration.ofDays(1).toMillis();

        private int attempts = 4;
        private long baseMillis = 200;
        private long maxMillis = 20_000;
        private Set<Integer> statuses = new TreeSet<>();
        private Set<String> codes = new TreeSet<>();
        private boolean repeatCallbacks;

        private Builder() {
            statuses(408, 429, 500, 502, 503, 504);
            // Of a body that did not come to its end in time, with a 400, and of what failed behind a 200.
            codes("RequestTimeout", "InternalError", "ServiceUnavailable");
        }

        /**
         * How often a request is sent, the first time included. Where an answer was lost the object may be asked for besides,
         * at most twice each time.
         *
         * @throws IllegalArgumentException if it is not 1 to 100
         */
        public Builder attempts(int attempts) {
            if (attempts < 1 || attempts > 100) {
                throw new IllegalArgumentException("attempts is " + attempts + ", 1 to 100 are allowed");
            }
            this.attempts = attempts;
            return this;
        }

        /**
         * The longest wait after the first attempt; after each further one it is twice as long.
         *
         * @throws IllegalArgumentException if it is negative or longer than a day
         */
        public Builder baseDelay(Duration delay) {
            this.baseMillis = millis("baseDelay", delay);
            return this;
        }

        /**
         * The longest wait of all.
         *
         * @throws IllegalArgumentException if it is negative or longer than a day
         */
        public Builder maxDelay(Duration delay) {
            this.maxMillis = millis("maxDelay", delay);
            return this;
        }

        private static long millis(String name, Duration delay) {
            if (delay.isNegative() || delay.compareTo(Duration.ofMillis(MOST_MILLIS)) > 0) {
                throw new IllegalArgumentException(name + " is " + delay + ", nothing to a day is allowed");
            }
            return delay.toMillis();
        }

        /**
         * Which HTTP statuses may pass by themselves, in place of 408, 429, 500, 502, 503 and 504.
         *
         * @throws IllegalArgumentException if one is not 400 to 599
         */
        public Builder statuses(int... statuses) {
            Set<Integer> all = new TreeSet<>();
            for (int status : statuses) {
                if (status < 400 || status > 599) {
                    throw new IllegalArgumentException("status is " + status + ", 400 to 599 are allowed");
                }
                all.add(status);
            }
            this.statuses = all;
            return this;
        }

        /**
         * Which error codes may pass by themselves whatever their status, in place of {@code RequestTimeout},
         * {@code InternalError} and {@code ServiceUnavailable}.
         *
         * @throws IllegalArgumentException if one is empty
         */
        public Builder codes(String... codes) {
            Set<String> all = new TreeSet<>();
            for (String code : codes) {
                if (code.isEmpty()) {
                    throw new IllegalArgumentException("an error code is empty");
                }
                all.add(code);
            }
            this.codes = all;
            return this;
        }

        /** Sends a request with a callback again even if the application server may then be called twice for one upload. */
        public Builder repeatCallbacks() {
            this.repeatCallbacks = true;
            return this;
        }

        /** The policy as collected so far. */
        public RetryPolicy build() {
            return new RetryPolicy(this);
        }
    }
}
