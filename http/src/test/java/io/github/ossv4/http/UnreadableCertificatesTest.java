// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.http.callback.CallbackKeyFetcher;
import io.github.ossv4.http.testing.JavaProcess;
import io.github.ossv4.sign.Credentials;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The certificates of the platform cannot be read, so OkHttp cannot be built for https. */
class UnreadableCertificatesTest {
    private static final String REASON = "OkHttp cannot be built: ";

    @TempDir
    Path directory;

    @Test
    void failsEachRequestThatNeedsThem() throws Exception {
        Path certificates = Files.writeString(directory.resolve("cacerts"), "not a key store");
        Process process = JavaProcess.start("-Djavax.net.ssl.trustStore=" + certificates, Application.class, List.of());
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(process.waitFor(1, TimeUnit.MINUTES));
            List<String> lines = output.lines().toList();
            assertEquals(6, lines.size(), output);
            assertEquals("presigned", lines.get(0));
            assertTrue(lines.get(1).startsWith("java.lang.IllegalStateException: " + REASON), output);
            assertEquals(lines.get(1), lines.get(2));
            assertEquals("attempts: 0", lines.get(3));
            assertTrue(lines.get(4).startsWith("java.io.IOException: " + REASON), output);
            assertEquals(lines.get(4), lines.get(5));
        } finally {
            process.destroyForcibly();
        }
    }

    /** The program that runs without certificates. */
    static final class Application {
        private Application() {}

        public static void main(String[] arguments) throws IOException {
            AtomicInteger attempts = new AtomicInteger();
            CallListener counting = new CallListener() {
                @Override
                public void started(CallAttempt attempt) {
                    attempts.incrementAndGet();
                }
            };
            try (BucketClient bucket = BucketClient.builder("oss-cn-hangzhou.aliyuncs.com", "examplebucket")
                    .credentials(Credentials.of("id", "secret"))
                    .listener(counting)
                    .build()) {
                bucket.presignGet("key", Duration.ofMinutes(1));
                System.out.println("presigned");
                for (int i = 0; i < 2; i++) {
                    try {
                        bucket.head("key");
                    } catch (IOException | RuntimeException e) {
                        System.out.println(e);
                    }
                }
            }
            System.out.println("attempts: " + attempts);
            try (CallbackKeyFetcher fetcher = CallbackKeyFetcher.create()) {
                for (int i = 0; i < 2; i++) {
                    try {
                        System.out.println(fetcher.key("https://gosspublic.alicdn.com/other.pem"));
                    } catch (IOException | RuntimeException e) {
                        System.out.println(e);
                    }
                }
            }
        }
    }
}
