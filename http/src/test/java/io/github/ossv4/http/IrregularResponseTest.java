// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.http.testing.RawServer;
import io.github.ossv4.http.testing.WireFixture;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Responses that arrive in pieces, stop early, or have another length than their header. */
class IrregularResponseTest {
    private static final String OK =
            "HTTP/1.1 200 OK\r\nx-oss-request-id: 5C3D\r\nx-oss-hash-crc64ecma: " + WireFixture.HELLO_CRC + "\r\n";

    private static BucketClient.Builder client(RawServer server) {
        return BucketClient.builder(server.endpoint(), "examplebucket")
                .retryPolicy(RetryPolicy.NONE)
                .region("cn-hangzhou")
                .credentials(WireFixture.CREDENTIALS);
    }

    private static byte[] got(RawServer server) throws IOException {
        try (BucketClient bucket = client(server).build();
                GetResult result = bucket.get("k")) {
            byte[] bytes = result.bytes();
            assertTrue(result.isCrcChecked());
            return bytes;
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 5\r\n\r\nhello",
                "Transfer-Encoding: chunked\r\n\r\n1\r\nh\r\n4;x=y\r\nello\r\n0\r\nx-trailer: 1\r\n\r\n",
            })
    void readsAResponseThatArrivesByteByByte(String rest) throws Exception {
        try (RawServer server = new RawServer(client -> {
            client.head();
            for (char c : (OK + rest).toCharArray()) {
                client.send(String.valueOf(c));
            }
            client.drain();
        })) {
            assertArrayEquals(WireFixture.HELLO, got(server));
        }
    }

    @Test
    void timesOutIfTheHeadersStop() throws Exception {
        try (RawServer server = new RawServer(client -> {
                    client.head();
                    client.send("HTTP/1.1 200 OK\r\nx-oss-hash-crc64").drain();
                });
                BucketClient bucket = client(server)
                        .okHttpClient(new OkHttpClient.Builder()
                                .readTimeout(Duration.ofMillis(200))
                                .retryOnConnectionFailure(false)
                                .build())
                        .build()) {
            assertThrows(SocketTimeoutException.class, () -> bucket.get("k"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 6\r\n\r\nhello",
                "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
                "Transfer-Encoding: chunked\r\n\r\n6\r\nhello",
                "Transfer-Encoding: chunked\r\n\r\nfive\r\nhello\r\n0\r\n\r\n",
            })
    void failsIfTheBodyEndsEarly(String rest) throws Exception {
        try (RawServer server = new RawServer(client -> {
            client.head();
            client.send(OK + rest);
        })) {
            assertThrows(IOException.class, () -> got(server));
        }
    }

    /** Bytes after the body belong neither to it nor to the next response. */
    @Test
    void ignoresBytesAfterTheBody() throws Exception {
        try (RawServer server = new RawServer(client -> {
                    while (true) {
                        client.head();
                        client.send(OK + "Content-Length: 5\r\n\r\nhello, and more");
                    }
                });
                BucketClient bucket = client(server)
                        .okHttpClient(new OkHttpClient.Builder()
                                .retryOnConnectionFailure(false)
                                .build())
                        .build()) {
            for (int i = 0; i < 2; i++) {
                try (GetResult result = bucket.get("k")) {
                    assertArrayEquals(WireFixture.HELLO, result.bytes());
                    assertTrue(result.isCrcChecked());
                } catch (IOException e) {
                    assertEquals(1, i, "the first response is valid: " + e);
                    assertTrue(e.getMessage().contains("status line"), e.getMessage());
                }
            }
        }
    }
}
