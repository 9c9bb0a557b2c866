// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.credentials;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.ossv4.http.credentials.CredentialsFetcher;
import io.github.ossv4.http.credentials.ExpiringCredentials;
import io.github.ossv4.http.credentials.NoCredentialsException;
import io.github.ossv4.http.schedules.InParallel;
import io.github.ossv4.sign.Credentials;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.ExtendWith;
import org.pastalab.fray.junit.junit5.FrayTestExtension;
import org.pastalab.fray.junit.junit5.annotations.FrayTest;

@ExtendWith(FrayTestExtension.class)
class RefreshingCredentialsSchedulesTest {
    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

    private final AtomicInteger fetches = new AtomicInteger();
    private final AtomicInteger fetching = new AtomicInteger();

    private static Credentials numbered(int number) {
        return Credentials.of("STS." + number, "sk" + number, "token" + number);
    }

    private RefreshingCredentials source(CredentialsFetcher fetcher) {
        return new RefreshingCredentials(fetcher, Clock.fixed(NOON, ZoneOffset.UTC));
    }

    private ExpiringCredentials fetch() {
        assertEquals(1, fetching.incrementAndGet(), "fetches in parallel");
        int number = fetches.incrementAndGet();
        fetching.decrementAndGet();
        return ExpiringCredentials.of(numbered(number), NOON.plus(Duration.ofHours(1)));
    }

    private ExpiringCredentials fail() throws IOException {
        fetch();
        throw new IOException("down");
    }

    @FrayTest(resetClassLoaderPerIteration = false)
    void sharesOneFetch() throws Exception {
        RefreshingCredentials source = source(this::fetch);
        InParallel.Task use = () -> assertEquals(numbered(1), source.get());
        InParallel.run(use, use, use);
        assertEquals(1, fetches.get());
    }

    @FrayTest(resetClassLoaderPerIteration = false)
    void fetchesOnceAfterManyRefusals() throws Exception {
        RefreshingCredentials source = source(this::fetch);
        Credentials first = source.get();
        InParallel.Task use = () -> {
            source.refused(first);
            assertEquals(numbered(2), source.get());
        };
        InParallel.run(use, use, use);
        assertEquals(2, fetches.get());
    }

    @FrayTest(resetClassLoaderPerIteration = false)
    void sharesAFailedFetch() throws Exception {
        RefreshingCredentials source = source(this::fail);
        AtomicInteger failures = new AtomicInteger();
        InParallel.Task use = () -> {
            if (!InParallel.succeeds(NoCredentialsException.class, source::get)) {
                failures.incrementAndGet();
            }
        };
        InParallel.run(use, use, use);
        assertEquals(3, failures.get());
        assertEquals(1, fetches.get());
    }

    /** The interrupted thread fetches, or waits for the other one, or has its credentials already. */
    @FrayTest(resetClassLoaderPerIteration = false)
    void anInterruptFailsNoOtherThread() throws Exception {
        CountDownLatch open = new CountDownLatch(1);
        RefreshingCredentials source = source(() -> {
            try {
                open.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted");
            }
            return fetch();
        });
        Thread interrupted = InParallel.start(() -> InParallel.succeeds(InterruptedIOException.class, source::get));
        InParallel.run(interrupted::interrupt, () -> assertEquals(numbered(1), source.get()), open::countDown);
        interrupted.join();
        assertEquals(numbered(1), source.get());
        assertEquals(1, fetches.get());
    }
}
