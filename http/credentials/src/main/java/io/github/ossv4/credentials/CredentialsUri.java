// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.credentials;

import io.github.ossv4.http.credentials.CredentialsFetcher;
import io.github.ossv4.http.credentials.ExpiringCredentials;
import io.github.ossv4.internal.redaction.SecretTexts;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** Fetches credentials from a URL. No exception contains its query or its user, which may be secrets. */
final class CredentialsUri implements CredentialsFetcher {
    private static final int SHORTEST_SECRET = 8;
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final HttpUrl url;
    private final IssuerClient client;

    /** @throws IllegalArgumentException if it is not a URL of http or https, or has an {@code @} after its host */
    CredentialsUri(String uri) {
        HttpUrl parsed = HttpUrl.parse(uri);
        if (parsed == null) {
            throw new IllegalArgumentException("the credentials URI must be a URL of http or https");
        }
        String afterPort = parsed.encodedPath() + parsed.encodedQuery() + parsed.encodedFragment();
        if (afterPort.indexOf('@') >= 0 || parsed.encodedPath().contains("%40")) {
            // The rest of a password whose separators are not encoded. Messages contain host and path.
            throw new IllegalArgumentException("the credentials URI must have no @ after its host;"
                    + " encode the characters /, ?, # and @ of a password");
        }
        this.url = parsed;
        // A proxy must not receive credentials without encryption.
        this.client = url.isHttps() ? IssuerClient.of(CONNECT, LIMIT) : IssuerClient.direct(CONNECT, LIMIT);
    }

    /** Returns a fetcher that reads the environment at each fetch. */
    static CredentialsFetcher ofEnvironment(Environment environment) {
        return () -> new CredentialsUri(environment.required(Environment.CREDENTIALS_URI)).fetch();
    }

    @Override
    public ExpiringCredentials fetch() throws IOException {
        String name = "the credentials URI " + url.scheme() + "://" + url.host() + ":" + url.port() + url.encodedPath();
        byte[] document =
                client.send(IssuerClient.request(url).build(), name, secrets()).body();
        return CredentialsDocument.parse(
                document, name + " returned", CredentialsFields.STS.token, CredentialsFields.STS.expiration);
    }

    /** Returns the query and the values in it, unless they are so short that other texts contain them by chance. */
    private SecretTexts secrets() {
        List<@Nullable String> texts = new ArrayList<>();
        texts.add(url.encodedQuery());
        for (String name : url.queryParameterNames()) {
            texts.addAll(url.queryParameterValues(name));
        }
        texts.removeIf(text -> text == null || text.length() < SHORTEST_SECRET);
        return SecretTexts.of(texts);
    }
}
