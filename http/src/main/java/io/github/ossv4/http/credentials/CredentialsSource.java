// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.credentials;

import io.github.ossv4.http.internal.credentials.EnvironmentCredentials;
import io.github.ossv4.http.internal.credentials.RefreshingCredentials;
import io.github.ossv4.http.internal.okhttp.RequiredVersions;
import io.github.ossv4.sign.Credentials;
import java.io.IOException;
import java.time.Clock;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A source of credentials. It is called once for each request, on the thread that sends it. An implementation must be
 * thread-safe and should be fast: cache fetched credentials until shortly before they expire.
 *
 * <p>{@link #of}, {@link #environment()} and {@link #refreshing} return sources. Those of Kubernetes, ECS, STS, the CLI
 * and the default chain of Alibaba Cloud SDKs are in {@code CloudCredentials} of the artifact {@code
 * ossv4-credentials}.
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
     * Notifies the source that OSS refused its credentials as expired or unknown. A source that can fetch new
     * credentials does so before the next {@link #get}, unless it already has others. Does nothing by default; must not
     * block.
     */
    default void refused(Credentials credentials) {}

    /**
     * Returns where the last credentials were found, as a human-readable text such as {@code environment variables}.
     * Null if it is not known, which is the default. The default chain returns it after {@link #get}.
     */
    default @Nullable String origin() {
        return null;
    }

    /** Returns a source of credentials that never change. */
    static CredentialsSource of(Credentials credentials) {
        Objects.requireNonNull(credentials, "credentials");
        return () -> credentials;
    }

    /**
     * Returns a source that reads environment variables at each request: {@code OSS_ACCESS_KEY_ID}, {@code
     * OSS_ACCESS_KEY_SECRET} and, for temporary credentials, {@code OSS_SESSION_TOKEN}. If none of them is set, it
     * reads {@code ALIBABA_CLOUD_ACCESS_KEY_ID}, {@code ALIBABA_CLOUD_ACCESS_KEY_SECRET} and {@code
     * ALIBABA_CLOUD_SECURITY_TOKEN}. The two sets are not combined. If an id or a secret is not set, {@link #get}
     * throws {@link IllegalStateException} with the variable's name.
     */
    static CredentialsSource environment() {
        return environment(System::getenv);
    }

    /**
     * Returns a source that reads the variables of {@link #environment()} from another place, such as a file.
     *
     * @param variables returns the value of a variable; null, or an empty text, if it is not set
     */
    static CredentialsSource environment(Function<String, @Nullable String> variables) {
        return new EnvironmentCredentials(Objects.requireNonNull(variables, "variables"));
    }

    /**
     * Returns a source of temporary credentials. They are fetched at the first request, and again before they expire:
     * after 4/5 of their lifetime, but 2 minutes before its end, or in the middle of a lifetime of less than 4 minutes.
     * No thread is created: one of the threads that call {@link #get} fetches, while the others use the old
     * credentials.
     *
     * <p>While the old credentials are valid, failures of the fetcher are ignored, and it is called again a second
     * later, then after 2, 4, up to 60 seconds. Without valid credentials all calls wait for one fetch, and receive its
     * result or an {@link IOException} whose cause is the exception of the fetcher. A call within a second after a
     * failed fetch, then within 2, 4, up to 60 seconds after the next ones, fails immediately with the same cause. A
     * thread that is interrupted while it waits receives an {@link java.io.InterruptedIOException}.
     *
     * <p>Credentials that OSS {@linkplain #refused refused} are invalid. If the fetcher returns the same ones again,
     * they are used, and their next refusal causes a fetch after a second at the earliest, then after 2, 4, up to 60
     * seconds. The same applies to new credentials that OSS refuses within 2 minutes of their fetch, from the second in
     * a row.
     *
     * <p>A fetch fails if its credentials have already expired by the system's clock.
     */
    static CredentialsSource refreshing(CredentialsFetcher fetcher) {
        return new RefreshingCredentials(Objects.requireNonNull(fetcher, "fetcher"), Clock.systemUTC());
    }

    /**
     * Returns a source like {@link #refreshing} for a fetcher that uses OkHttp. Before it creates the fetcher, it
     * checks that the OkHttp on the class path is one that the client works with.
     *
     * @param fetcher creates the fetcher
     * @throws IllegalStateException if OkHttp is older than 4.12 or does not load
     */
    static CredentialsSource refreshingWithOkHttp(Supplier<CredentialsFetcher> fetcher) {
        RequiredVersions.check();
        return refreshing(Objects.requireNonNull(fetcher, "fetcher").get());
    }
}
