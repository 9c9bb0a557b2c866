// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.http.testing.RawServer;
import io.github.ossv4.http.testing.WireFixture;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Servers that return an error while the body is still being sent, on a reused connection. */
class EarlyErrorResponseTest {
    /** More than any socket buffers. */
    private static final byte[] BYTES = new byte[8 << 20];

    private static final String ERROR = "<Error><Code>AccessDenied</Code><Message>no</Message>"
            + "<RequestId>5C3D</RequestId><EC>0003-00000001</EC></Error>";

    private enum Upload {
        PUT {
            @Override
            Object to(BucketClient bucket) throws IOException {
                return bucket.put("k", Body.of(BYTES));
            }
        },
        PUT_OF_A_STREAM {
            @Override
            Object to(BucketClient bucket) throws IOException {
                return bucket.put("k", Body.of(new ByteArrayInputStream(BYTES), BYTES.length));
            }
        },
        PUT_WITH_CALLBACK {
            @Override
            Object to(BucketClient bucket) throws IOException {
                return bucket.put("k", Body.of(BYTES), WireFixture.withCallback());
            }
        },
        APPEND {
            @Override
            Object to(BucketClient bucket) throws IOException {
                return bucket.append("k", AppendPosition.START, Body.of(BYTES));
            }
        };

        abstract Object to(BucketClient bucket) throws IOException;
    }

    private static BucketClient.Builder client(RawServer server) {
        return BucketClient.builder(server.endpoint(), "examplebucket")
                .retryPolicy(WireFixture.IMMEDIATE_RETRIES)
                .region("cn-hangzhou")
                .credentials(WireFixture.CREDENTIALS);
    }

    /** Responds to DELETE requests, then reads the first bytes of an upload and runs the script. */
    private static RawServer server(RawServer.Script script) throws IOException {
        return new RawServer(client -> {
            while (client.head().startsWith("DELETE ")) {
                client.respond("204 No Content", "x-oss-request-id: 5C3D");
            }
            client.skip(100_000);
            script.run(client);
        });
    }

    private static RawServer.Peer sendError(RawServer.Peer client) throws IOException {
        return client.respond("403 Forbidden", "x-oss-request-id: 5C3D", "Content-Length: " + ERROR.length())
                .send(ERROR);
    }

    private static void assertRejected(Upload upload, RawServer.Script script) throws IOException {
        try (RawServer server = server(script);
                BucketClient bucket = client(server).build()) {
            bucket.delete("warm-up");
            ServiceException e = assertThrows(ServiceException.class, () -> upload.to(bucket));
            assertEquals(403, e.status());
            assertEquals("AccessDenied", e.code());
            assertEquals("0003-00000001", e.ec());
            assertEquals("5C3D", e.requestId());
            assertEquals(1, server.connections());
        }
    }

    @ParameterizedTest
    @EnumSource
    void reportsTheErrorIfTheServerReadsOn(Upload upload) throws Exception {
        assertRejected(upload, client -> sendError(client).drain());
    }

    @ParameterizedTest
    @EnumSource
    void reportsTheErrorIfTheServerReadsOnAndShutsDownItsOutput(Upload upload) throws Exception {
        assertRejected(upload, client -> {
            sendError(client).socket().shutdownOutput();
            client.drain();
        });
    }

    /** The rest of the body causes a reset, which arrives after the response. */
    @ParameterizedTest
    @EnumSource
    void reportsTheErrorIfTheServerCloses(Upload upload) throws Exception {
        assertRejected(upload, EarlyErrorResponseTest::sendError);
    }

    @ParameterizedTest
    @EnumSource
    void reportsTheErrorIfTheServerResets(Upload upload) throws Exception {
        assertRejected(upload, client -> sendError(client).reset());
    }

    @ParameterizedTest
    @EnumSource
    void failsIfTheResponseIsTruncated(Upload upload) throws Exception {
        assertConnectionFails(
                upload,
                client -> client.send("HTTP/1.1 403 Forbidden\r\nx-oss-req").reset());
    }

    @ParameterizedTest
    @EnumSource
    void failsIfTheServerResetsWithoutResponse(Upload upload) throws Exception {
        assertConnectionFails(upload, RawServer.Peer::reset);
    }

    @ParameterizedTest
    @EnumSource
    void failsIfTheServerClosesWithoutResponse(Upload upload) throws Exception {
        assertConnectionFails(upload, client -> {});
    }

    private static void assertConnectionFails(Upload upload, RawServer.Script script) throws IOException {
        try (RawServer server = server(script);
                BucketClient bucket = client(server).build()) {
            bucket.delete("warm-up");
            IOException e = assertThrows(IOException.class, () -> upload.to(bucket));
            assertTrue(
                    e.getMessage()
                            .matches("\\w+ k in bucket \"examplebucket\" at 127.0.0.1:[0-9]+, attempt \\d of 4: "
                                    + "(Broken pipe|Connection reset|unexpected end of stream).*"),
                    e.toString());
            assertEquals(
                    upload != Upload.PUT_OF_A_STREAM,
                    server.connections() > 1,
                    "retried if the body can be sent again: OSS never received all of it");
        }
    }

    /** OkHttp does not read while it writes: it does not receive the response, and the write times out. */
    @Test
    void timesOutIfTheServerNeitherReadsOnNorCloses() throws Exception {
        CountDownLatch released = new CountDownLatch(1);
        OkHttpClient impatient =
                new OkHttpClient.Builder().writeTimeout(Duration.ofMillis(200)).build();
        try (RawServer server = server(client -> {
                    sendError(client);
                    try {
                        released.await();
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                });
                BucketClient bucket = client(server).okHttpClient(impatient).build()) {
            assertInstanceOf(
                    InterruptedIOException.class, assertThrows(IOException.class, () -> Upload.PUT.to(bucket)));
        } finally {
            released.countDown();
        }
    }
}
