// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.ossv4.callback.Callback;
import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.http.PutOptions;
import io.github.ossv4.http.RetryPolicy;
import io.github.ossv4.sign.Credentials;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import okhttp3.ConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A mock server that returns the responses of a test, and a client of it. */
public abstract class WireFixture {
    public static final Instant NOW = Instant.parse("2023-12-16T16:20:57Z");
    public static final RetryPolicy IMMEDIATE_RETRIES =
            RetryPolicy.builder().baseDelay(Duration.ZERO).build();
    /** Retries that a test never waits for. */
    public static final RetryPolicy HOURLY_RETRIES = RetryPolicy.builder()
            .baseDelay(Duration.ofHours(1))
            .maxDelay(Duration.ofHours(1))
            .build();

    public static final Credentials CREDENTIALS = Credentials.of("ak", "sk");
    public static final byte[] HELLO = "hello".getBytes(UTF_8);
    public static final String HELLO_CRC = Crc64.toString(Crc64.compute(HELLO));
    public static final String CALLBACK_FAILED = """
            <?xml version="1.0" encoding="UTF-8"?>
            <Error>
              <Code>CallbackFailed</Code>
              <Message>Error status : 502.</Message>
              <RequestId>5C3D</RequestId>
              <EC>0007-00000203</EC>
            </Error>
            """;

    /** The connections of OkHttp clients of a test. They are closed after it, so that tests need few open files. */
    public final ConnectionPool connectionPool = new ConnectionPool();

    public WireServer server;
    public BucketClient bucket;

    @BeforeEach
    public void start() throws IOException {
        server = new WireServer();
        bucket = client().credentials(CREDENTIALS).build();
    }

    @AfterEach
    public void stop() throws IOException {
        bucket.close();
        server.close();
        connectionPool.evictAll();
    }

    public BucketClient.Builder client() {
        return BucketClient.builder("http://127.0.0.1:" + server.port(), "examplebucket")
                .retryPolicy(RetryPolicy.NONE)
                .region("cn-hangzhou")
                .clock(new TestClock(NOW));
    }

    /** Returns the bucket, the host and the port, as messages name them. */
    public String where() {
        return " in bucket \"examplebucket\" at 127.0.0.1:" + server.port();
    }

    /** Returns a client that sends each request once. */
    public static BucketClient client(RawServer to) {
        return BucketClient.builder(to.endpoint(), "examplebucket")
                .retryPolicy(RetryPolicy.NONE)
                .region("cn-hangzhou")
                .credentials(CREDENTIALS)
                .build();
    }

    /**
     * Returns a response with the ETag and the CRC64 of {@code hello}. The ETag has letters of both cases, since OSS
     * compares it as it is.
     */
    public static Reply response(int code) {
        return Reply.of(code)
                .addHeader("ETag", "\"5D41402abc4B2A76B9719D911017C592\"")
                .addHeader("x-oss-hash-crc64ecma", HELLO_CRC);
    }

    public static PutOptions withCallback() {
        return PutOptions.builder()
                .callback(Callback.builder("http://app.example.com/cb")
                        .formBody("o=${object}&u=${x:user}")
                        .variable("x:user", "42")
                        .build())
                .build();
    }
}
