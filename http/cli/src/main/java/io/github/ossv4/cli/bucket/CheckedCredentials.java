// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.bucket;

import io.github.ossv4.http.credentials.CredentialsSource;
import io.github.ossv4.sign.Credentials;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A source whose failures can be distinguished from failed requests by their type. Thread-safe if the source is. */
final class CheckedCredentials implements CredentialsSource {
    private final CredentialsSource source;

    /** Null for the source's. */
    private final @Nullable String origin;

    private CheckedCredentials(CredentialsSource source, @Nullable String origin) {
        this.source = source;
        this.origin = origin;
    }

    /** @param origin where the credentials are from; null if the source knows it */
    static CheckedCredentials of(CredentialsSource source, @Nullable String origin) {
        return new CheckedCredentials(source, origin);
    }

    @Override
    public Credentials get() throws IOException {
        try {
            return source.get();
        } catch (IOException | IllegalStateException e) {
            String reason = String.valueOf(e.getMessage()).replaceFirst("^no credentials: ", "");
            String advice = "set OSS_ACCESS_KEY_ID and OSS_ACCESS_KEY_SECRET, or --profile for a profile of ossutil"
                    + " or Alibaba Cloud's CLI, or --anonymous for a public bucket";
            boolean hasFailed = !reason.startsWith("the default chain found no credentials");
            throw new CredentialsUnavailableException(
                    "no credentials: " + (hasFailed ? reason : advice + "\n" + reason), e);
        }
    }

    @Override
    public void refused(Credentials credentials) {
        source.refused(credentials);
    }

    @Override
    public @Nullable String origin() {
        return origin == null ? source.origin() : origin;
    }
}
