// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How much later it is at the server than by the clock here, as far as the server is believed. Immutable.
 *
 * <p>Whoever can forge a response over http can have requests signed for a time to come, and send them again then. So over http
 * a server is believed for requests, whose signatures hold for 15 minutes, if its time is at most a day off; presigned URLs and
 * forms, which are signed for as long as the user likes, are moved by 15 minutes at most. Over https a server is believed for
 * both if its time is at most 366 days off: with a clock that is further off, hardly any certificate is valid.
 */
final class ClockCorrection {
    static final ClockCorrection NONE = new ClockCorrection(Duration.ZERO, Duration.ZERO);

    /** So long before and after its time OSS takes the signature of a request. */
    static final Duration SIGNATURE_WINDOW = Duration.ofMinutes(15);

    static final Duration MOST_OVER_HTTP = Duration.ofDays(1);
    static final Duration MOST_OVER_HTTPS = Duration.ofDays(366);

    private final Duration ofRequests;
    private final Duration ofUrlsAndForms;

    private ClockCorrection(Duration ofRequests, Duration ofUrlsAndForms) {
        this.ofRequests = ofRequests;
        this.ofUrlsAndForms = ofUrlsAndForms;
    }

    /** The correction by a server's time that was received over http; null if it is too far off to be believed. */
    static @Nullable ClockCorrection overHttp(Instant here, Instant server) {
        Duration offset = Duration.between(here, server);
        return offset.abs().compareTo(MOST_OVER_HTTP) > 0 ? null : new ClockCorrection(offset, withinWindow(offset));
    }

    /** The correction by a server's time that was received over https; null if it is too far off to be believed. */
    static @Nullable ClockCorrection overHttps(Instant here, Instant server) {
        Duration offset = Duration.between(here, server);
        return offset.abs().compareTo(MOST_OVER_HTTPS) > 0 ? null : new ClockCorrection(offset, offset);
    }

    private static Duration withinWindow(Duration offset) {
        if (offset.abs().compareTo(SIGNATURE_WINDOW) <= 0) {
            return offset;
        }
        return offset.isNegative() ? SIGNATURE_WINDOW.negated() : SIGNATURE_WINDOW;
    }

    /** What to add to the clock's time for the signature of a request. */
    Duration ofRequests() {
        return ofRequests;
    }

    /** What to add to the clock's time for a presigned URL or a form. */
    Duration ofUrlsAndForms() {
        return ofUrlsAndForms;
    }

    @Override
    public String toString() {
        return "ClockCorrection{" + ofRequests + ", of URLs and forms " + ofUrlsAndForms + "}";
    }
}
