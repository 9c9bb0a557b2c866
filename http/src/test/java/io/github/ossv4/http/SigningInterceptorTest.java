// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.emulator.Emulator;
import io.github.ossv4.http.testing.RawServer;
import io.github.ossv4.http.testing.Reply;
import io.github.ossv4.http.testing.WireServer;
import io.github.ossv4.sign.Credentials;
import io.github.ossv4.sign.Signature;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SigningInterceptorTest {
    private static final Credentials TEMPORARY = Credentials.of("STS.id", "topsecret2", "CAIS+/= token~*");
    private static final String SECRET_HEADERS = "authorization|x-oss-security-token|x-oss-date";
    private static Emulator emulator;

    @BeforeAll
    static void startEmulator() throws Exception {
        emulator = Emulator.builder()
                .temporaryAccessKey("STS.id", "topsecret2", "CAIS+/= token~*")
                .bucket("examplebucket")
                .domain("oss.example.test")
                .domain("img.example.test", "examplebucket")
                .start();
    }

    @AfterAll
    static void stopEmulator() {
        emulator.close();
    }

    private static SigningInterceptor.Builder interceptor(String endpoint) {
        return SigningInterceptor.builder(endpoint).region(emulator.region()).credentials(TEMPORARY);
    }

    /** Resolves every host to loopback. */
    private static OkHttpClient client(SigningInterceptor interceptor) {
        return new OkHttpClient.Builder()
                .dns(host -> Collections.singletonList(InetAddress.getLoopbackAddress()))
                .addNetworkInterceptor(interceptor)
                .build();
    }

    private static Request.Builder request(String url) {
        return new Request.Builder().url(url);
    }

    private static String status(OkHttpClient client, Request.Builder request) throws IOException {
        try (Response response = client.newCall(request.build()).execute()) {
            return response.code() + " " + response.body().string();
        }
    }

    private static String named(String host) {
        return "http://" + host + ":" + emulator.port();
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 127.0.0.1, /examplebucket/",
        "oss.example.test, examplebucket.oss.example.test, /",
        "img.example.test, img.example.test, /",
    })
    void signsEveryAddressingStyle(String endpoint, String host, String prefix) throws Exception {
        SigningInterceptor.Builder builder = interceptor(named(endpoint));
        OkHttpClient client = client((endpoint.startsWith("img") ? builder.cname("examplebucket") : builder).build());
        for (String key : new String[] {"a%20b+c", "%E9%8D%B5/x.txt", "a%2F..%2Fb", "x//y", "~*'()"}) {
            String url = named(host) + prefix + key;
            RequestBody body = RequestBody.create("hello", MediaType.get("text/plain; charset=utf-8"));
            assertEquals("200 ", status(client, request(url).put(body)), url);
            assertEquals("200 hello", status(client, request(url)), url);
            try (Response head = client.newCall(request(url).head().build()).execute()) {
                assertEquals("text/plain; charset=utf-8", head.header("Content-Type"));
            }
        }
    }

    /** OkHttp quotes the line in its message. */
    @Test
    void quotesNoServerInExceptions() throws Exception {
        try (RawServer echoing = new RawServer(peer -> peer.send(peer.head().replace("\r\n", " ") + "\r\n\r\n"))) {
            OkHttpClient client = client(interceptor(echoing.endpoint()).build());
            IOException e = assertThrows(IOException.class, () -> status(client, request(echoing.endpoint() + "/b/k")));
            assertTrue(e.getMessage().equals("Unexpected status line"), e.toString());
            assertNull(e.getCause());
        }
    }

    /** OkHttp leaves a plus in a path as it is, and OSS reads it as a space. */
    @Test
    void sendsPlusOfKeyEncoded() throws Exception {
        OkHttpClient client = client(interceptor(emulator.endpoint()).build());
        HttpUrl url = HttpUrl.get(emulator.endpoint())
                .newBuilder()
                .addPathSegments("examplebucket/1+1")
                .build();
        assertTrue(url.encodedPath().endsWith("1+1"));
        status(client, new Request.Builder().url(url).put(RequestBody.create("hello", null)));

        String encoded = emulator.endpoint() + "/examplebucket/1%2B1";
        assertEquals("200 hello", status(client, request(encoded)));
        assertEquals("200 hello", status(client, new Request.Builder().url(url)));
        assertTrue(status(client, request(encoded.replace("%2B", "%20"))).startsWith("404 "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "response-content-type=a+b",
                "response-content-type=a%2Fb&response-cache-control=x%3Dy",
                "response-content-type=a=b=c",
                "&response-content-type=%7E&&",
                "response-%63ontent-type=%E9%8D%B5"
            })
    void signsUnusualQueries(String query) throws Exception {
        OkHttpClient client = client(interceptor(emulator.endpoint()).build());
        String url = emulator.endpoint() + "/examplebucket/odd";
        status(client, request(url).put(RequestBody.create(new byte[1])));
        HttpUrl odd = HttpUrl.get(url).newBuilder().encodedQuery(query).build();
        try (Response response =
                client.newCall(new Request.Builder().url(odd).build()).execute()) {
            assertEquals(200, response.code(), response.peekBody(2000).string());
        }
    }

    @Test
    void joinsHeadersOfOneName() throws Exception {
        OkHttpClient client =
                client(interceptor(emulator.endpoint()).additionalHeader("Host").build());
        String url = emulator.endpoint() + "/examplebucket/joined";
        assertEquals(
                "200 ",
                status(
                        client,
                        request(url)
                                .put(RequestBody.create(new byte[0]))
                                .addHeader("x-oss-meta-a", "1")
                                .addHeader("X-Oss-Meta-A", "2")));
        try (Response response = client.newCall(request(url).build()).execute()) {
            assertEquals("1,2", response.header("x-oss-meta-a"));
            Request sent = response.networkResponse().request();
            assertTrue(sent.header("authorization").contains(",AdditionalHeaders=host,"), "host is signed");
            assertNotNull(sent.tag(Signature.class));
            assertNull(response.request().header("authorization"), "the application's request is unchanged");
        }
    }

    @Test
    void doesNotSignForOtherHosts() throws Exception {
        try (WireServer server = new WireServer()) {
            String port = ":" + server.port();
            OkHttpClient client =
                    client(interceptor("http://oss.example.test" + port).build());
            for (String otherUrl : new String[] {
                "http://example.test", "http://a.b.oss.example.test", "http://xoss.example.test", "http://127.0.0.1"
            }) {
                server.enqueue(Reply.of(200));
                status(client, request(otherUrl + port + "/k?acl"));
                assertFalse(server.take().headerLines().matches("(?s).*(" + SECRET_HEADERS + ").*"), otherUrl);
            }
            server.enqueue(Reply.of(200));
            status(client, request("http://b.oss.example.test" + port + "/k?acl"));
            assertTrue(
                    server.take().headerLines().contains("authorization: OSS4-HMAC-SHA256"), "signed for the endpoint");
        }
    }

    @Test
    void doesNotSignARedirect() throws Exception {
        try (WireServer endpoint = new WireServer();
                WireServer other = new WireServer()) {
            OkHttpClient client =
                    client(interceptor("http://127.0.0.1:" + endpoint.port()).build());
            endpoint.enqueue(Reply.of(307).addHeader("Location", "http://127.0.0.1:" + other.port() + "/b/k"));
            other.enqueue(Reply.of(200));
            status(client, request("http://127.0.0.1:" + endpoint.port() + "/b/k"));
            assertTrue(endpoint.take().headerLines().contains("x-oss-security-token"));
            assertFalse(other.take().headerLines().matches("(?s).*(" + SECRET_HEADERS + ").*"));
        }
    }

    @Test
    void keepsAnExistingSignature() throws Exception {
        try (BucketClient bucket = BucketClient.builder(emulator.endpoint(), "examplebucket")
                .region(emulator.region())
                .credentials(TEMPORARY)
                .okHttpClient(client(interceptor(emulator.endpoint()).build()))
                .build()) {
            bucket.put("twice", Body.of(new byte[] {104, 101, 108, 108, 111}));
            OkHttpClient client = client(interceptor(emulator.endpoint()).build());
            String url = bucket.presignGet("twice", Duration.ofHours(1)).url();
            assertEquals("200 hello", status(client, request(url)));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/examplebucket/k?a=1&b&%61=2, 'query parameter is repeated: a'",
        "/examplebucket/k?=1, name of query parameter must not be empty",
        "/examplebucket/%FF, not UTF-8",
        "/examplebucket/k?a=%2, % without two hex digits: %2",
        "/examplebucket/k?a=%C3, not UTF-8",
    })
    void failsACallThatCannotBeSigned(String path, String why) throws Exception {
        OkHttpClient client = client(interceptor(emulator.endpoint()).build());
        Request request = request(emulator.endpoint() + path).build();
        IOException e =
                assertThrows(IOException.class, () -> client.newCall(request).execute());
        assertTrue(e.getMessage().contains(why), e.getMessage());
        CompletableFuture<Void> enqueued = new CompletableFuture<>();
        client.newCall(request).enqueue(new Callback() {
            @Override
            public void onFailure(Call call, IOException failure) {
                enqueued.completeExceptionally(failure);
            }

            @Override
            public void onResponse(Call call, Response response) {
                response.close();
                enqueued.complete(null);
            }
        });
        Throwable failure =
                assertThrows(ExecutionException.class, enqueued::get).getCause();
        assertTrue(failure.getMessage().contains(why), failure.getMessage());
    }

    @Test
    void removesAStaleToken() throws Exception {
        try (WireServer server = new WireServer()) {
            server.enqueue(Reply.of(200));
            String endpoint = "http://127.0.0.1:" + server.port();
            OkHttpClient client = client(SigningInterceptor.builder(endpoint)
                    .region("cn-hangzhou")
                    .credentials(Credentials.of("id", "secret"))
                    .build());
            status(client, request(endpoint + "/b/k").header("x-oss-security-token", "STALE"));
            assertNull(server.take().header("x-oss-security-token"));
        }
    }

    @Test
    void failsIfThereAreNoCredentials() {
        OkHttpClient client = client(SigningInterceptor.builder("http://127.0.0.1:" + emulator.port())
                .region("cn-hangzhou")
                .credentials(() -> {
                    throw new IllegalStateException("OSS_ACCESS_KEY_ID is not set");
                })
                .build());
        IOException e = assertThrows(
                IOException.class,
                () -> client.newCall(request(emulator.endpoint() + "/b/k").build())
                        .execute());
        assertTrue(e.getMessage().contains("OSS_ACCESS_KEY_ID is not set"), e.getMessage());
    }

    @Test
    void rejectsAPathWithoutBucketHost() {
        OkHttpClient client = client(interceptor(named("oss.example.test")).build());
        IOException e = assertThrows(
                IOException.class,
                () -> client.newCall(request(named("oss.example.test") + "/b/k").build())
                        .execute());
        assertTrue(e.getMessage().contains("bucket.oss.example.test"), e.getMessage());
    }

    @Test
    void rejectsUseAsApplicationInterceptor() {
        OkHttpClient client = new OkHttpClient.Builder()
                .addInterceptor(interceptor(emulator.endpoint()).build())
                .build();
        IOException e = assertThrows(
                IOException.class,
                () -> client.newCall(request(emulator.endpoint() + "/b/k").build())
                        .execute());
        assertTrue(e.getMessage().contains("addNetworkInterceptor"), e.getMessage());
    }

    @Test
    void rejectsIncompleteBuilders() {
        SigningInterceptor.Builder none = SigningInterceptor.builder("oss-cn-hangzhou.aliyuncs.com");
        assertThrows(IllegalStateException.class, none::build);
        assertTrue(none.credentials(TEMPORARY).build().toString().contains("region cn-hangzhou"));
        assertThrows(
                IllegalStateException.class,
                () -> SigningInterceptor.builder("oss-accelerate.aliyuncs.com")
                        .credentials(TEMPORARY)
                        .build());
        assertThrows(
                IllegalArgumentException.class,
                () -> interceptor("b.oss-cn-hangzhou.aliyuncs.com").build());
        assertThrows(
                IllegalArgumentException.class,
                () -> interceptor("oss-cn-hangzhou").build());
        assertThrows(
                IllegalArgumentException.class,
                () -> interceptor("http://a").additionalHeader("no token").build());
        assertThrows(
                IllegalStateException.class,
                () -> interceptor("http://a.example.com")
                        .cname("examplebucket")
                        .pathStyle(true)
                        .build());
        assertFalse(none.build().toString().contains("topsecret"));
    }
}
