// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.emulator.Emulator;
import io.github.ossv4.http.testing.ApplicationServer;
import io.github.ossv4.http.testing.TestClock;
import io.github.ossv4.http.testing.TestFiles;
import io.github.ossv4.sign.Credentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** An emulator, an application server and the clients of {@link LostResponseOutcomesTest}. */
final class LostResponseEnvironment implements AutoCloseable {
    static final String OURS = "ours";
    static final String EARLIER = "earlier";
    static final String COMPETITOR = "competitor";
    static final int PART = 100 * 1024;

    private static final Credentials CREDENTIALS = Credentials.of("id", "secret");

    final TestClock clock = new TestClock();
    final ApplicationServer application = new ApplicationServer();
    final byte[] large = TestFiles.randomBytes(1, PART + 5);
    final byte[] small = Arrays.copyOf(large, 5);
    final Emulator emulator;

    private final OkHttpClient http;

    /** A client whose calls meet no fault. */
    final BucketClient observer;

    final BucketClient bucket;

    /** A client whose retries repeat callbacks. */
    final BucketClient repeating;

    final Path file;
    private volatile @Nullable LostResponseCase current;
    private int keys;

    LostResponseEnvironment(Path folder) throws IOException {
        emulator = Emulator.builder()
                .accessKey("id", "secret")
                .clock(clock)
                .callbackTarget(application.port())
                .callbackTimeout(Duration.ofSeconds(60))
                .start();
        http = new OkHttpClient.Builder().addInterceptor(this::intercept).build();
        observer = client().build();
        bucket = client().okHttpClient(http).listener(new Retries()).build();
        repeating = client().okHttpClient(http)
                .listener(new Retries())
                .retryPolicy(RetryPolicy.builder()
                        .attempts(LostResponseScenario.ATTEMPTS)
                        .baseDelay(Duration.ZERO)
                        .repeatCallbacks(true)
                        .build())
                .build();
        file = Files.write(folder.resolve("file"), large);
        observer.put("small", Body.of(small));
        observer.put("large", Body.of(large));
    }

    private BucketClient.Builder client() {
        return BucketClient.builder(emulator.endpoint(), emulator.bucket())
                .region(emulator.region())
                .credentials(CREDENTIALS)
                .clock(clock)
                .retryPolicy(RetryPolicy.builder()
                        .attempts(LostResponseScenario.ATTEMPTS)
                        .baseDelay(Duration.ZERO)
                        .build());
    }

    @Override
    public void close() {
        repeating.close();
        bucket.close();
        observer.close();
        emulator.close();
        application.close();
        http.connectionPool().evictAll();
    }

    String newKey() {
        return "k" + keys++;
    }

    /** Sets the case to which the following requests belong. */
    void setCurrent(LostResponseCase running) {
        current = running;
    }

    private LostResponseCase current() {
        return Objects.requireNonNull(current);
    }

    /** Returns the operation of a request; for some that decide no call, only the method. */
    private static String operation(Request request) {
        HttpUrl url = request.url();
        boolean ofUpload = url.queryParameter("uploadId") != null;
        return switch (request.method()) {
            case "PUT" ->
                ofUpload ? "UploadPart" : request.header("x-oss-copy-source") == null ? "PutObject" : "CopyObject";
            case "POST" -> {
                if (ofUpload) {
                    yield "CompleteMultipartUpload";
                }
                if (url.queryParameterNames().contains("uploads")) {
                    yield "InitiateMultipartUpload";
                }
                yield url.queryParameterNames().contains("append") ? "AppendObject" : "PostObject";
            }
            case "DELETE" -> ofUpload ? "AbortMultipartUpload" : "DeleteObject";
            default -> request.method();
        };
    }

    private Response intercept(Interceptor.Chain chain) throws IOException {
        LostResponseCase running = current;
        if (running == null || !operation(chain.request()).equals(running.call.operation)) {
            return chain.proceed(chain.request());
        }
        running.beforeAttempt();
        try {
            return chain.proceed(chain.request());
        } finally {
            running.afterAttempt();
        }
    }

    private final class Retries implements CallListener {
        @Override
        public void retry(CallAttempt attempt, IOException reason, Duration delay) {
            if (attempt.operation().equals(current().call.operation)
                    || attempt.operation().equals("PUT")) {
                current().onRetry();
            }
        }
    }
}
