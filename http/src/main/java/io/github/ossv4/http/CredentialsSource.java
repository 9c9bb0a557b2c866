// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.sign.Credentials;
import java.io.IOException;
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
}
