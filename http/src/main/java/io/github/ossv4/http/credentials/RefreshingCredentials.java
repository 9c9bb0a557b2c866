// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.credentials;

import io.github.ossv4.sign.Credentials;
import io.github.ossv4.text.PrintableText;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * Hands out what a {@link CredentialsFetcher} brought, and has it bring more in time, as
 * {@link CredentialsSource#refreshing} says. Thread-safe.
 */
final class RefreshingCredentials implements CredentialsSource {
    /** Before the end, where the life is long enough. As the Go SDK v2 does. */
    private static final Duration EARLY = Duration.ofMinutes(2);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    /** Credentials that are refused in this time were never good. Longer than a pause, or each would begin a new row. */
    private static final Duration SOON = LONGEST_PAUSE.multipliedBy(2);

    private final CredentialsFetcher fetcher;
    private final Clock clock;

    /** Guards what follows. Nobody holds it while credentials are fetched. */
    private final Object lock = new Object();

    private volatile @Nullable Held held;
    private @Nullable Fetch inProgress;

    /** The last fetch if it failed and left no credentials that live. */
    private @Nullable Fetch failed;

    /** No fetch is made in this time while there are no credentials that live. */
    private Pause noFetch = Pause.NONE;

    /** Fetches in a row that failed or returned only credentials that had been refused. */
    private int fruitless;

    private @Nullable Credentials refused;

    /** Refusals in a row, each of new credentials soon after they were fetched. */
    private int refusalsInRow;

    /** A refusal of the credentials that are held is ignored in this time. */
    private Pause noRefusal = Pause.NONE;

    RefreshingCredentials(CredentialsFetcher fetcher, Clock clock) {
        this.fetcher = fetcher;
        this.clock = clock;
    }

    @Override
    public Credentials get() throws IOException {
        while (true) {
            Held known = held;
            if (known != null && clock.instant().isBefore(known.refresh)) {
                return known.credentials;
            }
            Fetch fetch;
            boolean ours;
            synchronized (lock) {
                Instant now = clock.instant();
                known = held;
                if (known != null && (now.isBefore(known.refresh) || (inProgress != null && known.isAlive(now)))) {
                    return known.credentials;
                }
                if (failed != null && noFetch.contains(now)) {
                    throw failed.failureBefore(noFetch.end);
                }
                ours = inProgress == null;
                if (inProgress == null) {
                    inProgress = new Fetch();
                }
                fetch = inProgress;
            }
            if (ours) {
                run(fetch);
            } else {
                fetch.await();
            }
            if (ours || !fetch.abandoned) {
                return fetch.outcome();
            }
        }
    }

    private void run(Fetch fetch) {
        ExpiringCredentials fetched = null;
        try {
            fetched = fetched();
        } catch (IOException | RuntimeException e) {
            fetch.failure = e;
            // What this thread was interrupted for is no business of the others.
            fetch.abandoned = Thread.currentThread().isInterrupted();
        } finally {
            synchronized (lock) {
                fetch.credentials = fetched == null ? failed(fetch) : succeeded(fetched);
                inProgress = null;
            }
            fetch.done.countDown();
        }
    }

    private ExpiringCredentials fetched() throws IOException {
        ExpiringCredentials fetched =
                Objects.requireNonNull(fetcher.fetch(), "the fetcher of credentials returned null");
        Instant expiry = fetched.expiry();
        Instant now = clock.instant();
        if (expiry != null && !now.isBefore(expiry)) {
            throw new IOException("those fetched had expired at " + expiry + ", and it is " + now);
        }
        return fetched;
    }

    private Credentials succeeded(ExpiringCredentials fetched) {
        Instant now = clock.instant();
        failed = null;
        if (fetched.credentials().equals(refused)) {
            fruitless++;
            refusalsInRow = 0;
            noRefusal = Pause.after(now, pause(fruitless));
        } else {
            fruitless = 0;
            // The first refusal has credentials fetched that may be better: they may be refused once more immediately.
            noRefusal = Pause.after(now, pause(refusalsInRow - 1));
        }
        held = Held.fetched(fetched, now);
        return fetched.credentials();
    }

    /** Returns the credentials that are held if they still live, or null. */
    private @Nullable Credentials failed(Fetch fetch) {
        if (fetch.failure == null || fetch.abandoned) {
            // An error, or an interrupt of this thread: nothing is known of the source.
            Held known = held;
            return known == null || !known.isAlive(clock.instant()) ? null : known.credentials;
        }
        Instant now = clock.instant();
        Held known = held;
        if (known == null || !known.isAlive(now)) {
            // A new row: the pauses while the old ones lived were long without harm.
            fruitless = failed == null ? 1 : fruitless + 1;
            failed = fetch;
            noFetch = Pause.after(now, pause(fruitless));
            return null;
        }
        fruitless++;
        held = known.notBefore(now.plus(pause(fruitless)));
        return known.credentials;
    }

    /** The pause after so many failures or refusals in a row: none, then 1, 2, 4 … 60 seconds. */
    static Duration pause(int inRow) {
        if (inRow <= 0) {
            return Duration.ZERO;
        }
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(inRow - 1, 10));
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }

    @Override
    public void refused(Credentials credentials) {
        synchronized (lock) {
            Held known = held;
            Instant now = clock.instant();
            if (known != null && known.credentials.equals(credentials) && !noRefusal.contains(now)) {
                boolean soon = Pause.after(known.fetched, SOON).contains(now);
                refusalsInRow = soon ? refusalsInRow + 1 : 1;
                refused = credentials;
                held = known.dead();
            }
        }
    }

    @Override
    public String toString() {
        Held known = held;
        return "RefreshingCredentials{" + (known == null ? "none yet" : known.credentials) + "}";
    }

    /** A span of time by the clock. A clock that is set back to before its start ends it too. Immutable. */
    private static final class Pause {
        static final Pause NONE = new Pause(Instant.MIN, Instant.MIN);

        final Instant start;
        final Instant end;

        private Pause(Instant start, Instant end) {
            this.start = start;
            this.end = end;
        }

        static Pause after(Instant start, Duration length) {
            return new Pause(start, start.plus(length));
        }

        boolean contains(Instant now) {
            return !now.isBefore(start) && now.isBefore(end);
        }
    }

    /** The credentials that are handed out. Immutable. */
    private static final class Held {
        final Credentials credentials;
        final Instant fetched;
        final Instant refresh;
        final Instant end;

        private Held(Credentials credentials, Instant fetched, Instant refresh, Instant end) {
            this.credentials = credentials;
            this.fetched = fetched;
            this.refresh = refresh;
            this.end = end;
        }

        static Held fetched(ExpiringCredentials fetched, Instant now) {
            Instant end = fetched.expiry();
            if (end == null) {
                return new Held(fetched.credentials(), now, Instant.MAX, Instant.MAX);
            }
            Duration life = Duration.between(now, end);
            Duration early = shorter(EARLY, life.dividedBy(2));
            Duration after = shorter(life.multipliedBy(4).dividedBy(5), life.minus(early));
            // A fetcher may bring the same ones until shortly before their end.
            Duration pause = after.compareTo(FIRST_PAUSE) < 0 ? FIRST_PAUSE : after;
            return new Held(fetched.credentials(), now, now.plus(shorter(pause, life)), end);
        }

        private static Duration shorter(Duration a, Duration b) {
            return a.compareTo(b) < 0 ? a : b;
        }

        boolean isAlive(Instant now) {
            return now.isBefore(end);
        }

        /** Refreshed at {@code instant}, or when they are dead if that is before. */
        Held notBefore(Instant instant) {
            return new Held(credentials, fetched, instant.isBefore(end) ? instant : end, end);
        }

        Held dead() {
            return new Held(credentials, fetched, Instant.MIN, Instant.MIN);
        }
    }

    /** A fetch that one thread performs and others may wait for. */
    private static final class Fetch {
        private final Thread performer = Thread.currentThread();
        private final CountDownLatch done = new CountDownLatch(1);

        /** What to go on with: fetched now, or still alive after a failure. */
        private @Nullable Credentials credentials;

        private @Nullable Exception failure;

        /** Whether its performer was interrupted, so that it failed for nobody else. */
        private boolean abandoned;

        void await() throws IOException {
            if (performer == Thread.currentThread()) {
                throw new IllegalStateException("a fetcher of credentials cannot use the source that it fetches for");
            }
            try {
                done.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                InterruptedIOException interrupted =
                        new InterruptedIOException("interrupted while another thread fetched credentials");
                interrupted.initCause(e);
                throw interrupted;
            }
        }

        /** An exception of each thread's own. */
        Credentials outcome() throws IOException {
            if (credentials != null) {
                return credentials;
            }
            if (abandoned && failure instanceof InterruptedIOException) {
                throw (InterruptedIOException) failure;
            }
            throw new IOException("no credentials: " + why(), failure);
        }

        /** An exception of each thread's own, for a call that comes too soon for another fetch. */
        IOException failureBefore(Instant next) {
            return new IOException(
                    "no credentials: " + why() + " (the fetch failed, the next one is made after " + next + ")",
                    failure);
        }

        private String why() {
            if (failure == null) {
                return "an error ended their fetch";
            }
            String message = failure.getMessage();
            return PrintableText.escape(message == null ? failure.toString() : message);
        }
    }
}
