// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.ossv4.http.testing.TestClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClockCorrectionTest {
    private static final Instant LOCAL = TestClock.NOON;

    private static Instant server(Duration offset) {
        return LOCAL.plus(offset);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT20M", "PT-20M", "P1D", "P-1D", "P366D", "P-366D"})
    void correctsRequestsAndUrlsOverHttps(Duration offset) {
        ClockCorrection correction = ClockCorrection.overHttps(LOCAL, server(offset));
        assertEquals(offset, correction.ofRequests());
        assertEquals(offset, correction.ofUrlsAndForms());
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S, PT0S",
        "PT14M, PT14M",
        "PT15M, PT15M",
        "PT15M0.000000001S, PT15M",
        "PT-15M, PT-15M",
        "PT-15M-0.000000001S, PT-15M",
        "PT8H, PT15M",
        "P1D, PT15M",
        "P-1D, PT-15M",
    })
    void limitsTheCorrectionOfUrlsOverHttp(Duration offset, Duration ofUrlsAndForms) {
        ClockCorrection correction = ClockCorrection.overHttp(LOCAL, server(offset));
        assertEquals(offset, correction.ofRequests());
        assertEquals(ofUrlsAndForms, correction.ofUrlsAndForms());
    }

    @ParameterizedTest
    @ValueSource(strings = {"P1D", "P366D"})
    void rejectsTimesBeyondTheBound(Duration bound) {
        boolean https = bound.equals(ClockCorrection.MOST_OVER_HTTPS);
        Duration beyond = bound.plusNanos(1);
        for (Duration offset : new Duration[] {beyond, beyond.negated()}) {
            assertNull(
                    https
                            ? ClockCorrection.overHttps(LOCAL, server(offset))
                            : ClockCorrection.overHttp(LOCAL, server(offset)));
        }
        assertNull(ClockCorrection.overHttps(LOCAL, Instant.MAX));
        assertNull(ClockCorrection.overHttp(LOCAL, Instant.MIN));
    }
}
