// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.ossv4.emulator.Emulator;
import io.github.ossv4.emulator.Fault;
import io.github.ossv4.http.testing.EmulatorFixture;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Collections;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Buckets that are addressed by a subdomain of the endpoint, or by a custom domain. */
class DomainTest extends EmulatorFixture {
    /** Resolves every host to loopback. */
    private final OkHttpClient okHttpClient = new OkHttpClient.Builder()
            .connectionPool(connectionPool)
            .dns(host -> Collections.singletonList(InetAddress.getLoopbackAddress()))
            .build();

    @BeforeEach
    @Override
    public void start() throws IOException {
        start(Emulator.builder().domain("oss.example.test").domain("img.example.test", "examplebucket"));
    }

    private BucketClient.Builder at(String host) {
        return BucketClient.builder("http://" + host + ":" + emulator.port(), "examplebucket")
                .region(emulator.region())
                .credentials(CREDENTIALS)
                .okHttpClient(okHttpClient);
    }

    @Test
    void storesByEveryAddressingStyle() throws Exception {
        try (BucketClient byHost = at("oss.example.test").build();
                BucketClient byDomain = at("img.example.test").cname(true).build();
                BucketClient byPath = at("oss.example.test").pathStyle(true).build()) {
            for (BucketClient each : new BucketClient[] {byHost, byDomain, byPath}) {
                for (String key : new String[] {"a b", "examplebucket/k", "x/../y", "鍵"}) {
                    each.put(key, Body.of(key.getBytes(UTF_8)));
                    assertEquals(key, text(key), "by " + each);
                }
            }
        }
    }

    /** A domain cannot address other buckets, but the client's own bucket may be named. */
    @Test
    void copiesALargeObjectOfTheBucketOfTheDomain() throws Exception {
        bucket.put("source", Body.of("bytes"));
        try (BucketClient byDomain = at("img.example.test").cname(true).build()) {
            emulator.inject(Fault.error(400, "EntityTooLarge").on("CopyObject"));
            byDomain.copy(CopySource.of("examplebucket", "source"), "target");
            assertEquals("bytes", text("target"));
            emulator.inject(Fault.error(400, "EntityTooLarge").on("CopyObject"));
            assertThrows(ServiceException.class, () -> byDomain.copy(CopySource.of("otherbucket", "source"), "target"));
        }
    }

    @Test
    void presignsUrlsOfTheDomain() throws Exception {
        try (BucketClient byDomain = at("img.example.test").cname(true).build()) {
            byDomain.put("k", Body.of(new byte[] {'!'}));
            URI url = URI.create(byDomain.presignGet("k", Duration.ofMinutes(1)).url());
            assertEquals("img.example.test", url.getHost());
            // The other client cannot resolve the domain, so it uses the address and the path.
            URI byPath = URI.create(emulator.endpoint() + "/examplebucket/k?" + url.getRawQuery());
            assertEquals(
                    "!",
                    HttpClient.newHttpClient()
                            .send(HttpRequest.newBuilder(byPath).build(), HttpResponse.BodyHandlers.ofString())
                            .body());
        }
    }
}
