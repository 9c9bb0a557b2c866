// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.bucket;

import java.time.Duration;
import java.time.Instant;

/**
 * How far the clock of this machine is from OSS's. Immutable.
 *
 * @param ahead negative if it is behind
 */
public record ClockDifference(Duration ahead) {
    private static final Duration MAX = Duration.ofMinutes(15);
    private static final Duration GOOD = Duration.ofMinutes(1);

    /** Returns the difference of two times that were read at the same moment. */
    public static ClockDifference of(Instant here, Instant ofOss) {
        return new ClockDifference(Duration.between(ofOss, here));
    }

    /** Returns whether it is at most a minute. */
    public boolean isSmall() {
        return ahead.abs().compareTo(GOOD) <= 0;
    }

    /** Returns whether OSS accepts the times that this machine signs: the difference is less than 15 minutes. */
    public boolean isAccepted() {
        return ahead.abs().compareTo(MAX) < 0;
    }

    /** Returns the difference as a sentence without a period. */
    public String text() {
        long days = ahead.abs().toDays();
        return "the clock of this machine is "
                + (days > 1 ? days + " days " : ahead.abs().toSeconds() + " seconds ")
                + (ahead.isNegative() ? "behind" : "ahead of") + " that of OSS";
    }
}
