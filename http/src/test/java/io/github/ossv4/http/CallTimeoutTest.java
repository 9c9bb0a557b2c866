// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.http.internal.operation.CallBucket;
import io.github.ossv4.http.internal.operation.GetObject;
import io.github.ossv4.http.internal.operation.HeadObject;
import io.github.ossv4.http.testing.RawServer;
import io.github.ossv4.http.testing.WireFixture;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that send single bytes with pauses, so that no read timeout applies. */
@Timeout(60)
class CallTimeoutTest {
    private static BucketClient.Builder client(RawServer server) {
        return BucketClient.builder(server.endpoint(), "examplebucket")
                .region("cn-hangzhou")
                .credentials(WireFixture.CREDENTIALS);
    }

    /** Sends bytes until the client closes the connection. */
    private static RawServer trickle(String start) throws IOException {
        return new RawServer(peer -> {
            peer.head();
            peer.send(start);
            while (true) {
                peer.send("a");
                LockSupport.parkNanos(5_000_000);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nx-oss-request-id: ",
                "HTTP/1.1 404 Not Found\r\nx-oss-request-id: 1\r\nContent-Length: 200000\r\n\r\n",
                "HTTP/1.1 200 OK\r\nx-oss-request-id: 1\r\nETag: \"E\"\r\nContent-Length: 200000\r\n\r\n",
            })
    void stopsASlowResponse(String start) throws Exception {
        try (RawServer server = trickle(start);
                BucketClient bucket =
                        client(server).callTimeout(Duration.ofMillis(300)).build()) {
            IOException failure =
                    assertThrows(IOException.class, () -> bucket.get("k").bytes());
            // An error is reported with the part of its document that was received.
            assertTrue(
                    start.contains("404") ? failure instanceof ServiceException : isTimeout(failure),
                    failure::toString);
        }
        // The body of a successful response is not needed, so the call does not wait for it.
        if (start.contains("ETag")) {
            Duration limit = Duration.ofMillis(300);
            while (!isStored(start, limit)) {
                // A busy machine may need longer for the headers.
                limit = limit.multipliedBy(2);
            }
        } else {
            assertFalse(isStored(start, Duration.ofMillis(300)));
        }
    }

    private static boolean isTimeout(Throwable failure) {
        Throwable cause = failure;
        while (cause != null && !(cause instanceof InterruptedIOException)) {
            cause = cause.getCause();
        }
        return cause != null;
    }

    private static boolean isStored(String start, Duration limit) throws Exception {
        try (RawServer server = trickle(start);
                BucketClient bucket = client(server).callTimeout(limit).build()) {
            return bucket.async()
                    .put("k", Body.of(WireFixture.HELLO), PutOptions.NONE)
                    .handle((result, failure) -> failure == null)
                    .get();
        }
    }

    @Test
    void throwsInterruptedIoException() throws Exception {
        try (RawServer server = trickle("HTTP/1.1 200 OK\r\nx-oss-request-id: ");
                BucketClient bucket =
                        client(server).callTimeout(Duration.ofMillis(300)).build()) {
            assertThrows(InterruptedIOException.class, () -> bucket.head("k"));
        }
    }

    @Test
    void stopsTheRetriesOfACall() throws Exception {
        AtomicInteger requests = new AtomicInteger();
        try (RawServer server = new RawServer(peer -> {
                    peer.head();
                    requests.incrementAndGet();
                    peer.respond("503 Busy", "x-oss-request-id: 1", "Retry-After: 20", "Content-Length: 0");
                });
                BucketClient bucket =
                        client(server).callTimeout(Duration.ofSeconds(10)).build()) {
            assertThrows(ServiceException.class, () -> bucket.head("k"));
        }
        assertEquals(1, requests.get());
    }

    /** A reader may take any time; a request that only stores something may not. */
    @Test
    void responsesThatTheCallerReadsHaveNoLimit() throws IOException {
        assertTrue(GetObject.operation("k", GetOptions.NONE).isHeldOpen());
        assertTrue(CallBucket.withoutBody(BucketRequest.builder("GET").build()).isHeldOpen());
        assertFalse(CallBucket.withoutBody(BucketRequest.builder("PUT").build()).isHeldOpen());
        assertFalse(HeadObject.operation("k", false).isHeldOpen());
    }

    @Test
    void rejectsTimeoutsOutOfRange() {
        BucketClient.Builder builder = BucketClient.builder("https://oss-cn-hangzhou.aliyuncs.com", "examplebucket");
        for (Duration timeout : new Duration[] {Duration.ZERO, Duration.ofSeconds(-1), Duration.ofDays(366)}) {
            assertThrows(IllegalArgumentException.class, () -> builder.callTimeout(timeout));
        }
    }
}
