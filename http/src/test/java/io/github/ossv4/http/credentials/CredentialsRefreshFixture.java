// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.credentials;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.ossv4.http.internal.credentials.RefreshingCredentials;
import io.github.ossv4.http.testing.TestClock;
import io.github.ossv4.http.testing.TestCredentials;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** Refreshing credentials with the fetches and the clock of a test. */
abstract class CredentialsRefreshFixture {
    static final Instant NOW = TestClock.NOON;

    static final Duration HOUR = Duration.ofHours(1);

    static final Duration TICK = Duration.ofNanos(1);

    final TestClock clock = new TestClock();

    final Deque<CredentialsFetcher> nextFetches = new ArrayDeque<>();

    int fetches;

    final RefreshingCredentials source = new RefreshingCredentials(this::fetch, clock);

    ExpiringCredentials fetch() throws IOException {
        fetches++;
        return nextFetches.remove().fetch();
    }

    /** Lets the next fetch return credentials with a lifetime. */
    void fetchReturns(int number, Duration lifetime) {
        nextFetches.add(() -> ExpiringCredentials.of(
                TestCredentials.temporary(number), clock.instant().plus(lifetime)));
    }

    void fetchThrows(Exception e) {
        nextFetches.add(() -> {
            if (e instanceof RuntimeException unchecked) {
                throw unchecked;
            }
            throw (IOException) e;
        });
    }

    void assertCredentials(int number, int fetchesSoFar) throws IOException {
        assertEquals(TestCredentials.temporary(number), source.get());
        assertEquals(fetchesSoFar, fetches);
    }

    String failure() {
        return assertThrows(IOException.class, source::get).getMessage();
    }
}
