// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.credentials;

import io.github.ossv4.sign.Credentials;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Objects;

/**
 * Where credentials come from. It is asked once for each request, from whichever thread sends it, so it must be
 * thread-safe and should be quick: keep what you fetched until it is about to expire.
 */
@FunctionalInterface
public interface CredentialsSource {
    /**
     * The credentials to sign with now. Id, secret and token must belong together.
     *
     * @throws IOException if they cannot be had; the request fails with it before anything is sent
     */
    Credentials get() throws IOException;

    /**
     * Told that OSS refused credentials of this source as expired or unknown. A source that can get others does so before it
     * answers again, unless it hands out others by now. Does nothing unless overridden; must not block.
     */
    default void refused(Credentials credentials) {}

    /** The same credentials always. */
    static CredentialsSource of(Credentials credentials) {
        Objects.requireNonNull(credentials, "credentials");
        return () -> credentials;
    }

    /**
     * The environment variables {@code OSS_ACCESS_KEY_ID}, {@code OSS_ACCESS_KEY_SECRET} and, for temporary credentials,
     * {@code OSS_SESSION_TOKEN}. They are read at each request, which throws {@link IllegalStateException} with the
     * variable's name if the id or the secret is not set.
     */
    static CredentialsSource environment() {
        return () -> Credentials.of(
                Environment.required("OSS_ACCESS_KEY_ID"),
                Environment.required("OSS_ACCESS_KEY_SECRET"),
                System.getenv("OSS_SESSION_TOKEN"));
    }

    /**
     * Credentials that expire, fetched when they are first asked for and again ahead of their end: at 4/5 of their life, but
     * 2 minutes before its end, or in the middle of a life of less than 4 minutes. There is no thread for that: one of those
     * who ask fetches, while all others go on with the old ones.
     *
     * <p>While the old ones live no failure of the fetcher is seen. It is called again a second later, then after 2, 4, up to 60
     * seconds. When there are none that live, all calls wait for one fetch, and get what it returns or an {@link IOException}
     * whose cause is what the fetcher threw. A call in the second after a failed fetch, then in the 2, 4, up to 60 seconds after
     * the next ones, fails immediately with the same cause. A thread that is interrupted while it waits gets an
     * {@link java.io.InterruptedIOException}.
     *
     * <p>Credentials that OSS {@linkplain #refused refused} count as dead. If the fetcher returns them again, they are handed
     * out, and their next refusal leads to a fetch a second later at the soonest, then after 2, 4, up to 60 seconds. The same
     * holds for new credentials that OSS refuses within 2 minutes of their fetch, from the second in a row.
     *
     * <p>Credentials that have expired when they are fetched, by the system's clock, are a failure.
     */
    static CredentialsSource refreshing(CredentialsFetcher fetcher) {
        return new RefreshingCredentials(Objects.requireNonNull(fetcher, "fetcher"), Clock.systemUTC());
    }

    /** The RAM role of this ECS instance. As {@link #ecsRamRole(String)} with the one that is attached to it. */
    static CredentialsSource ecsRamRole() {
        return refreshing(EcsMetadata.of(null));
    }

    /**
     * A RAM role of this ECS instance, by its name. Its credentials come from the metadata service at 100.100.100.200, with a
     * token where the service gives one (security hardening mode) and without elsewhere, through no proxy. They are
     * {@linkplain #refreshing refreshed}. There are 2 or 3 requests for them, of which each may take 5 seconds; elsewhere than
     * on ECS the first fails, mostly within a second.
     *
     * @throws IllegalArgumentException if there can be no role of that name: 1 to 64 characters without blanks and slashes
     */
    static CredentialsSource ecsRamRole(String role) {
        return refreshing(EcsMetadata.of(Objects.requireNonNull(role, "role")));
    }

    /**
     * Credentials that a command prints, {@linkplain #refreshing refreshed}. Nothing secret should be among its words, which
     * others on the machine can see. It runs without a shell, reads nothing, and must print one JSON object to its standard
     * output; its standard error goes nowhere.
     *
     * <pre>{@code
     * {"AccessKeyId": "STS.…", "AccessKeySecret": "…", "SecurityToken": "…", "Expiration": "2006-01-02T15:04:05Z"}
     * }</pre>
     *
     * <p>Those without {@code SecurityToken} are permanent. Those without {@code Expiration} never expire, and are asked for
     * again only when OSS refuses them. The command fails if it ends with another status than 0, does not end in 15 seconds,
     * or prints more than 64 KB. It is then killed, on Java 9 and later with all processes that it has started.
     *
     * @throws IllegalArgumentException if the list is empty, its first word is, or one holds U+0000
     */
    static CredentialsSource command(List<String> command) {
        return refreshing(new CredentialsCommand(command, CredentialsCommand.LIMIT));
    }
}
