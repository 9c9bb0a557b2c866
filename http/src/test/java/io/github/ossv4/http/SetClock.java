// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that stands still until it is set. */
final class SetClock extends Clock {
    private final AtomicReference<Instant> now;

    SetClock(Instant now) {
        this.now = new AtomicReference<>(now);
    }

    void set(Instant instant) {
        now.set(instant);
    }

    void advance(Duration time) {
        now.updateAndGet(before -> before.plus(time));
    }

    @Override
    public Instant instant() {
        return now.get();
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
