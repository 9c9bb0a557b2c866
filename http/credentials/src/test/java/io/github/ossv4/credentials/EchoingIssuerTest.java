// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.credentials;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.ossv4.http.credentials.CredentialsFetcher;
import io.github.ossv4.http.testing.RawServer;
import io.github.ossv4.sign.Credentials;
import java.io.IOException;
import java.time.Duration;
import okhttp3.HttpUrl;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** OkHttp quotes malformed responses in its messages. They may echo the request, or contain the credentials. */
class EchoingIssuerTest extends PlatformFixture {
    private static final String SECRETS = "{\"AccessKeySecret\": \"s3cr3t\", \"SecurityToken\": \"t0k3n\"}";

    private RawServer echoing(String response) throws IOException {
        return new RawServer(peer -> {
            String head = peer.head();
            String length = head.replaceAll("(?s).*Content-Length: ([0-9]+).*", "$1");
            StringBuilder request = new StringBuilder(head);
            for (int left = length.equals(head) ? 0 : Integer.parseInt(length); left > 0; left--) {
                request.append((char) peer.socket().getInputStream().read());
            }
            peer.send(response.replace("ECHO", request.toString().replace("\r\n", " ")));
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ECHO\r\n\r\n",
                "HTTP/1.1 ECHO\r\n\r\n",
                "ECHO",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nECHO\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + SECRETS + "\r\n",
                "HTTP/1.1 200 OK\r\n" + SECRETS + "\r\n\r\n",
                SECRETS,
            })
    void showsNeitherRequestsNorResponses(String response) throws IOException {
        try (RawServer issuer = echoing(response)) {
            HttpUrl url = HttpUrl.get(issuer.endpoint());
            StsClient client = new StsClient(clock, Duration.ofSeconds(30), endpoint -> url);
            AssumeRole role = role().externalId("t0k3n-of-the-owner").build();
            Credentials credentials = Credentials.of("STS.id", "s3cr3t", "t0k3n+of/the/user");
            assertNoSecrets(() -> client.assumeRole(role, credentials));
            assertNoSecrets(() -> client.assumeRoleWithOidc(role, PROVIDER, "eyJh.t0k3n+of/the/pod=="));
            assertNoSecrets(new CredentialsUri("http://user:s3cr3t@127.0.0.1:" + url.port() + "/a?key=t0k3n/of+uri"));
            assertNoSecrets(EcsMetadata.of(url, null, environment()));
        }
    }

    private static void assertNoSecrets(CredentialsFetcher fetcher) {
        String message = failure(fetcher);
        assertEquals(-1, message.indexOf("t0k"), message);
    }

    /** The service issues a token, and echoes it in response to the next request. */
    @ParameterizedTest
    @ValueSource(strings = {"ECHO\r\n\r\n", "HTTP/1.1 ECHO\r\n\r\n"})
    void doesNotShowTheTokenOfTheMetadataService(String response) throws IOException {
        try (RawServer issuer = new RawServer(peer -> {
            String head = peer.head();
            peer.send(
                    head.startsWith("PUT ")
                            ? "HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\nt0k3n-s3cr3t"
                            : response.replace("ECHO", head.replace("\r\n", " ")));
        })) {
            assertNoSecrets(EcsMetadata.of(HttpUrl.get(issuer.endpoint()), null, environment()));
        }
    }
}
