// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.time.Duration;
import okhttp3.Headers;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryPolicyTest {
    private static ServiceException unavailable(String retryAfter) {
        return new ServiceException(
                "PutObject k",
                TestResponse.of(503, Headers.of("Retry-After", retryAfter), "").received(),
                null,
                null,
                "Busy");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "7, 7000",
        "007, 7000",
        "20, 20000",
        "21, 20000",
        "999999999, 20000",
        "1000000000, 20000",
        "9223372036854775, 20000",
        "9223372036854775807, 20000",
        "9223372036854775808, 20000",
        "99999999999999999999, 20000",
        "-1, 0",
        "+7, 0",
        "1.5, 0",
        "'Wed, 25 Nov 2026 12:00:00 GMT', 0",
        "'', 0",
    })
    void waitsForRetryAfter(String retryAfter, long millis) {
        RetryPolicy policy = RetryPolicy.builder()
                .baseDelay(Duration.ZERO)
                .maxDelay(Duration.ofSeconds(20))
                .build();
        assertEquals(Duration.ofMillis(millis), policy.delay(1, unavailable(retryAfter)));
        assertEquals(Duration.ZERO, policy.delay(1, new IOException("reset")));
    }
}
