// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.credentials;

import io.github.ossv4.http.dependency.RequiredVersions;
import io.github.ossv4.sign.Credentials;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Objects;

/**
 * A source of credentials. It is asked once for each request, on the thread that sends it: it must be thread-safe and should
 * be quick. Keep fetched credentials until shortly before they expire.
 */
@FunctionalInterface
public interface CredentialsSource {
    /**
     * Returns the credentials to sign with now. Id, secret and token must belong together.
     *
     * @throws IOException if the source fails; the request fails with it before anything is sent
     */
    Credentials get() throws IOException;

    /**
     * Notifies the source that OSS refused its credentials as expired or unknown. A source that can fetch others does so
     * before the next {@link #get}, unless it has others already. Does nothing by default; must not block.
     */
    default void refused(Credentials credentials) {}

    /** Returns a source of credentials that never change. */
    static CredentialsSource of(Credentials credentials) {
        Objects.requireNonNull(credentials, "credentials");
        return () -> credentials;
    }

    /**
     * Returns a source that reads the environment variables {@code OSS_ACCESS_KEY_ID}, {@code OSS_ACCESS_KEY_SECRET} and, for
     * temporary credentials, {@code OSS_SESSION_TOKEN} at each request. If the id or the secret is not set, {@link #get}
     * throws {@link IllegalStateException} with the variable's name.
     */
    static CredentialsSource environment() {
        return () -> Credentials.of(
                Environment.required("OSS_ACCESS_KEY_ID"),
                Environment.required("OSS_ACCESS_KEY_SECRET"),
                System.getenv("OSS_SESSION_TOKEN"));
    }

    /**
     * Returns a source of temporary credentials. They are fetched at the first request, and again before they expire: after
     * 4/5 of their lifetime, but 2 minutes before its end, or in the middle of a lifetime of less than 4 minutes. No thread
     * is created: one of the threads that call {@link #get} fetches, while the others use the old credentials.
     *
     * <p>While the old credentials are valid, failures of the fetcher are ignored, and it is called again a second later,
     * then after 2, 4, up to 60 seconds. Without valid credentials all calls wait for one fetch, and receive its result or an
     * {@link IOException} whose cause is what the fetcher threw. A call within a second after a failed fetch, then within 2,
     * 4, up to 60 seconds after the next ones, fails immediately with the same cause. A thread that is interrupted while it
     * waits receives an {@link java.io.InterruptedIOException}.
     *
     * <p>Credentials that OSS {@linkplain #refused refused} are invalid. If the fetcher returns the same ones again, they are
     * used, and their next refusal causes a fetch after a second at the earliest, then after 2, 4, up to 60 seconds. The same
     * applies to new credentials that OSS refuses within 2 minutes of their fetch, from the second in a row.
     *
     * <p>A fetch fails if its credentials have already expired by the system's clock.
     */
    static CredentialsSource refreshing(CredentialsFetcher fetcher) {
        return new RefreshingCredentials(Objects.requireNonNull(fetcher, "fetcher"), Clock.systemUTC());
    }

    /** Returns a source for the RAM role that is attached to this ECS instance. As {@link #ecsRamRole(String)}. */
    static CredentialsSource ecsRamRole() {
        RequiredVersions.check();
        return refreshing(EcsMetadata.of(null));
    }

    /**
     * Returns a source for a RAM role of this ECS instance, by its name. Its credentials come from the metadata service at
     * 100.100.100.200, without a proxy, with a token if the service issues one (security hardening mode). They are
     * {@linkplain #refreshing refreshed}. A fetch has 2 or 3 requests of up to 5 seconds each. Outside of ECS the first one
     * fails, usually within a second.
     *
     * @throws IllegalArgumentException if the name is not 1 to 64 characters without whitespace and slashes
     * @throws IllegalStateException if OkHttp, okio, Kotlin or jackson-core on the class path is too old
     */
    static CredentialsSource ecsRamRole(String role) {
        Objects.requireNonNull(role, "role");
        RequiredVersions.check();
        return refreshing(EcsMetadata.of(role));
    }

    /**
     * Returns a source of credentials that a command prints, {@linkplain #refreshing refreshed}. Do not put secrets into its
     * arguments, which other users of the machine can see. The command runs without a shell and without input. It must print
     * one JSON object to its standard output; its standard error is discarded.
     *
     * <pre>{@code
     * {"AccessKeyId": "STS.…", "AccessKeySecret": "…", "SecurityToken": "…", "Expiration": "2006-01-02T15:04:05Z"}
     * }</pre>
     *
     * <p>Credentials without {@code SecurityToken} are permanent. Credentials without {@code Expiration} never expire, and
     * are fetched again only after OSS refuses them. The command fails if its exit status is not 0, if it runs longer than 15
     * seconds, or if it prints more than 64 KB. It is then killed, on Java 9 and later with all processes that it started.
     *
     * @throws IllegalArgumentException if the list or its first element is empty, or one contains U+0000
     * @throws IllegalStateException if OkHttp, okio, Kotlin or jackson-core on the class path is too old
     */
    static CredentialsSource command(List<String> command) {
        RequiredVersions.check();
        return refreshing(new CredentialsCommand(command, CredentialsCommand.LIMIT));
    }
}
