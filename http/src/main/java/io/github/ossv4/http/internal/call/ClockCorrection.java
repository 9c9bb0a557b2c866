// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.call;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The difference between OSS's clock and the local one, limited by how far the response is trusted. Immutable.
 *
 * <p>An attacker who can forge a response over http can make the client sign requests for a future time, and send them
 * then. Over http the server's time is therefore accepted for requests, whose signatures are valid for 15 minutes, if
 * the difference is at most a day; presigned URLs and forms, whose validity the user chooses, are moved by at most 15
 * minutes. Over https it is accepted for both if the difference is at most 366 days: with a larger one hardly any
 * certificate is valid.
 *
 * <p>Rule: OSS accepts 15 minutes of clock difference; corrections are limited ({@code ClockCorrectionTest}).
 */
final class ClockCorrection {
    static final ClockCorrection NONE = new ClockCorrection(Duration.ZERO, Duration.ZERO);

    /** OSS accepts the signature of a request for this long before and after its time. */
    static final Duration SIGNATURE_WINDOW = Duration.ofMinutes(15);

    static final Duration MOST_OVER_HTTP = Duration.ofDays(1);
    static final Duration MOST_OVER_HTTPS = Duration.ofDays(366);

    private final Duration ofRequests;
    private final Duration ofUrlsAndForms;

    private ClockCorrection(Duration ofRequests, Duration ofUrlsAndForms) {
        this.ofRequests = ofRequests;
        this.ofUrlsAndForms = ofUrlsAndForms;
    }

    /** Returns the correction by a server's time that was received over http; null if the difference is too large. */
    static @Nullable ClockCorrection overHttp(Instant here, Instant server) {
        Duration offset = Duration.between(here, server);
        return offset.abs().compareTo(MOST_OVER_HTTP) > 0 ? null : new ClockCorrection(offset, withinWindow(offset));
    }

    /** Returns the correction by a server's time that was received over https; null if the difference is too large. */
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

    /** Returns the time to add to the clock for the signature of a request. */
    Duration ofRequests() {
        return ofRequests;
    }

    /** Returns the time to add to the clock for a presigned URL or a form. */
    Duration ofUrlsAndForms() {
        return ofUrlsAndForms;
    }

    @Override
    public String toString() {
        return "ClockCorrection{" + ofRequests + ", of URLs and forms " + ofUrlsAndForms + "}";
    }
}
