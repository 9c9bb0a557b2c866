// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.credentials;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.http.credentials.CredentialsFetcher;
import io.github.ossv4.http.credentials.ExpiringCredentials;
import io.github.ossv4.http.internal.credentials.RefreshingCredentials;
import io.github.ossv4.sign.Credentials;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialsUriTest extends PlatformFixture {
    private static final String GET = "GET /a/b?key=t0k3n";

    private String uri;
    private String name;

    @BeforeEach
    void respond() {
        uri = server.url().toString().replace("//", "//user:s3cr3t@") + "a/b?key=t0k3n";
        name = "the credentials URI " + server.url() + "a/b";
        respondWith(1);
    }

    private void respondWith(int number) {
        server.respond(GET, 200, document("STS." + number));
    }

    @Test
    void fetches() throws IOException {
        assertEquals(
                ExpiringCredentials.of(
                        Credentials.of("STS.1", "s3cr3t", "t0k3n"),
                        clock.instant().plus(Duration.ofHours(1))),
                new CredentialsUri(uri).fetch());
        assertEquals(List.of(GET), server.requests);
        assertFalse(server.headers.get(0).containsKey("Authorization"));
    }

    @Test
    void readsTheEnvironmentAtEachFetch() throws IOException {
        CredentialsFetcher fetcher = CredentialsUri.ofEnvironment(environment());
        assertEquals("ALIBABA_CLOUD_CREDENTIALS_URI is not set", failure(fetcher));
        variables.put("ALIBABA_CLOUD_CREDENTIALS_URI", uri);
        assertEquals("STS.1", fetcher.fetch().credentials().accessKeyId());
        variables.put("ALIBABA_CLOUD_CREDENTIALS_URI", "s3cr3t");
        assertEquals("the credentials URI must be a URL of http or https", failure(fetcher));
    }

    @Test
    void refreshesInTimeAndUsesOldCredentialsDuringFailures() throws IOException {
        RefreshingCredentials source = refreshing(new CredentialsUri(uri));
        assertId("STS.1", source);
        clock.advance(Duration.ofMinutes(48));
        server.respond(GET, 500, "s3cr3t");
        assertId("STS.1", source);
        clock.advance(Duration.ofSeconds(1));
        respondWith(2);
        assertId("STS.2", source);
        clock.advance(Duration.ofHours(1));
        server.respond(GET, 500, "s3cr3t");
        assertEquals("no credentials: " + name + " returned 500 for GET /a/b", failure(source));
    }

    @Test
    void rejectsOtherResponses() {
        CredentialsUri fetcher = new CredentialsUri(uri);
        server.respond(GET, 302, "");
        assertEquals(name + " returned 302 for GET /a/b", failure(fetcher));
        server.respond(GET, 200, "s3cr3t");
        assertEquals(name + " returned no credentials: not a single JSON object", failure(fetcher));
        server.respond(GET, 200, "{\"Code\": \"s3cr3t\"}");
        assertEquals(name + " returned no credentials: its Code is not Success", failure(fetcher));
        server.respond(GET, 200, "{\"AccessKeyId\": \"a\", \"AccessKeySecret\": \"s3cr3t\"}");
        assertEquals(name + " returned credentials without SecurityToken, Expiration", failure(fetcher));
        server.respond(GET, 200, " ".repeat(65537));
        assertEquals(name + " returned more than 65536 bytes for GET /a/b", failure(fetcher));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "s3cr3t", "/a", "file:///s3cr3t", "ftp://s3cr3t"})
    void rejectsOtherUrls(String malformed) {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> CloudCredentials.credentialsUri(malformed));
        assertEquals("the credentials URI must be a URL of http or https", e.getMessage());
    }

    /** A value such as 1 occurs in many texts by chance. */
    @Test
    void keepsTextsThatContainShortValuesOfTheQuery() throws IOException {
        server.close();
        String message = failure(new CredentialsUri(server.url() + "a?v=1&w=127"));
        assertTrue(message.contains("127.0.0.1"), message);
    }

    @Test
    void fetchesOnceFor32Threads() {
        assertEquals("STS.1", idOf32Threads(refreshing(new CredentialsUri(uri))));
        assertEquals(1, server.requests.size());
    }
}
