// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.internal.error.KnownError;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * The rules for retries: which requests are retried, how often, and after how long. Each attempt is signed again and
 * sends its whole body. Immutable.
 *
 * <pre>{@code
 * BucketClient patient = BucketClient.builder("https://oss-cn-hangzhou.aliyuncs.com", "examplebucket")
 *         .credentials(CredentialsSource.environment())
 *         .retryPolicy(RetryPolicy.builder().attempts(8).maxDelay(Duration.ofMinutes(1)).build())
 *         .build();
 * }</pre>
 *
 * <p>A request is retried if the network fails (a host that is not found, a connection that is refused, reset or times
 * out, a response that is malformed or ends early), if OSS returns one of the {@linkplain Builder#statuses statuses} or
 * {@linkplain Builder#codes codes}, or if the checksum of an upload or download does not match and the retry overwrites
 * the object or file. It is retried immediately if the credentials have expired and the source has others, or if the
 * clock is wrong ({@code RequestTimeTooSkewed}).
 *
 * <p>OkHttp itself repeats a request without a body once, unchanged and unseen by listeners, after a 408, and if a
 * pooled connection turns out to be closed.
 *
 * <p>If OSS refuses a request because its time differs by more than 15 minutes, the clock of the client is corrected by
 * the time of OSS. Over https a difference of up to 366 days is corrected, for requests, presigned URLs and forms. Over
 * http a response can be forged. Therefore a difference of up to one day is corrected for requests, and presigned URLs
 * and forms are moved by at most 15 minutes: if the difference is larger, their time stays wrong. Beyond 366 days, or
 * one day over http, nothing is corrected and the request fails: set the system's clock, or {@link
 * BucketClient.Builder#clock}. A client that only signs learns nothing: send a request before, such as {@link
 * BucketClient#exists}, if its clock may be wrong. The clock of a browser that uses a URL or form has no influence.
 *
 * <p>A request is not retried
 *
 * <ul>
 *   <li>if its body is a stream that was read from;
 *   <li>if it is an append whose body was sent, unless HeadObject finds the object unchanged;
 *   <li>if it has a callback and its body was sent: a retry would repeat the callback. Exceptions are responses in
 *       which OSS reports that it did nothing, CompleteMultipartUpload of an upload that still exists, and {@link
 *       Builder#repeatCallbacks};
 *   <li>after any other refusal, a failed callback, an unmet condition, an interrupt, a cancellation, or OkHttp's call
 *       timeout;
 *   <li>if {@link Builder#retryBudget} allows no further retry, unless the clock or the credentials were corrected, or
 *       {@link Builder#retryFor} allows it;
 *   <li>if a time limit of the call is reached, see {@link BucketClient.Builder#callTimeout};
 *   <li>if the certificate of the server is rejected;
 *   <li>after an exception of another type, such as {@link java.io.FileNotFoundException} of a local file or one of
 *       your interceptor, unless its class is {@link IOException} itself, which OkHttp throws for broken responses.
 * </ul>
 *
 * <p>The delay is random between zero and {@code baseDelay} doubled with each attempt, at most {@code maxDelay}. A
 * {@code Retry-After} in seconds is waited for in full, at most {@code maxDelay}. Then a random time is added, at most
 * the longer of {@code Retry-After} and the usual delay, so that clients that were refused together do not retry
 * together. A {@code Retry-After} of 0, or with a date, is ignored.
 *
 * <p>Java caches a failed lookup of a host for 10 seconds ({@code networkaddress.cache.negative.ttl}). A retry waits
 * for this time, at most {@code maxDelay}. Without {@code retryFor} there is one such retry. Your own {@code Dns} is
 * retried as usual.
 *
 * @see <a href="https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/">Full jitter</a>
 */
public final class RetryPolicy {
    /** Four attempts, with delays from 200 ms to 20 seconds. */
    public static final RetryPolicy STANDARD = builder().build();

    /** One attempt. */
    public static final RetryPolicy NONE = builder().attempts(1).build();

    private final int attempts;
    private final long baseMillis;
    private final long maxMillis;
    private final Set<Integer> statuses;
    private final Set<String> codes;
    private final boolean repeatCallbacks;
    private final int retryBudget;
    private final long retryMillis;

    RetryPolicy(Builder builder) {
        this.attempts = builder.attempts;
        this.baseMillis = builder.baseMillis;
        this.maxMillis = builder.maxMillis;
        this.statuses = Collections.unmodifiableSet(new TreeSet<>(builder.statuses));
        this.codes = Collections.unmodifiableSet(new TreeSet<>(builder.codes));
        this.repeatCallbacks = builder.repeatCallbacks;
        this.retryBudget = builder.retryBudget;
        this.retryMillis = builder.retryMillis;
    }

    /** Starts with the values of {@link #STANDARD}. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns the limit of attempts, 1 for no retries; {@link #retryFor} may allow more. */
    public int attempts() {
        return attempts;
    }

    /** Returns the longest delay after the first attempt. */
    public Duration baseDelay() {
        return Duration.ofMillis(baseMillis);
    }

    /** Returns the longest delay after any attempt. */
    public Duration maxDelay() {
        return Duration.ofMillis(maxMillis);
    }

    /** Returns the HTTP statuses that are retried, ascending. */
    public Set<Integer> statuses() {
        return statuses;
    }

    /** Returns the error codes that are retried regardless of the status. */
    public Set<String> codes() {
        return codes;
    }

    /** Returns whether a request with a callback is retried even if the callback may then be performed twice. */
    public boolean repeatCallbacks() {
        return repeatCallbacks;
    }

    /** Returns how many retries all calls of a client together may make before one succeeds. */
    public int retryBudget() {
        return retryBudget;
    }

    /** Returns how long a call is retried after its first attempt, whatever the number of attempts; zero by default. */
    public Duration retryFor() {
        return Duration.ofMillis(retryMillis);
    }

    @Override
    public String toString() {
        return "RetryPolicy{" + attempts + " attempts, " + (retryMillis == 0 ? "" : "for " + retryMillis + " ms, ")
                + "budget of " + retryBudget + " retries, " + baseMillis + " to " + maxMillis + " ms, " + statuses
                + ", " + codes + (repeatCallbacks ? ", repeats callbacks" : "") + "}";
    }

    /** Collects the values of a policy. Not thread-safe. */
    public static final class Builder {
        /** Short enough to be doubled 32 times. */
        private static final long MOST_MILLIS = Duration.ofDays(1).toMillis();

        private int attempts = 4;
        private long baseMillis = 200;
        private long maxMillis = 20_000;
        private Set<Integer> statuses = new TreeSet<>();
        private Set<String> codes = new TreeSet<>();
        private boolean repeatCallbacks;
        private int retryBudget = 100;
        private long retryMillis;

        Builder() {
            statuses(408, 429, 500, 502, 503, 504);
            // RequestTimeout comes with a 400, the other two may follow a 200.
            codes(KnownError.TIMEOUT.key(), "InternalError", "ServiceUnavailable");
        }

        /**
         * Sets the number of attempts, including the first; default 4. {@link #retryFor} may allow more. After a lost
         * response HeadObject or ListParts may be sent in addition, at most twice for each attempt.
         *
         * @throws IllegalArgumentException if the number is not 1 to 100
         */
        public Builder attempts(int attempts) {
            if (attempts < 1 || attempts > 100) {
                throw new IllegalArgumentException("attempts must be between 1 and 100, was " + attempts);
            }
            this.attempts = attempts;
            return this;
        }

        /**
         * Sets the longest delay after the first attempt; default 200 ms. It doubles with each attempt.
         *
         * @throws IllegalArgumentException if the delay is negative or longer than a day
         */
        public Builder baseDelay(Duration delay) {
            this.baseMillis = millis("baseDelay", delay);
            return this;
        }

        /**
         * Sets the longest delay after any attempt; default 20 seconds. A {@code Retry-After} can double it.
         *
         * @throws IllegalArgumentException if the delay is negative or longer than a day
         */
        public Builder maxDelay(Duration delay) {
            this.maxMillis = millis("maxDelay", delay);
            return this;
        }

        private static long millis(String name, Duration delay) {
            if (Objects.requireNonNull(delay, name).isNegative()
                    || delay.compareTo(Duration.ofMillis(MOST_MILLIS)) > 0) {
                throw new IllegalArgumentException(name + " must be between 0 and 24 hours, was " + delay);
            }
            return delay.toMillis();
        }

        /**
         * Sets the HTTP statuses that are retried; default 408, 429, 500, 502, 503 and 504.
         *
         * @throws IllegalArgumentException if one is not 400 to 599
         */
        public Builder statuses(int... statuses) {
            Set<Integer> all = new TreeSet<>();
            for (int status : Objects.requireNonNull(statuses, "statuses")) {
                if (status < 400 || status > 599) {
                    throw new IllegalArgumentException("status must be between 400 and 599, was " + status);
                }
                all.add(status);
            }
            this.statuses = all;
            return this;
        }

        /**
         * Sets the error codes that are retried regardless of the status; default {@code RequestTimeout}, {@code
         * InternalError} and {@code ServiceUnavailable}.
         *
         * @throws IllegalArgumentException if one is empty
         */
        public Builder codes(String... codes) {
            Set<String> all = new TreeSet<>();
            for (String code : Objects.requireNonNull(codes, "codes")) {
                if (code.isEmpty()) {
                    throw new IllegalArgumentException("an error code must not be empty");
                }
                all.add(code);
            }
            this.codes = all;
            return this;
        }

        /** Retries a request with a callback even if the application server may then be called twice for one upload. */
        public Builder repeatCallbacks(boolean repeatCallbacks) {
            this.repeatCallbacks = repeatCallbacks;
            return this;
        }

        /**
         * Sets how many retries all calls of a client to one bucket together may make in an outage; default 100. Each
         * retry takes one from the budget, except after a corrected clock or refreshed credentials. A retry that
         * succeeds returns it. Five requests that succeed without a retry add one. Without such a limit, an outage of
         * OSS would multiply the requests by {@link #attempts}. A call that is not retried for this reason fails with
         * its last failure, and {@link CallListener#retryBudgetExhausted} is called. The budget is full at first.
         * 1,000,000 is practically no limit.
         *
         * @throws IllegalArgumentException if the number is not 0 to 1,000,000
         * @see <a href="https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html">Retry quota</a>
         */
        public Builder retryBudget(int retries) {
            if (retries < 0 || retries > 1_000_000) {
                throw new IllegalArgumentException("retryBudget must be between 0 and 1000000, was " + retries);
            }
            this.retryBudget = retries;
            return this;
        }

        /**
         * Retries calls for a time, so that they survive an outage; default 0. Until the time since the start of its
         * first attempt has passed, a call is retried even if its {@link #attempts} are used up. This applies to the
         * failures that are retried anyway, such as a refused connection, a server that does not respond, and the
         * {@link #statuses} and {@link #codes}. After a checksum mismatch only {@link #attempts} counts. A HeadObject
         * or ListParts that resolves a lost response has the same time.
         *
         * <p>Within the time, neither {@link #retryBudget} nor the time that the call waited for responses ends the
         * retries. {@link BucketClient.Builder#callTimeout} and the timeout of a transfer do. The delays grow up to
         * {@link #maxDelay} and stay random: by default a call sends about six requests a minute. When the time
         * has passed, one more attempt may follow, after the delay that has begun. A source of credentials that fails
         * is not retried.
         *
         * @throws IllegalArgumentException if the time is negative or longer than a day
         */
        public Builder retryFor(Duration time) {
            this.retryMillis = millis("retryFor", time);
            return this;
        }

        /** Returns the policy. */
        public RetryPolicy build() {
            return new RetryPolicy(this);
        }
    }
}
