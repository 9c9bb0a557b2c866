// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.callback.CallbackPublicKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers of keys, of which some mean harm. */
class CallbackKeyFetcherTest {
    /** OSS's own, as its documentation's sample request is signed with it. */
    private static final String PEM = """
            -----BEGIN PUBLIC KEY-----
            MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAKs/JBGzwUB2aVht4crBx3oIPBLNsjGs
            C0fTXv+nvlmklvkcolvpvXLTjaxUHR3W9LXxQ2EHXAJfCB+6H2YF1k8CAwEAAQ==
            -----END PUBLIC KEY-----
            """;

    private WireServer server;
    private final AtomicLong nanos = new AtomicLong();
    private CallbackKeyFetcher fetcher;

    @BeforeEach
    void start() throws IOException {
        server = new WireServer();
        fetcher = CallbackKeyFetcher.of(new OkHttpClient(), nanos::get);
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private String url() {
        return "http://127.0.0.1:" + server.port() + "/key.pem";
    }

    @Test
    void aKeyIsFetchedOnce() throws Exception {
        server.enqueue(Reply.of(200).body(PEM));
        CallbackPublicKey key = fetcher.key(url());
        assertEquals(CallbackPublicKey.ofPem(PEM), key);
        nanos.addAndGet(TimeUnit.DAYS.toNanos(1000));
        assertSame(key, fetcher.key(url()));
        assertEquals(1, server.requestCount());
    }

    /** Whoever listens on the way to the key could otherwise give another one. */
    @Test
    void keysOfOssComeOverHttpsAlone() throws Exception {
        List<String> asked = new ArrayList<>();
        OkHttpClient recording = new OkHttpClient.Builder()
                .addInterceptor(chain -> {
                    asked.add(chain.request().url().toString());
                    return new Response.Builder()
                            .request(chain.request())
                            .protocol(Protocol.HTTP_1_1)
                            .code(200)
                            .message("OK")
                            .body(ResponseBody.create(PEM, null))
                            .build();
                })
                .build();
        CallbackKeyFetcher own = CallbackKeyFetcher.of(recording);
        assertNotNull(own.key("http://gosspublic.alicdn.com/callback_pub_key_v2.pem"));
        assertNotNull(own.key("https://gosspublic.alicdn.com/callback_pub_key_v2.pem"));
        assertEquals(List.of("https://gosspublic.alicdn.com/callback_pub_key_v2.pem"), asked);
    }

    /** While strangers keep the fetcher busy, or without network, what OSS really signs with is there. */
    @Test
    void todaysKeyOfOssIsNotFetched() throws Exception {
        OkHttpClient offline = new OkHttpClient.Builder()
                .addInterceptor(chain -> {
                    throw new IOException("offline");
                })
                .build();
        CallbackKeyFetcher own = CallbackKeyFetcher.of(offline);
        for (String scheme : List.of("http", "https")) {
            assertEquals(
                    CallbackPublicKey.ofPem(PEM), own.key(scheme + "://gosspublic.alicdn.com/callback_pub_key_v1.pem"));
        }
        assertThrows(IOException.class, () -> own.key("https://gosspublic.alicdn.com/callback_pub_key_v2.pem"));
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 403, 404})
    void whatIsNotThereIsNoKeyAndNotAskedForAgainAtOnce(int status) throws Exception {
        server.enqueue(Reply.of(status).addHeader("Location", url()).body(PEM));
        assertNull(fetcher.key(url()));
        assertNull(fetcher.key(url()));
        assertEquals(1, server.requestCount());
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(10));
        server.enqueue(Reply.of(200).body(PEM));
        assertNotNull(fetcher.key(url()));
    }

    @Test
    void aServerThatFailsIsNotAskedAgainAtOnce() throws Exception {
        server.enqueue(Reply.of(500));
        assertThrows(IOException.class, () -> fetcher.key(url()));
        IOException e = assertThrows(IOException.class, () -> fetcher.key(url()));
        assertTrue(e.getMessage().contains("failed just now"), e.getMessage());
        assertEquals(1, server.requestCount());
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(10));
        server.enqueue(Reply.of(200).body(PEM));
        assertNotNull(fetcher.key(url()));
    }

    /** Anybody can have OSS name any path of its host. */
    @Test
    void strangersCannotHaveItFetchWithoutEnd() throws Exception {
        server.enqueue(Reply.of(200).body(PEM));
        CallbackPublicKey key = fetcher.key(url());
        for (int i = 0; i < 16; i++) {
            server.enqueue(Reply.of(404));
            assertNull(fetcher.key(url() + i));
        }
        for (int i = 16; i < 100; i++) {
            String other = url() + i;
            assertThrows(IOException.class, () -> fetcher.key(other));
        }
        assertEquals(17, server.requestCount());
        assertSame(key, fetcher.key(url()));
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(10));
        server.enqueue(Reply.of(200).body(PEM));
        assertNotNull(fetcher.key(url() + 100));
        assertNull(fetcher.key("no URL"));
    }

    @Test
    void whatIsNoKeyIsNone() throws Exception {
        server.enqueue(Reply.of(200).body("<html>welcome</html>"));
        assertNull(fetcher.key(url()));
    }

    @Test
    void aKeyOfTenMegabytesIsNoneAndNotRead() throws Exception {
        server.enqueue(Reply.of(200).body(new byte[10 << 20]).chunked(8192));
        assertNull(fetcher.key(url()));
    }

    @Test
    void aSlowServerIsNotWaitedFor() throws Exception {
        try (RawServer slow = new RawServer(client -> {
            client.head();
            client.answer("200 OK", "Content-Length: 1000").say("-----BEGIN").drain();
        })) {
            assertThrows(IOException.class, () -> fetcher.key(slow.endpoint() + "/key.pem"));
        }
    }

    @Test
    void aFetcherOfItsOwnCanBeClosed() throws Exception {
        server.enqueue(Reply.of(200).body(PEM));
        try (CallbackKeyFetcher own = CallbackKeyFetcher.create()) {
            assertNotNull(own.key(url()));
        }
    }
}
