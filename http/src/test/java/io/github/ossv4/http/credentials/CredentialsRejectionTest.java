// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.credentials;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.ossv4.http.testing.TestCredentials;
import io.github.ossv4.sign.Credentials;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Refreshing credentials that OSS rejects. */
@Timeout(60)
class CredentialsRejectionTest extends CredentialsRefreshFixture {
    /** Without pauses there were 1,526 fetches in 3 seconds. */
    @Test
    void fetchesAfterGrowingPausesIfNewCredentialsAreRejected() throws IOException {
        for (int i = 1; i <= 40; i++) {
            fetchReturns(i, HOUR);
        }
        Instant end = NOW.plus(Duration.ofMinutes(10));
        List<Long> seconds = new ArrayList<>();
        int before = 0;
        while (clock.instant().isBefore(end)) {
            source.refused(source.get());
            source.get();
            if (fetches > before) {
                seconds.add(Duration.between(NOW, clock.instant()).toSeconds());
            }
            before = fetches;
            clock.advance(Duration.ofMillis(500));
        }
        // Two fetches immediately, and one half a second later.
        assertEquals(
                List.of(0L, 0L, 1L, 3L, 7L, 15L, 31L, 63L, 123L, 183L, 243L, 303L, 363L, 423L, 483L, 543L), seconds);
        assertEquals(17, fetches);
    }

    @Test
    void doesNotPauseIfRejectedCredentialsWereAcceptedBefore() throws IOException {
        fetchReturns(1, HOUR);
        assertCredentials(1, 1);
        for (int i = 2; i < 20; i++) {
            clock.advance(Duration.ofMinutes(2));
            source.refused(TestCredentials.temporary(i - 1));
            fetchReturns(i, HOUR);
            assertCredentials(i, i);
        }
        source.refused(TestCredentials.temporary(19));
        fetchReturns(20, HOUR);
        assertCredentials(20, 20);
    }

    @Test
    void doesNotReturnRejectedCredentials() throws IOException {
        fetchReturns(1, HOUR);
        assertCredentials(1, 1);
        source.refused(TestCredentials.temporary(1));
        assertEquals(1, fetches);
        fetchThrows(new IOException("down"));
        assertEquals(
                "no credentials: down",
                assertThrows(IOException.class, source::get).getMessage());
        clock.advance(Duration.ofSeconds(1));
        fetchReturns(2, HOUR);
        assertCredentials(2, 3);
    }

    @Test
    void ignoresARejectionOfOtherCredentials() throws IOException {
        source.refused(TestCredentials.temporary(1));
        fetchReturns(1, HOUR);
        assertCredentials(1, 1);
        source.refused(TestCredentials.temporary(2));
        source.refused(Credentials.of("STS.1", "sk1", "token2"));
        assertCredentials(1, 1);
        source.refused(TestCredentials.temporary(1));
        fetchReturns(2, HOUR);
        assertCredentials(2, 2);
        source.refused(TestCredentials.temporary(1));
        assertCredentials(2, 2);
    }

    /** Otherwise every request of a process with bad credentials would be sent twice. */
    @Test
    void returnsRejectedCredentialsIfTheFetcherReturnsThem() throws IOException {
        fetchReturns(1, HOUR);
        assertCredentials(1, 1);
        int expected = 1;
        for (long pause : new long[] {1, 2, 4, 8, 16, 32, 60, 60}) {
            source.refused(TestCredentials.temporary(1));
            fetchReturns(1, HOUR);
            assertCredentials(1, ++expected);
            source.refused(TestCredentials.temporary(1));
            assertCredentials(1, expected);
            clock.advance(Duration.ofSeconds(pause).minus(TICK));
            source.refused(TestCredentials.temporary(1));
            assertCredentials(1, expected);
            clock.advance(TICK);
            assertCredentials(1, expected);
        }
        source.refused(TestCredentials.temporary(1));
        fetchReturns(2, HOUR);
        assertCredentials(2, ++expected);
        source.refused(TestCredentials.temporary(2));
        fetchReturns(3, HOUR);
        assertCredentials(3, ++expected);
    }

    @Test
    void otherSourcesIgnoreARejection() throws IOException {
        CredentialsSource lambda = () -> TestCredentials.temporary(1);
        lambda.refused(TestCredentials.temporary(1));
        assertEquals(TestCredentials.temporary(1), lambda.get());
    }
}
