// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.ossv4.callback.CallbackNotice;
import io.github.ossv4.http.testing.RawServer;
import io.github.ossv4.http.testing.WireFixture;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Servers that do not respond, or only with failures. Without a limit these calls would take minutes. */
@Timeout(60)
class ConfirmTimeLimitTest {
    private static final CallbackNotice NOTICE =
            CallbackNotice.parse("application/json", "{\"object\":\"k\",\"size\":5}".getBytes(UTF_8));

    private static BucketClient.Builder client(RawServer server) {
        return BucketClient.builder(server.endpoint(), "examplebucket")
                .region("cn-hangzhou")
                .credentials(WireFixture.CREDENTIALS)
                .retryPolicy(WireFixture.IMMEDIATE_RETRIES);
    }

    private static RawServer unresponsive() throws Exception {
        return new RawServer(peer -> {
            peer.head();
            peer.drain();
        });
    }

    @Test
    void stopsWaitingByDefault() throws Exception {
        try (RawServer server = unresponsive();
                BucketClient bucket = client(server).build()) {
            assertThrows(InterruptedIOException.class, () -> bucket.confirm(NOTICE));
        }
    }

    @Test
    void stopsWaitingAtOwnLimit() throws Exception {
        try (RawServer server = unresponsive();
                BucketClient bucket = client(server).build()) {
            assertThrows(InterruptedIOException.class, () -> bucket.confirm(NOTICE, Duration.ofMillis(100)));
        }
    }

    @Test
    void keepsShorterTimeoutOfClient() throws Exception {
        try (RawServer server = unresponsive();
                BucketClient bucket =
                        client(server).callTimeout(Duration.ofMillis(100)).build()) {
            assertThrows(InterruptedIOException.class, () -> bucket.confirm(NOTICE, Duration.ofDays(365)));
        }
    }

    /** A retry that would start after the limit is not waited for. */
    @Test
    void throwsLastFailureIfNoRetryFits() throws Exception {
        AtomicInteger requests = new AtomicInteger();
        try (RawServer server = new RawServer(peer -> {
                    peer.head();
                    requests.incrementAndGet();
                    peer.respond("503 Busy", "x-oss-request-id: 1", "Retry-After: 20", "Content-Length: 0");
                });
                BucketClient bucket = client(server).build()) {
            ServiceException busy =
                    assertThrows(ServiceException.class, () -> bucket.confirm(NOTICE, Duration.ofSeconds(10)));
            assertEquals(503, busy.status());
        }
        assertEquals(1, requests.get());
    }

    @Test
    void retriesWithinTheLimit() throws Exception {
        AtomicInteger requests = new AtomicInteger();
        try (RawServer server = new RawServer(peer -> {
                    peer.head();
                    if (requests.incrementAndGet() == 1) {
                        peer.respond("503 Busy", "x-oss-request-id: 1", "Content-Length: 0");
                    } else {
                        peer.respond("200 OK", "x-oss-request-id: 2", "ETag: \"E\"", "Content-Length: 5");
                    }
                });
                BucketClient bucket = client(server).build()) {
            assertEquals(true, bucket.confirm(NOTICE, Duration.ofSeconds(50)).isConfirmed());
        }
        assertEquals(2, requests.get());
    }

    /** A proxy's 404 proves nothing about the object. */
    @Test
    void throwsNotFoundOfProxy() throws Exception {
        try (RawServer server = new RawServer(peer -> {
                    peer.head();
                    peer.respond("404 Not Found", "Content-Length: 0");
                });
                BucketClient bucket = client(server).build()) {
            assertThrows(ServiceException.class, () -> bucket.confirm(NOTICE));
        }
    }

    @Test
    void rejectsLimitsOutOfRange() throws Exception {
        try (RawServer server = unresponsive();
                BucketClient bucket = client(server).build()) {
            for (Duration limit : new Duration[] {Duration.ZERO, Duration.ofSeconds(-1), Duration.ofDays(366)}) {
                IllegalArgumentException rejected =
                        assertThrows(IllegalArgumentException.class, () -> bucket.confirm(NOTICE, limit));
                assertEquals("limit must be between 1 ms and 365 days, was " + limit, rejected.getMessage());
            }
        }
    }
}
