// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.credentials;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.ossv4.emulator.Emulator;
import io.github.ossv4.http.Body;
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.http.internal.credentials.RefreshingCredentials;
import io.github.ossv4.http.testing.TestClock;
import io.github.ossv4.http.testing.TestCredentials;
import io.github.ossv4.sign.Credentials;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A client with refreshed credentials, and an emulator that rejects expired ones. */
class TemporaryCredentialsTest {
    private static final Duration LIFETIME = Duration.ofHours(1);

    private final TestClock clock = new TestClock();
    private final RefreshingCredentials source = new RefreshingCredentials(this::issue, clock);
    private int issued;
    private Emulator emulator;
    private BucketClient bucket;

    private ExpiringCredentials issue() {
        issued++;
        Credentials credentials = TestCredentials.temporary(issued);
        Instant expiry = clock.instant().plus(LIFETIME);
        emulator.addTemporaryAccessKey("STS." + issued, "sk" + issued, "token" + issued, expiry);
        return ExpiringCredentials.of(credentials, expiry);
    }

    @BeforeEach
    void start() throws IOException {
        emulator = Emulator.builder().accessKey("id", "secret").clock(clock).start();
        bucket = BucketClient.builder(emulator.endpoint(), emulator.bucket())
                .region(emulator.region())
                .credentials(source)
                .clock(clock)
                .build();
    }

    @AfterEach
    void stop() {
        bucket.close();
        emulator.close();
    }

    @Test
    void refreshesThroughADayOfRequests() throws IOException {
        for (int minute = 0; minute < 24 * 60; minute += 7) {
            bucket.put("k", Body.of(new byte[minute]));
            assertEquals(minute, bucket.head("k").size());
            clock.advance(Duration.ofMinutes(7));
        }
        // Every 49 minutes: at the first request after 4/5 of an hour.
        assertEquals(30, issued);
    }

    @Test
    void refreshesRejectedCredentials() throws IOException {
        bucket.put("k", Body.of(new byte[1]));
        emulator.expireAccessKey(source.get().accessKeyId());
        // Rejected, then retried with new credentials.
        bucket.put("k", Body.of(new byte[2]));
        assertEquals(2, bucket.head("k").size());
        assertEquals(2, issued);
    }
}
