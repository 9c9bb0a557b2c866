// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that stands still until it is set, or advances with each reading. */
public final class TestClock extends Clock {
    /** The time of tests that need no other one. */
    public static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

    private final AtomicReference<Instant> now;
    private final Duration step;

    private TestClock(Instant now, Duration step) {
        this.now = new AtomicReference<>(now);
        this.step = step;
    }

    public TestClock(Instant now) {
        this(now, Duration.ZERO);
    }

    /** Creates a clock that stands still at {@link #NOON}. */
    public TestClock() {
        this(NOON);
    }

    /** Returns a clock whose every reading is a step later than the one before. */
    public static TestClock advancing(Instant start, Duration step) {
        return new TestClock(start, step);
    }

    public void set(Instant instant) {
        now.set(instant);
    }

    public void advance(Duration time) {
        now.updateAndGet(before -> before.plus(time));
    }

    @Override
    public Instant instant() {
        return now.getAndUpdate(before -> before.plus(step));
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException();
    }
}
