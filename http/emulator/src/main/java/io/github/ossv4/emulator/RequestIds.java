// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Hands out request ids in OSS's form: 24 upper-case hex digits, of which the first 8 are the time in seconds. The rest
 * counts up from a random number, so ids differ between emulators too. Thread-safe.
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
