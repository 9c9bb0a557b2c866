// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.call;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import okio.Timeout;
import org.jspecify.annotations.Nullable;

/** The time by which a call completes, with all its attempts and queries. Immutable. */
public final class Deadline {
    public static final Deadline NONE = new Deadline(null);

    /** Equivalent to {@link System#nanoTime}. */
    private final @Nullable Long nanoTime;

    private Deadline(@Nullable Long nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Returns the deadline of a call that starts now; null for no limit. */
    public static Deadline in(@Nullable Duration timeout) {
        return timeout == null ? NONE : new Deadline(System.nanoTime() + timeout.toNanos());
    }

    /**
     * Checks a timeout that the caller sets.
     *
     * @throws IllegalArgumentException if the timeout is not 1 ms to 365 days
     */
    public static void checkTimeout(String name, Duration timeout) {
        if (Objects.requireNonNull(timeout, name).compareTo(Duration.ofMillis(1)) < 0
                || timeout.compareTo(Duration.ofDays(365)) > 0) {
            throw new IllegalArgumentException(name + " must be between 1 ms and 365 days, was " + timeout);
        }
    }

    /** Returns the time left, negative if the deadline has passed; null for no limit. */
    public @Nullable Duration timeLeft() {
        return nanoTime == null ? null : Duration.ofNanos(nanoTime - System.nanoTime());
    }

    public boolean hasPassed() {
        Duration left = timeLeft();
        return left != null && (left.isZero() || left.isNegative());
    }

    /** Shortens the timeout of an attempt that would go beyond the deadline. */
    void limit(Timeout attempt) {
        Duration left = timeLeft();
        if (left != null) {
            long nanos = Math.max(1, left.toNanos());
            long own = attempt.timeoutNanos();
            attempt.timeout(own == 0 ? nanos : Math.min(nanos, own), TimeUnit.NANOSECONDS);
        }
    }
}
