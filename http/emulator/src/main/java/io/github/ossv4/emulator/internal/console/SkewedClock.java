// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.console;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/** A clock that is ahead of another one by an adjustable time. Thread-safe. */
public final class SkewedClock extends Clock {
    private final Clock right;
    private volatile Duration skew = Duration.ZERO;

    public SkewedClock(Clock right) {
        this.right = right;
    }

    /** Returns by how much this clock is ahead. */
    Duration skew() {
        return skew;
    }

    void skew(Duration ahead) {
        skew = ahead;
    }

    @Override
    public Instant instant() {
        return right.instant().plus(skew);
    }

    @Override
    public ZoneId getZone() {
        return right.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        SkewedClock other = new SkewedClock(right.withZone(zone));
        other.skew = skew;
        return other;
    }
}
