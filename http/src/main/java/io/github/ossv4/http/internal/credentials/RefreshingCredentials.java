// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.credentials;

import io.github.ossv4.http.credentials.CredentialsFetcher;
import io.github.ossv4.http.credentials.CredentialsSource;
import io.github.ossv4.http.credentials.ExpiringCredentials;
import io.github.ossv4.http.credentials.NoCredentialsException;
import io.github.ossv4.internal.text.PrintableText;
import io.github.ossv4.sign.Credentials;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * Refreshes the credentials of a {@link CredentialsFetcher}, as {@link CredentialsSource#refreshing} describes.
 * Thread-safe.
 */
public final class RefreshingCredentials implements CredentialsSource {
    /** Before the end, if the lifetime is long enough, as in the Go SDK v2. */
    private static final Duration EARLY = Duration.ofMinutes(2);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    /**
     * Credentials that are refused within this time were never valid. Longer than a pause; otherwise each refusal would
     * be the first in a row.
     */
    private static final Duration SOON = LONGEST_PAUSE.multipliedBy(2);

    private final CredentialsFetcher fetcher;
    private final Clock clock;

    /** Guards the following fields. Not held while credentials are fetched. */
    private final Object lock = new Object();

    private volatile @Nullable Held held;
    private @Nullable Fetch inProgress;

    /** The last fetch, if it failed and there are no valid credentials. */
    private @Nullable Fetch failed;

    /** Without valid credentials there is no fetch in this time. */
    private Pause noFetch = Pause.NONE;

    /** The fetches in a row that failed or returned only credentials that had been refused. */
    private int fruitless;

    private @Nullable Credentials refused;

    /** The refusals in a row, each of new credentials soon after they were fetched. */
    private int refusalsInRow;

    /** A refusal of the current credentials is ignored in this time. */
    private Pause noRefusal = Pause.NONE;

    public RefreshingCredentials(CredentialsFetcher fetcher, Clock clock) {
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
                if (known != null && (now.isBefore(known.refresh) || (inProgress != null && known.isValid(now)))) {
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
            // The interrupt of this thread does not concern the others.
            fetch.abandoned = Thread.currentThread().isInterrupted();
        } finally {
            synchronized (lock) {
                fetch.credentials = fetched == null ? failed(fetch) : use(fetched);
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
            throw new IOException("the fetched credentials expired at " + expiry + ", it is " + now);
        }
        return fetched;
    }

    private Credentials use(ExpiringCredentials fetched) {
        Instant now = clock.instant();
        failed = null;
        if (fetched.credentials().equals(refused)) {
            fruitless++;
            refusalsInRow = 0;
            noRefusal = Pause.after(now, pause(fruitless));
        } else {
            fruitless = 0;
            // A first refusal causes a fetch of other credentials, which may be refused again immediately.
            noRefusal = Pause.after(now, pause(refusalsInRow - 1));
        }
        held = Held.fetched(fetched, now);
        return fetched.credentials();
    }

    /** Returns the current credentials if they are still valid, or null. */
    private @Nullable Credentials failed(Fetch fetch) {
        if (fetch.failure == null || fetch.abandoned) {
            // After an error, or an interrupt of this thread, the state of the source is unknown.
            Held known = held;
            return known == null || !known.isValid(clock.instant()) ? null : known.credentials;
        }
        Instant now = clock.instant();
        Held known = held;
        if (known == null || !known.isValid(now)) {
            // The count restarts: pauses while the old credentials were valid did no harm.
            fruitless = failed == null ? 1 : fruitless + 1;
            failed = fetch;
            noFetch = Pause.after(now, pause(fruitless));
            return null;
        }
        fruitless++;
        held = known.notBefore(now.plus(pause(fruitless)));
        return known.credentials;
    }

    /** Returns the pause after this many failures or refusals in a row: none, then 1, 2, 4 … 60 seconds. */
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
                held = known.invalid();
            }
        }
    }

    @Override
    public @Nullable String origin() {
        return fetcher.origin();
    }

    @Override
    public String toString() {
        Held known = held;
        return "RefreshingCredentials{" + (known == null ? "none yet" : known.credentials) + "}";
    }

    /** A period of time. It also ends if the clock is set back to before its start. Immutable. */
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

    /** The current credentials. Immutable. */
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
            // A fetcher may return the same credentials until shortly before they expire.
            Duration pause = after.compareTo(FIRST_PAUSE) < 0 ? FIRST_PAUSE : after;
            return new Held(fetched.credentials(), now, now.plus(shorter(pause, life)), end);
        }

        private static Duration shorter(Duration a, Duration b) {
            return a.compareTo(b) < 0 ? a : b;
        }

        boolean isValid(Instant now) {
            return now.isBefore(end);
        }

        /** Refreshes them at {@code instant}, or when they expire if that is earlier. */
        Held notBefore(Instant instant) {
            return new Held(credentials, fetched, instant.isBefore(end) ? instant : end, end);
        }

        Held invalid() {
            return new Held(credentials, fetched, Instant.MIN, Instant.MIN);
        }
    }

    /** A fetch that one thread performs and others may wait for. */
    private static final class Fetch {
        private final Thread performer = Thread.currentThread();
        private final CountDownLatch done = new CountDownLatch(1);

        /** The credentials to use: those that were fetched, or still valid ones after a failure. */
        private @Nullable Credentials credentials;

        private @Nullable Exception failure;

        /** Whether its performer was interrupted: it has not failed for the others. */
        private boolean abandoned;

        void await() throws IOException {
            if (performer == Thread.currentThread()) {
                throw new IllegalStateException("a credentials fetcher must not use the source that it fetches for");
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

        /** Returns the credentials, or throws a new exception for each thread. */
        Credentials outcome() throws IOException {
            if (credentials != null) {
                return credentials;
            }
            if (abandoned && failure instanceof InterruptedIOException) {
                throw (InterruptedIOException) failure;
            }
            throw new NoCredentialsException("no credentials: " + reason(), failure);
        }

        /** Returns a new exception for each thread whose call is too early for another fetch. */
        IOException failureBefore(Instant next) {
            return new NoCredentialsException(
                    "no credentials: " + reason() + " (the fetch failed; the next one is possible after " + next + ")",
                    failure);
        }

        private String reason() {
            if (failure == null) {
                return "the fetch ended with an error";
            }
            String message = failure.getMessage();
            if (failure instanceof NoCredentialsException && message != null) {
                return message;
            }
            return PrintableText.escape(message == null ? failure.toString() : message);
        }
    }
}
