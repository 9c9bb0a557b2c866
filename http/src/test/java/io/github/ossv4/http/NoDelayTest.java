// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.ossv4.emulator.Emulator;
import io.github.ossv4.http.testing.SocksRelay;
import io.github.ossv4.http.testing.WireFixture;
import io.github.ossv4.sign.Credentials;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.SocketException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import okhttp3.Call;
import okhttp3.Connection;
import okhttp3.EventListener;
import okhttp3.OkHttp;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.Test;

/** The option TCP_NODELAY of the sockets, when the headers of a request are written. */
class NoDelayTest extends WireFixture {
    private final List<Boolean> noDelay = new CopyOnWriteArrayList<>();

    private final OkHttpClient.Builder http = new OkHttpClient.Builder().eventListenerFactory(call -> new Recorder());

    /** Records the option. */
    private final class Recorder extends EventListener {
        private volatile Connection connection;

        @Override
        public void connectionAcquired(Call call, Connection acquired) {
            connection = acquired;
        }

        @Override
        public void requestHeadersStart(Call call) {
            try {
                noDelay.add(connection.socket().getTcpNoDelay());
            } catch (SocketException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private BucketClient.Builder bucket(String endpoint) {
        return BucketClient.builder(endpoint, "examplebucket")
                .region("cn-hangzhou")
                .credentials(Credentials.of("id", "secret"))
                .retryPolicy(RetryPolicy.NONE)
                .okHttpClient(http.build());
    }

    @Test
    void setsItForHttp() throws Exception {
        server.enqueue(response(200));
        bucket("http://127.0.0.1:" + server.port()).build().put("k", Body.of(HELLO));
        assertEquals(List.of(true), noDelay);
    }

    @Test
    void setsItForHttps() throws Exception {
        assumeTrue(!OkHttp.VERSION.startsWith("4."), "https of the emulator requires OkHttp 5");
        try (Emulator emulator =
                Emulator.builder().accessKey("id", "secret").https().start()) {
            http.sslSocketFactory(
                    emulator.https().sslContext().getSocketFactory(),
                    emulator.https().trustManager());
            bucket(emulator.https().url()).build().put("k", Body.of(HELLO));
        }
        assertEquals(List.of(true), noDelay);
    }

    @Test
    void setsItForAnHttpProxy() throws Exception {
        server.enqueue(response(200));
        http.proxy(new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved("127.0.0.1", server.port())));
        bucket("http://oss-cn-hangzhou.aliyuncs.com").build().put("k", Body.of(HELLO));
        assertEquals(List.of(true), noDelay);
    }

    @Test
    void setsItForASocksProxy() throws Exception {
        server.enqueue(response(200));
        try (SocksRelay socks = new SocksRelay(server.port())) {
            http.proxy(socks.proxy());
            bucket("http://oss-cn-hangzhou.aliyuncs.com").build().put("k", Body.of(HELLO));
            http.build().connectionPool().evictAll();
        }
        assertEquals(List.of(true), noDelay);
    }

    @Test
    void setsItForTheEndpointOfASigningInterceptor() throws Exception {
        server.enqueue(response(200));
        String endpoint = "http://127.0.0.1:" + server.port();
        OkHttpClient signing = http.addNetworkInterceptor(SigningInterceptor.builder(endpoint)
                        .region("cn-hangzhou")
                        .credentials(CREDENTIALS)
                        .build())
                .build();
        Request request =
                new Request.Builder().url(endpoint + "/examplebucket/k").build();
        try (Response response = signing.newCall(request).execute()) {
            assertTrue(response.isSuccessful());
        }
        assertEquals(List.of(true), noDelay);
    }
}
