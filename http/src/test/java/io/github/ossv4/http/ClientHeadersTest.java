// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.http.testing.Received;
import io.github.ossv4.http.testing.WireFixture;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The headers that each request of a client has. */
class ClientHeadersTest extends WireFixture {
    private Received put(BucketClient.Builder builder) throws Exception {
        server.enqueue(response(200));
        try (BucketClient client = builder.credentials(CREDENTIALS).build()) {
            client.put("k", HELLO);
        }
        return server.take();
    }

    @Test
    void namesTheLibrary() throws Exception {
        String agent = put(client()).header("User-Agent");
        assertTrue(agent.matches("ossv4/[0-9][^ ]* \\(java [0-9][^ ()]*\\)"), agent);
    }

    @Test
    void namesTheApplicationFirst() throws Exception {
        String agent =
                put(client().userAgent("other/1").userAgent("photos/1.2")).header("User-Agent");
        assertTrue(agent.startsWith("photos/1.2 ossv4/"), agent);
        assertFalse(agent.contains("other"), agent);
    }

    @Test
    void sendsHeadersButNotInUrls() throws Exception {
        Received request = put(client().header("X-Trace", "t").header("x-trace", "t 1"));
        assertEquals("t 1", request.header("x-trace"));
        String url;
        try (BucketClient client =
                client().header("x-trace", "t").credentials(CREDENTIALS).build()) {
            url = client.presignGet("k", Duration.ofMinutes(1)).toString();
        }
        assertFalse(url.contains("trace"), url);
    }

    @Test
    void keepsTheHeaderOfACall() throws Exception {
        server.enqueue(response(200));
        try (BucketClient client =
                client().header("x-trace", "client").credentials(CREDENTIALS).build()) {
            client.call(BucketRequest.builder("GET")
                            .query("acl", "")
                            .header("X-Trace", "call")
                            .build())
                    .close();
        }
        assertEquals("call", server.take().header("x-trace"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host",
                "authorization",
                "Content-Type",
                "Range",
                "If-Match",
                "x-oss-callback",
                "x-oss-forbid-overwrite",
                "Cache-Control",
                "Expires",
                "Connection",
                "x-oss-meta-a",
                "User-Agent",
                "Accept-Encoding",
                "a b",
                ""
            })
    void refusesHeadersOfOneRequestAndOfTheClient(String name) {
        assertThrows(IllegalArgumentException.class, () -> client().header(name, "v"));
        assertThrows(IllegalArgumentException.class, () -> client().header("x-trace", "a\nb"));
        assertThrows(IllegalArgumentException.class, () -> client().userAgent("a\nb"));
    }

    @Test
    void stopsPayingIfItIsTurnedOff() throws Exception {
        assertNull(put(client().requesterPays(true).requesterPays(false)).header("x-oss-request-payer"));
    }
}
