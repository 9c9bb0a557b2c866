// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.credentials;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.Headers;
import io.github.ossv4.http.credentials.ExpiringCredentials;
import io.github.ossv4.http.internal.credentials.RefreshingCredentials;
import io.github.ossv4.http.testing.RawServer;
import io.github.ossv4.http.testing.TestClock;
import io.github.ossv4.sign.Credentials;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class EcsMetadataTest {
    private static final String TOKEN = "PUT /latest/api/token";
    private static final String ROLES = "GET /latest/meta-data/ram/security-credentials/";
    private static final String DOCUMENT = """
            {
              "AccessKeyId" : "STS.1",
              "AccessKeySecret" : "s3cr3t",
              "Expiration" : "2026-11-24T18:00:00Z",
              "SecurityToken" : "t0k3n",
              "LastUpdated" : "2026-11-24T12:00:00Z",
              "Code" : "Success"
            }
            """;
    private static final ExpiringCredentials CREDENTIALS = ExpiringCredentials.of(
            Credentials.of("STS.1", "s3cr3t", "t0k3n"), TestClock.NOON.plus(Duration.ofHours(6)));

    private StubServer server;

    @BeforeEach
    void start() throws IOException {
        server = new StubServer();
        server.respond(TOKEN, 200, "token-of-the-service");
        server.respond(ROLES, 200, "MyRole");
        server.respond(ROLES + "MyRole", 200, DOCUMENT);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private EcsMetadata metadata(String role) {
        return new EcsMetadata(server.url(), role, Duration.ofSeconds(30), () -> false);
    }

    private String failure() {
        IOException e = assertThrows(IOException.class, metadata(null)::fetch);
        assertFalse(e.toString().contains("s3cr3t"));
        return e.getMessage();
    }

    @Test
    void usesTheDocumentedAddress() {
        assertEquals("http://100.100.100.200/", EcsMetadata.SERVICE.toString());
    }

    @Test
    void fetchesTheRoleOfTheInstance() throws IOException {
        assertEquals(CREDENTIALS, metadata(null).fetch());
        assertEquals(List.of(TOKEN, ROLES, ROLES + "MyRole"), server.requests);
        assertEquals("60", server.headers.get(0).getFirst("X-aliyun-ecs-metadata-token-ttl-seconds"));
        assertEquals("0", server.headers.get(0).getFirst("Content-Length"));
        for (int i = 1; i < 3; i++) {
            assertEquals("token-of-the-service", server.headers.get(i).getFirst("X-aliyun-ecs-metadata-token"));
        }
    }

    @Test
    void fetchesARoleByName() throws IOException {
        server.respond(ROLES + "Role-1.a@b%E9%94%AE", 200, DOCUMENT);
        assertEquals(CREDENTIALS, metadata("Role-1.a@b键").fetch());
        assertEquals(List.of(TOKEN, ROLES + "Role-1.a@b%E9%94%AE"), server.requests);
    }

    @Test
    void encodesTheNameOfARole() throws IOException {
        server.respond(ROLES, 200, "a?b#c%2e;d\n");
        server.respond(ROLES + "a%3Fb%23c%252e;d", 200, DOCUMENT);
        assertEquals(CREDENTIALS, metadata(null).fetch());
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 404, 405, 501})
    void continuesWithoutTokensIfTheServiceHasNone(int status) throws IOException {
        server.respond(TOKEN, status, "no");
        assertEquals(CREDENTIALS, metadata(null).fetch());
        assertEquals(List.of(TOKEN, ROLES, ROLES + "MyRole"), server.requests);
        for (Headers each : server.headers.subList(1, 3)) {
            assertFalse(each.containsKey("X-aliyun-ecs-metadata-token"));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 404, 405, 501})
    void requiresTokensIfTheEnvironmentDoes(int status) {
        server.respond(TOKEN, status, "no");
        Environment environment =
                new Environment(name -> name.equals("ALIBABA_CLOUD_IMDSV1_DISABLED") ? "TRUE" : null, Path.of("home"));
        IOException e = assertThrows(IOException.class, EcsMetadata.of(server.url(), null, environment)::fetch);
        assertEquals(
                "the metadata service returned " + status + " for " + TOKEN
                        + ", but ALIBABA_CLOUD_IMDSV1_DISABLED requires a token",
                e.getMessage());
        assertEquals(List.of(TOKEN), server.requests);
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 302, 400, 401, 500})
    void failsOnOtherStatusesOfTheToken(int status) {
        server.respond(TOKEN, status, "");
        assertEquals("the metadata service returned " + status + " for " + TOKEN, failure());
        assertEquals(List.of(TOKEN), server.requests);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a\r\nX-Injected: 1", "é"})
    void rejectsAMalformedToken(String token) {
        server.respond(TOKEN, 200, token);
        assertEquals("the metadata service returned a token that is not a valid header value", failure());
    }

    @Test
    void reportsThatNoRoleIsAttached() {
        server.remove(ROLES);
        assertEquals(
                "the metadata service returned 404 for " + ROLES + ": no role is attached to the instance", failure());
        IOException e = assertThrows(IOException.class, metadata("Other")::fetch);
        assertEquals(
                "the metadata service returned 404 for " + ROLES
                        + "Other: no role of this name is attached to the instance",
                e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "../../user-data",
                "a\\b",
                "One\nTwo",
                "a b",
                "<html><body>Welcome to the airport</body></html>",
                "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
            })
    void rejectsMalformedRoleNames(String name) {
        server.respond(ROLES, 200, name);
        assertEquals("the metadata service returned no name of a role", failure());
        assertEquals(List.of(TOKEN, ROLES), server.requests);
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> metadata(name));
        assertEquals(
                "the name of a RAM role must be 1 to 64 characters without whitespace and slashes, was "
                        + name.replace("\n", "\\u000a"),
                e.getMessage());
        assertThrows(IllegalArgumentException.class, () -> CloudCredentials.ecsRamRole(name));
    }

    @Test
    void doesNotFollowRedirects() {
        server.respond(ROLES, 302, "");
        assertEquals("the metadata service returned 302 for " + ROLES, failure());
        assertEquals(List.of(TOKEN, ROLES), server.requests);
    }

    @Test
    void rejectsMalformedDocuments() {
        server.respond(ROLES + "MyRole", 200, "s3cr3t");
        assertEquals("the metadata service returned no credentials: not a single JSON object", failure());
        server.respond(ROLES + "MyRole", 200, DOCUMENT.replace("Success", "Failed"));
        assertEquals("the metadata service returned no credentials: its Code is not Success", failure());
        server.respond(ROLES + "MyRole", 200, DOCUMENT.replaceAll("Expiration|SecurityToken", "Other"));
        assertEquals("the metadata service returned no credentials: not a single JSON object", failure());
        server.respond(ROLES + "MyRole", 200, DOCUMENT.replaceAll("(Expiration|SecurityToken)", "$1s"));
        assertEquals("the metadata service returned credentials without SecurityToken, Expiration", failure());
    }

    @Test
    void limitsTheResponseTo64Kilobytes() throws IOException {
        String spaces = " ".repeat(64 * 1024 - DOCUMENT.length());
        server.respond(ROLES + "MyRole", 200, DOCUMENT + spaces);
        assertEquals(CREDENTIALS, metadata(null).fetch());
        server.respond(ROLES + "MyRole", 200, DOCUMENT + spaces + " ");
        assertEquals("the metadata service returned more than 65536 bytes for " + ROLES + "MyRole", failure());
    }

    @Test
    void timesOutWithoutResponse() throws IOException {
        try (RawServer silent = new RawServer(RawServer.Peer::drain)) {
            EcsMetadata metadata =
                    new EcsMetadata(HttpUrl.get(silent.endpoint()), null, Duration.ofMillis(100), () -> false);
            assertThrows(InterruptedIOException.class, metadata::fetch);
        }
    }

    @Test
    void timesOutIfTheResponseDoesNotEnd() throws IOException {
        try (RawServer endless = new RawServer(client -> {
            client.head();
            client.respond("200 OK", "Content-Length: 60000").send("x").drain();
        })) {
            EcsMetadata metadata =
                    new EcsMetadata(HttpUrl.get(endless.endpoint()), null, Duration.ofMillis(200), () -> false);
            assertThrows(InterruptedIOException.class, metadata::fetch);
        }
    }

    @Test
    void failsOutsideOfEcs() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        RefreshingCredentials source = new RefreshingCredentials(
                new EcsMetadata(HttpUrl.get("http://127.0.0.1:" + port), null, Duration.ofSeconds(5), () -> false),
                new TestClock());
        IOException e = assertThrows(IOException.class, source::get);
        assertTrue(e.getMessage().startsWith("no credentials: "), e.getMessage());
        assertTrue(e.getMessage().contains("127.0.0.1:" + port), e.getMessage());
    }

    @Test
    void usesNoProxy() throws IOException {
        ProxySelector before = ProxySelector.getDefault();
        ProxySelector.setDefault(new ProxySelector() {
            @Override
            public List<Proxy> select(URI uri) {
                throw new UncheckedIOException(new IOException("a proxy was requested"));
            }

            @Override
            public void connectFailed(URI uri, SocketAddress address, IOException e) {}
        });
        try {
            assertEquals(CREDENTIALS, metadata(null).fetch());
        } finally {
            ProxySelector.setDefault(before);
        }
    }

    @Test
    void refreshesCredentials() throws IOException {
        TestClock clock = new TestClock();
        RefreshingCredentials source = new RefreshingCredentials(metadata(null), clock);
        assertEquals(CREDENTIALS.credentials(), source.get());
        clock.advance(Duration.ofHours(5));
        server.respond(ROLES + "MyRole", 500, "");
        assertEquals(CREDENTIALS.credentials(), source.get());
        assertEquals(6, server.requests.size());
        server.respond(ROLES + "MyRole", 200, DOCUMENT.replace("STS.1", "STS.2").replace("T18", "T23"));
        assertEquals(CREDENTIALS.credentials(), source.get());
        assertEquals(6, server.requests.size());
        clock.advance(Duration.ofSeconds(1));
        assertEquals("STS.2", source.get().accessKeyId());
        assertEquals(9, server.requests.size());
    }

    @Test
    void closesConnections() throws IOException {
        metadata(null).fetch();
        for (Headers each : server.headers) {
            assertEquals("close", each.getFirst("Connection"));
        }
    }
}
