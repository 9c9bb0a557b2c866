// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.emulator.Emulator;
import io.github.ossv4.emulator.Fault;
import io.github.ossv4.http.testing.EmulatorFixture;
import java.io.IOException;
import java.time.Duration;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clients of other buckets with the connections of one client. */
class OtherBucketTest extends EmulatorFixture {
    private static final int BUCKETS = 200;

    @BeforeEach
    @Override
    public void start() throws IOException {
        Emulator.Builder builder = Emulator.builder().bucket("examplebucket");
        for (int i = 0; i < BUCKETS; i++) {
            builder.bucket("bucket-" + i);
        }
        start(builder);
    }

    @Test
    void sharesConnections() throws Exception {
        try (BucketClient first = client().okHttpClient(new OkHttpClient.Builder()
                        .connectionPool(connectionPool)
                        .build())
                .build()) {
            for (int i = 0; i < BUCKETS; i++) {
                BucketClient other = first.bucket("bucket-" + i);
                assertEquals("key", other.put("key", HELLO).key());
                assertTrue(other.exists("key"));
            }
            assertFalse(first.exists("key"));
            assertTrue(first.bucket("bucket-1").async().exists("key").get());
            assertEquals(1, connectionPool.connectionCount());
        }
    }

    @Test
    void retriesAlthoughAnotherBucketHasUsedUpItsRetries() throws Exception {
        RetryPolicy twoRetries =
                RetryPolicy.builder().baseDelay(Duration.ZERO).retryBudget(2).build();
        try (BucketClient first = client().retryPolicy(twoRetries).build()) {
            first.put("k", HELLO);
            first.bucket("bucket-1").put("k", HELLO);
            emulator.inject(
                    Fault.error(503, "ServiceUnavailable").on("HeadObject").times(9));
            assertThrows(ServiceException.class, () -> first.exists("k"));
            emulator.clearFaults();
            assertEquals(0, first.metrics().retriesLeft());
            assertEquals(0, first.bucket("examplebucket").metrics().retriesLeft());
            BucketClient other = first.bucket("bucket-1");
            assertEquals(2, other.metrics().retriesLeft());
            emulator.inject(
                    Fault.error(503, "ServiceUnavailable").on("HeadObject").times(1));
            assertTrue(other.exists("k"));
            emulator.inject(
                    Fault.error(503, "ServiceUnavailable").on("HeadObject").times(9));
            assertThrows(ServiceException.class, () -> other.exists("k"));
            assertEquals(0, first.bucket("bucket-1").metrics().retriesLeft(), "of all clients of the bucket");
        }
    }

    @Test
    void isClosedWithTheFirstClient() throws Exception {
        BucketClient first = client().build();
        BucketClient other = first.bucket("bucket-1");
        other.close();
        assertFalse(other.exists("key"));
        first.close();
        assertThrows(IllegalStateException.class, () -> other.exists("key"));
        assertThrows(IllegalStateException.class, () -> first.bucket("bucket-2").exists("key"));
    }

    @Test
    void presignsAtTheSameEndpoint() throws Exception {
        try (BucketClient first =
                client().presignEndpoint("https://oss-cn-hangzhou.aliyuncs.com").build()) {
            String url = first.bucket("bucket-1")
                    .presignGet("key", Duration.ofMinutes(1))
                    .url();
            assertTrue(url.startsWith("https://bucket-1.oss-cn-hangzhou.aliyuncs.com/key?"), url);
        }
        try (BucketClient bound =
                client().presignEndpoint("https://files.example.com").build()) {
            assertThrows(IllegalArgumentException.class, () -> bound.bucket("bucket-1"));
        }
    }

    @Test
    void paysForRequestsIfTheFirstClientDoes() throws Exception {
        try (BucketClient first = client().requesterPays(true).build()) {
            assertEquals("key", first.bucket("bucket-1").put("key", HELLO).key());
        }
    }

    @Test
    void rejectsBucketsThatCannotBeAddressed() {
        assertThrows(IllegalArgumentException.class, () -> bucket.bucket("Not_a_bucket"));
        try (BucketClient bound = BucketClient.builder("https://files.example.com", "examplebucket")
                .cname(true)
                .region("cn-hangzhou")
                .credentials(CREDENTIALS)
                .build()) {
            String message = assertThrows(IllegalArgumentException.class, () -> bound.bucket("bucket-1"))
                    .getMessage();
            assertTrue(message.contains("files.example.com is bound to a bucket"), message);
        }
    }
}
