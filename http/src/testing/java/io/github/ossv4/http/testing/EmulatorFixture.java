// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.github.ossv4.emulator.Emulator;
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.http.GetResult;
import io.github.ossv4.http.ListOptions;
import io.github.ossv4.http.RetryPolicy;
import io.github.ossv4.http.ServiceException;
import io.github.ossv4.sign.Credentials;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.function.Executable;

/** An emulator without objects, and a client of it. */
public abstract class EmulatorFixture {
    public static final byte[] HELLO = WireFixture.HELLO;
    public static final RetryPolicy IMMEDIATE_RETRIES = WireFixture.IMMEDIATE_RETRIES;
    public static final RetryPolicy HOURLY_RETRIES = WireFixture.HOURLY_RETRIES;
    public static final Credentials CREDENTIALS = Credentials.of("id", "secret");
    public static final Instant PAST = Instant.parse("2020-01-01T00:00:00Z");
    public static final Instant FUTURE = Instant.parse("2099-01-01T00:00:00Z");

    /** Shared: each client builds its own TLS context and thread. */
    private static final HttpClient ANONYMOUS = HttpClient.newHttpClient();

    public Emulator emulator;
    /** The connections of OkHttp clients of a test. They are closed after it, so that tests need few open files. */
    public final ConnectionPool connectionPool = new ConnectionPool();

    public BucketClient bucket;

    @BeforeEach
    public void start() throws IOException {
        start(Emulator.builder());
    }

    public void start(Emulator.Builder builder) throws IOException {
        // The five seconds of OSS may be too short on a busy machine.
        emulator = builder.accessKey("id", "secret")
                .callbackTimeout(Duration.ofSeconds(60))
                .start();
        bucket = client().build();
    }

    /** Returns the bucket, the host and the port, as messages name them. */
    public String where() {
        return " in bucket \"examplebucket\" at 127.0.0.1:" + emulator.port();
    }

    @AfterEach
    public void stop() {
        bucket.close();
        emulator.close();
        connectionPool.evictAll();
    }

    public BucketClient.Builder client() {
        return BucketClient.builder(emulator.endpoint(), emulator.bucket())
                .retryPolicy(RetryPolicy.NONE)
                .region(emulator.region())
                .credentials(CREDENTIALS);
    }

    public byte[] bytes(String key) throws IOException {
        try (GetResult result = bucket.get(key)) {
            return result.bytes();
        }
    }

    public String text(String key) throws IOException {
        return new String(bytes(key), UTF_8);
    }

    public void assertNoUploads() throws IOException {
        assertEquals(
                List.of(), bucket.listMultipartUploads("").stream().toList());
    }

    /** Waits for the abort of an upload whose caller does not wait. */
    public void awaitNoUploads() {
        assertTimeoutPreemptively(Duration.ofMinutes(1), () -> {
            while (!bucket.listMultipartUploads("")
                    .stream().toList()
                    .isEmpty()) {
                Thread.onSpinWait();
            }
        });
    }

    /** Returns the status of a GET without signature. */
    public int anonymousStatus(String key) throws Exception {
        URI uri = URI.create(emulator.endpoint() + "/examplebucket/" + key);
        return ANONYMOUS
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    /** Returns the exception of a call of an asynchronous client. */
    public static Throwable failureOf(Future<?> call) {
        return assertThrows(ExecutionException.class, () -> call.get(1, TimeUnit.MINUTES))
                .getCause();
    }

    public static void assertPreconditionFailed(Executable call) {
        ServiceException e = assertThrows(ServiceException.class, call);
        assertEquals(412, e.status());
        assertEquals("PreconditionFailed", e.code());
        assertEquals("0017-00001001", e.ec());
    }
}
