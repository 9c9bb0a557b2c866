// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.credentials;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.http.testing.TestCredentials;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Refreshing credentials, used by one thread. */
@Timeout(60)
class CredentialsRefreshTest extends CredentialsRefreshFixture {
    @Test
    void fetchesOnFirstUse() throws IOException {
        assertEquals("RefreshingCredentials{none yet}", source.toString());
        assertEquals(0, fetches);
        fetchReturns(1, HOUR);
        assertCredentials(1, 1);
        assertEquals("RefreshingCredentials{Credentials{accessKeyId=STS.1, temporary}}", source.toString());
    }

    @ParameterizedTest
    @CsvSource({
        "PT12H, PT9H36M",
        "PT1H, PT48M",
        "PT15M, PT12M",
        "PT10M, PT8M",
        "PT9M, PT7M",
        "PT4M, PT2M",
        "PT3M, PT1M30S",
        "PT2M, PT1M",
        "PT10S, PT5S",
        "PT2S, PT1S",
        "PT1.5S, PT1S",
        "PT1S, PT1S",
        "PT0.1S, PT0.1S",
        "PT0.000000001S, PT0.000000001S",
    })
    void refreshesBeforeTheExpiry(Duration lifetime, Duration refresh) throws IOException {
        fetchReturns(1, lifetime);
        assertCredentials(1, 1);
        clock.advance(refresh.minus(TICK));
        assertCredentials(1, 1);
        clock.advance(TICK);
        fetchReturns(2, lifetime);
        assertCredentials(2, 2);
        assertCredentials(2, 2);
    }

    @Test
    void fetchesPermanentCredentialsOnce() throws IOException {
        nextFetches.add(() -> ExpiringCredentials.never(TestCredentials.temporary(1)));
        assertCredentials(1, 1);
        clock.set(Instant.MAX.minus(TICK));
        assertCredentials(1, 1);
        source.refused(TestCredentials.temporary(1));
        fetchReturns(2, Duration.ofNanos(1));
        assertCredentials(2, 2);
    }

    @Test
    void acceptsTheLatestExpiry() throws IOException {
        nextFetches.add(() -> ExpiringCredentials.of(TestCredentials.temporary(1), Instant.MAX));
        assertCredentials(1, 1);
        clock.advance(Duration.ofDays(100_000));
        assertCredentials(1, 1);
    }

    /** A metadata service returns the same credentials until shortly before their expiry. */
    @Test
    void limitsFetchesIfTheFetcherReturnsTheSame() throws IOException {
        Instant end = NOW.plus(Duration.ofHours(6));
        for (int i = 0; i < 100; i++) {
            nextFetches.add(() -> ExpiringCredentials.of(TestCredentials.temporary(1), end));
        }
        while (clock.instant().isBefore(end)) {
            assertEquals(TestCredentials.temporary(1), source.get());
            clock.advance(Duration.ofMillis(500));
        }
        assertEquals(11, fetches);
        nextFetches.clear();
        fetchReturns(2, HOUR);
        assertCredentials(2, 12);
    }

    @Test
    void hidesAFailureWhileCredentialsAreValid() throws IOException {
        fetchReturns(1, HOUR);
        assertCredentials(1, 1);
        clock.advance(Duration.ofMinutes(48));
        long[] pauses = {1, 2, 4, 8, 16, 32, 60, 60, 60};
        int expected = 1;
        for (long pause : pauses) {
            fetchThrows(expected % 2 == 0 ? new IOException("down") : new IllegalStateException("broken"));
            assertCredentials(1, ++expected);
            clock.advance(Duration.ofSeconds(pause).minus(TICK));
            assertCredentials(1, expected);
            clock.advance(TICK);
        }
        fetchReturns(2, HOUR);
        assertCredentials(2, ++expected);
        clock.advance(Duration.ofMinutes(48));
        fetchThrows(new IOException("down"));
        assertCredentials(2, ++expected);
        clock.advance(Duration.ofSeconds(1));
        fetchReturns(3, HOUR);
        assertCredentials(3, ++expected);
    }

    @Test
    void fetchesAtTheExpiryDespiteAPause() throws IOException {
        fetchReturns(1, Duration.ofSeconds(2));
        assertCredentials(1, 1);
        clock.advance(Duration.ofSeconds(1));
        fetchThrows(new IOException("down"));
        assertCredentials(1, 2);
        clock.advance(Duration.ofSeconds(1));
        fetchReturns(2, HOUR);
        assertCredentials(2, 3);
    }

    @Test
    void failsIfCredentialsExpireDuringAFailingRefresh() throws IOException {
        fetchReturns(1, HOUR);
        assertCredentials(1, 1);
        clock.advance(Duration.ofMinutes(48));
        IOException down = new IOException("down");
        nextFetches.add(() -> {
            clock.advance(Duration.ofMinutes(12));
            throw down;
        });
        IOException e = assertThrows(IOException.class, source::get);
        assertEquals("no credentials: down", e.getMessage());
        assertSame(down, e.getCause());
    }

    @Test
    void fetchesAfterGrowingPausesWithoutValidCredentials() throws IOException {
        int expected = 0;
        for (long pause : new long[] {1, 2, 4, 8, 16, 32, 60, 60}) {
            IOException down = new IOException("down " + pause);
            fetchThrows(down);
            IOException e = assertThrows(IOException.class, source::get);
            assertEquals("no credentials: down " + pause, e.getMessage());
            assertSame(down, e.getCause());
            assertNotSame(down, e);
            expected++;
            Instant next = clock.instant().plusSeconds(pause);
            for (int call = 0; call < 100; call++) {
                IOException tooSoon = assertThrows(IOException.class, source::get);
                assertEquals(
                        "no credentials: down " + pause + " (the fetch failed; the next one is possible after " + next
                                + ")",
                        tooSoon.getMessage());
                assertSame(down, tooSoon.getCause());
            }
            clock.set(next.minus(TICK));
            assertTrue(failure().endsWith("is possible after " + next + ")"));
            assertEquals(expected, fetches);
            clock.advance(TICK);
        }
        fetchReturns(1, HOUR);
        assertCredentials(1, ++expected);
        // The first failure after a success has a short pause again.
        clock.advance(HOUR);
        fetchThrows(new IOException("down"));
        assertEquals("no credentials: down", failure());
        clock.advance(Duration.ofSeconds(1));
        fetchReturns(2, HOUR);
        assertCredentials(2, expected + 2);
    }

    @Test
    void resetsThePauseWhenCredentialsExpire() throws IOException {
        fetchReturns(1, HOUR);
        assertCredentials(1, 1);
        clock.advance(Duration.ofMinutes(48));
        for (int i = 0; i < 10; i++) {
            fetchThrows(new IOException("down"));
            source.get();
            clock.advance(Duration.ofMinutes(1));
        }
        assertEquals(11, fetches);
        clock.advance(Duration.ofMinutes(2));
        fetchThrows(new IOException("down"));
        assertEquals("no credentials: down", failure());
        clock.advance(Duration.ofSeconds(1));
        fetchReturns(2, HOUR);
        assertCredentials(2, 13);
    }

    @Test
    void fetchesIfTheClockIsSetBackDuringAPause() throws IOException {
        fetchThrows(new IOException("down"));
        assertEquals("no credentials: down", failure());
        clock.advance(TICK.negated());
        fetchReturns(1, HOUR);
        assertCredentials(1, 2);
    }

    @Test
    void treatsRuntimeExceptionsAsFailures() throws IOException {
        NoSuchElementException empty = new NoSuchElementException();
        fetchThrows(empty);
        IOException e = assertThrows(IOException.class, source::get);
        assertEquals("no credentials: java.util.NoSuchElementException", e.getMessage());
        assertSame(empty, e.getCause());
        clock.advance(Duration.ofSeconds(1));
        nextFetches.add(() -> null);
        assertEquals(
                "no credentials: the fetcher of credentials returned null",
                assertThrows(IOException.class, source::get).getMessage());
        clock.advance(Duration.ofSeconds(2));
        fetchReturns(1, HOUR);
        assertCredentials(1, 3);
    }

    @Test
    void throwsAnErrorAndRecovers() throws IOException {
        nextFetches.add(() -> {
            throw new AssertionError("broken");
        });
        assertEquals("broken", assertThrows(AssertionError.class, source::get).getMessage());
        fetchReturns(1, HOUR);
        assertCredentials(1, 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-11-24T12:00:00Z", "2026-11-24T11:59:59Z"})
    void rejectsExpiredCredentials(Instant expiry) throws IOException {
        nextFetches.add(() -> ExpiringCredentials.of(TestCredentials.temporary(1), expiry));
        assertEquals(
                "no credentials: the fetched credentials expired at " + expiry + ", it is 2026-11-24T12:00:00Z",
                assertThrows(IOException.class, source::get).getMessage());
        clock.advance(Duration.ofSeconds(1));
        fetchReturns(2, HOUR);
        assertCredentials(2, 2);
        clock.advance(Duration.ofMinutes(50));
        nextFetches.add(() -> ExpiringCredentials.of(TestCredentials.temporary(1), expiry));
        assertCredentials(2, 3);
    }

    @Test
    void countsTheLifetimeFromTheEndOfTheFetch() throws IOException {
        nextFetches.add(() -> {
            clock.advance(Duration.ofMinutes(50));
            return ExpiringCredentials.of(TestCredentials.temporary(1), NOW.plus(HOUR));
        });
        assertCredentials(1, 1);
        clock.advance(Duration.ofMinutes(8).minus(TICK));
        assertCredentials(1, 1);
        clock.advance(TICK);
        fetchReturns(2, HOUR);
        assertCredentials(2, 2);
    }

    @Test
    void keepsCredentialsIfTheClockIsSetBack() throws IOException {
        fetchReturns(1, HOUR);
        assertCredentials(1, 1);
        clock.advance(Duration.ofDays(-1));
        assertCredentials(1, 1);
        source.refused(TestCredentials.temporary(1));
        fetchReturns(2, HOUR);
        assertCredentials(2, 2);
    }

    @Test
    void rejectsAFetcherThatUsesItsOwnSource() throws IOException {
        nextFetches.add(() -> ExpiringCredentials.never(source.get()));
        IOException e = assertThrows(IOException.class, source::get);
        assertEquals(
                "no credentials: a credentials fetcher must not use the source that it fetches for", e.getMessage());
        clock.advance(Duration.ofSeconds(1));
        fetchReturns(1, HOUR);
        assertCredentials(1, 2);
    }

    @Test
    void interruptStopsAFetch() throws IOException {
        nextFetches.add(() -> {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        });
        InterruptedIOException e = assertThrows(InterruptedIOException.class, source::get);
        assertTrue(Thread.interrupted());
        assertEquals("interrupted", e.getMessage());
        fetchReturns(1, HOUR);
        assertCredentials(1, 2);
    }

    /** OkHttp throws this type for timeouts too. */
    @Test
    void doesNotTreatATimeoutAsAnInterruption() {
        fetchThrows(new InterruptedIOException("timeout"));
        IOException e = assertThrows(IOException.class, source::get);
        assertFalse(e instanceof InterruptedIOException);
        assertEquals("no credentials: timeout", e.getMessage());
    }

    @Test
    void comparesExpiringCredentials() {
        ExpiringCredentials expiring = ExpiringCredentials.of(TestCredentials.temporary(1), NOW);
        assertEquals(expiring, ExpiringCredentials.of(TestCredentials.temporary(1), NOW));
        assertEquals(
                expiring.hashCode(),
                ExpiringCredentials.of(TestCredentials.temporary(1), NOW).hashCode());
        assertFalse(expiring.equals(ExpiringCredentials.never(TestCredentials.temporary(1))));
        assertFalse(expiring.equals(ExpiringCredentials.of(TestCredentials.temporary(2), NOW)));
        assertEquals(NOW, expiring.expiry());
        assertNull(ExpiringCredentials.never(TestCredentials.temporary(1)).expiry());
        assertEquals(
                "ExpiringCredentials{Credentials{accessKeyId=STS.1, temporary}, expiry=2026-11-24T12:00:00Z}",
                expiring.toString());
        assertThrows(NullPointerException.class, () -> ExpiringCredentials.of(TestCredentials.temporary(1), null));
        assertThrows(NullPointerException.class, () -> CredentialsSource.refreshing(null));
    }
}
