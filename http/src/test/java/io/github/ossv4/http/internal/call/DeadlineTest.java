// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import okio.Timeout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeadlineTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private static long limited(Deadline deadline, Duration own) {
        Timeout attempt = new Timeout().timeout(own.toNanos(), TimeUnit.NANOSECONDS);
        deadline.limit(attempt);
        return attempt.timeoutNanos();
    }

    @Test
    void hasNoLimitWithoutTimeout() {
        assertSame(Deadline.NONE, Deadline.in(null));
        assertNull(Deadline.NONE.timeLeft());
        assertFalse(Deadline.NONE.hasPassed());
        assertEquals(0, limited(Deadline.NONE, Duration.ZERO));
        assertEquals(HOUR.toNanos(), limited(Deadline.NONE, HOUR));
    }

    @Test
    void countsTheTimeLeft() {
        Deadline deadline = Deadline.in(HOUR);
        Duration first = deadline.timeLeft();
        Duration second = deadline.timeLeft();

        assertTrue(first.compareTo(HOUR) <= 0, first.toString());
        assertTrue(second.compareTo(first) <= 0, second.toString());
        assertTrue(second.compareTo(HOUR.minusMinutes(1)) > 0, second.toString());
        assertFalse(deadline.hasPassed());
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S"})
    void hasPassedAfterTheTimeout(Duration timeout) {
        Deadline deadline = Deadline.in(timeout);

        assertTrue(deadline.hasPassed());
        assertTrue(deadline.timeLeft().compareTo(Duration.ZERO) <= 0);
        assertEquals(1, limited(deadline, Duration.ZERO), "0 would mean no timeout");
        assertEquals(1, limited(deadline, HOUR));
    }

    @Test
    void limitsAnAttemptWithoutTimeout() {
        long nanos = limited(Deadline.in(HOUR), Duration.ZERO);

        assertTrue(nanos > 0 && nanos <= HOUR.toNanos(), nanos + " ns");
    }

    @Test
    void shortensALongerTimeoutAndKeepsAShorterOne() {
        assertTrue(limited(Deadline.in(HOUR), HOUR.multipliedBy(2)) <= HOUR.toNanos());
        assertEquals(1000, limited(Deadline.in(HOUR), Duration.ofNanos(1000)));
    }

    @Test
    void limitsTimeouts() {
        Deadline.checkTimeout("t", Duration.ofMillis(1));
        Deadline.checkTimeout("t", Duration.ofDays(365));
        for (Duration timeout : new Duration[] {
            Duration.ofNanos(999_999), Duration.ZERO, Duration.ofDays(365).plusNanos(1)
        }) {
            assertEquals(
                    "t must be between 1 ms and 365 days, was " + timeout,
                    assertThrows(IllegalArgumentException.class, () -> Deadline.checkTimeout("t", timeout))
                            .getMessage());
        }
    }
}
