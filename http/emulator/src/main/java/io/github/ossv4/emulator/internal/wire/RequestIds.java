// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.wire;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A generator of request IDs in OSS's form: 24 upper-case hex digits. The first 8 are the time in seconds, the rest is
 * a counter with a random start, so that IDs of different emulators differ. Thread-safe.
 */
final class RequestIds {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private final Clock clock;
    private final AtomicLong next = new AtomicLong(new SecureRandom().nextLong());

    RequestIds(Clock clock) {
        this.clock = clock;
    }

    String next() {
        return HEX.toHexDigits(clock.instant().getEpochSecond(), 8) + HEX.toHexDigits(next.getAndIncrement());
    }
}
