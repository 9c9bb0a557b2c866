// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.okhttp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.http.Body;
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.http.RetryPolicy;
import io.github.ossv4.http.ServiceException;
import io.github.ossv4.http.testing.RawServer;
import io.github.ossv4.http.testing.Received;
import io.github.ossv4.http.testing.WireFixture;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import okhttp3.Authenticator;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionSettingsTest extends WireFixture {
    private static final String BASIC = "Basic " + Base64.getEncoder().encodeToString("user:pässword".getBytes(UTF_8));

    private static Proxy proxy(int port) {
        return new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved("127.0.0.1", port));
    }

    private static BucketClient.Builder remote(String scheme, int proxyPort) {
        return BucketClient.builder(scheme + "://oss-cn-hangzhou.aliyuncs.com", "examplebucket")
                .credentials(CREDENTIALS)
                .retryPolicy(RetryPolicy.NONE)
                .proxy(proxy(proxyPort))
                .proxyCredentials("user", "pässword");
    }

    @Test
    void hasDocumentedDefaults() {
        OkHttpClient client = new ConnectionSettings().newClient(true);
        assertEquals(10_000, client.connectTimeoutMillis());
        assertEquals(20_000, client.readTimeoutMillis());
        assertEquals(20_000, client.writeTimeoutMillis());
        assertEquals(64, client.dispatcher().getMaxRequests());
        assertEquals(64, client.dispatcher().getMaxRequestsPerHost());
        assertNull(client.proxy());
    }

    @Test
    void appliesSettings() {
        ConnectionSettings settings = new ConnectionSettings();
        settings.connectTimeout(Duration.ofMillis(1));
        settings.readTimeout(Duration.ofMillis(2));
        settings.writeTimeout(Duration.ofMillis(3));
        settings.maxRequests(4);
        settings.proxy(Proxy.NO_PROXY);
        OkHttpClient client = settings.newClient(false);
        assertEquals(1, client.connectTimeoutMillis());
        assertEquals(2, client.readTimeoutMillis());
        assertEquals(3, client.writeTimeoutMillis());
        assertEquals(4, client.dispatcher().getMaxRequests());
        assertEquals(4, client.dispatcher().getMaxRequestsPerHost());
        assertEquals(Proxy.NO_PROXY, client.proxy());
    }

    @Test
    void rejectsInvalidSettings() {
        BucketClient.Builder builder = client();
        assertEquals(
                "readTimeout must be between 1 ms and 20 days, was PT0S",
                assertThrows(IllegalArgumentException.class, () -> builder.readTimeout(Duration.ZERO))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> builder.connectTimeout(Duration.ofDays(21)));
        assertThrows(IllegalArgumentException.class, () -> builder.writeTimeout(Duration.ofDays(-1)));
        assertThrows(IllegalArgumentException.class, () -> builder.maxRequests(0));
        assertThrows(IllegalArgumentException.class, () -> builder.maxRequests(10_001));
    }

    @Test
    void rejectsSettingsBesideAnOkHttpClient() {
        BucketClient.Builder builder = client().credentials(CREDENTIALS)
                .okHttpClient(new OkHttpClient())
                .readTimeout(Duration.ofSeconds(1))
                .maxRequests(3);
        assertEquals(
                "okHttpClient and [maxRequests, readTimeout] must not both be set: set them in the OkHttpClient",
                assertThrows(IllegalStateException.class, builder::build).getMessage());
    }

    @Test
    void limitsTheWaitForAResponse() throws Exception {
        try (RawServer silent = new RawServer(RawServer.Peer::drain);
                BucketClient client = BucketClient.builder(silent.endpoint(), "examplebucket")
                        .region("cn-hangzhou")
                        .credentials(CREDENTIALS)
                        .retryPolicy(RetryPolicy.NONE)
                        .readTimeout(Duration.ofMillis(50))
                        .build()) {
            IOException e = assertThrows(IOException.class, () -> client.head("k"));
            assertTrue(
                    e.getMessage()
                            .contains("HeadObject k in bucket \"examplebucket\" at "
                                    + silent.endpoint().substring("http://".length()) + ", attempt 1 of 1: "),
                    e.getMessage());
        }
    }

    @Test
    void sendsHttpThroughAProxy() throws Exception {
        server.enqueue(response(200));
        try (BucketClient client = remote("http", server.port()).build()) {
            client.put("k", Body.of(HELLO));
        }
        Received request = server.take();
        assertTrue(
                request.requestLine().startsWith("PUT http://examplebucket.oss-cn-hangzhou.aliyuncs.com/k "),
                request.requestLine());
        assertEquals(BASIC, request.header("Proxy-Authorization"));
    }

    @Test
    void sendsNoProxyCredentialsWithoutAProxy() throws Exception {
        server.enqueue(response(200));
        try (BucketClient client = client().credentials(CREDENTIALS)
                .proxyCredentials("user", "pässword")
                .build()) {
            client.put("k", Body.of(HELLO));
        }
        assertNull(server.take().header("Proxy-Authorization"));
    }

    /** An error page may repeat the request. */
    @Test
    void hidesProxyCredentialsInMessages() throws Exception {
        server.enqueue(
                response(403).body("<Error><Code>AccessDenied</Code><Message>sent: " + BASIC + "</Message></Error>"));
        try (BucketClient client = remote("http", server.port()).build()) {
            String message = assertThrows(ServiceException.class, () -> client.put("k", Body.of(HELLO)))
                    .toString();
            assertTrue(message.contains("sent: Basic ") && !message.contains(BASIC), message);
        }
    }

    /** The origin in the tunnel may respond with 407 as well. */
    @Test
    void sendsProxyCredentialsToTheProxyOfATunnelOnly() throws Exception {
        ConnectionSettings settings = new ConnectionSettings();
        settings.proxyCredentials("user", "pässword");
        Authenticator authenticator = settings.newClient(true).proxyAuthenticator();
        Request.Builder request = new Request.Builder().url("https://oss-cn-hangzhou.aliyuncs.com/k");
        assertNull(authenticator.authenticate(null, refusedByProxy(request.get().build())));
        Request connect = request.method("CONNECT", null).build();
        assertEquals(
                BASIC, authenticator.authenticate(null, refusedByProxy(connect)).header("Proxy-Authorization"));
    }

    private static Response refusedByProxy(Request request) {
        return new Response.Builder()
                .request(request)
                .protocol(Protocol.HTTP_1_1)
                .code(407)
                .message("Proxy Authentication Required")
                .build();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "https"})
    void redactsProxyCredentialsThatAProxyEchoes(String scheme) throws Exception {
        try (RawServer echoing = new RawServer(peer -> peer.send(peer.head().replace("\r\n", " ") + "\r\n\r\n"));
                BucketClient client = remote(
                                scheme, Integer.parseInt(echoing.endpoint().replaceAll(".*:", "")))
                        .build()) {
            IOException e = assertThrows(IOException.class, () -> client.head("k"));
            StringWriter trace = new StringWriter();
            e.printStackTrace(new PrintWriter(trace));
            assertTrue(trace.toString().contains("Unexpected status line"), trace.toString());
            assertFalse(trace.toString().contains(BASIC.substring(10)), trace.toString());
        }
    }

    @Test
    void opensATunnelForHttps() throws Exception {
        List<String> heads = Collections.synchronizedList(new ArrayList<>());
        try (RawServer refusing = new RawServer(peer -> {
                    heads.add(peer.head());
                    peer.respond(
                            "407 Proxy Authentication Required",
                            "Proxy-Authenticate: Basic realm=\"a\"",
                            "Content-Length: 0");
                });
                BucketClient client = remote(
                                "https", Integer.parseInt(refusing.endpoint().replaceAll(".*:", "")))
                        .build()) {
            assertThrows(IOException.class, () -> client.put("k", Body.of(HELLO)));
        }
        String last = heads.get(heads.size() - 1);
        assertTrue(last.startsWith("CONNECT examplebucket.oss-cn-hangzhou.aliyuncs.com:443 "), last);
        assertTrue(last.contains("Proxy-Authorization: " + BASIC), last);
        assertTrue(!last.contains("Authorization: OSS4"), last);
    }
}
