// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.emulator.Emulator;
import io.github.ossv4.http.testing.FlippingSocketFactory;
import io.github.ossv4.http.testing.TestFiles;
import io.github.ossv4.sign.Credentials;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The calls of a client, on an emulator that checks signatures and checksums. */
class BucketClientTest {
    private static final Credentials CREDENTIALS = Credentials.of("id", "topsecret");
    private static final Credentials TEMPORARY = Credentials.of("STS.id", "topsecret2", "CAIS+/= token~*");
    private static Emulator emulator;

    private BucketClient bucket;

    @BeforeAll
    static void startEmulator() throws Exception {
        emulator = Emulator.builder()
                .accessKey("id", "topsecret")
                .temporaryAccessKey("STS.id", "topsecret2", "CAIS+/= token~*")
                .start();
    }

    @AfterAll
    static void stopEmulator() {
        emulator.close();
    }

    @BeforeEach
    void open() {
        bucket = client().build();
    }

    @AfterEach
    void close() {
        bucket.close();
    }

    private static BucketClient.Builder client() {
        return BucketClient.builder(emulator.endpoint(), emulator.bucket())
                .region(emulator.region())
                .retryPolicy(RetryPolicy.NONE)
                .credentials(CREDENTIALS);
    }

    private static byte[] noise(int length) {
        return TestFiles.randomBytes(length, length);
    }

    @Test
    void getsTheStoredBytes(@TempDir Path folder) throws Exception {
        byte[] bytes = noise(3_000_000);
        Path file = Files.write(folder.resolve("noise"), bytes);
        for (Body body :
                List.of(Body.of(bytes), Body.of(file), Body.of(new ByteArrayInputStream(bytes), bytes.length))) {
            PutResult put = bucket.put("noise", body);
            assertTrue(put.isCrcChecked());
            assertEquals(Crc64.compute(bytes), put.crc64());
            assertNotNull(put.requestId());
            try (GetResult get = bucket.get("noise")) {
                assertArrayEquals(bytes, get.bytes());
                assertTrue(get.isCrcChecked());
                assertEquals(put.etag(), get.metadata().etag());
            }
        }
    }

    @Test
    void returnsTheStoredMetadata() throws Exception {
        bucket.put(
                "notes/hello.txt",
                Body.of("hello".getBytes(UTF_8)),
                PutOptions.builder()
                        .contentType("text/plain; charset=utf-8")
                        .metadata("City", "杭州")
                        .metadata("author", "Ada  Lovelace")
                        .build());
        ObjectMetadata metadata = bucket.head("notes/hello.txt");
        assertEquals(5, metadata.size());
        assertEquals("5D41402ABC4B2A76B9719D911017C592", metadata.etag());
        assertEquals("text/plain; charset=utf-8", metadata.contentType());
        assertEquals(Map.of("city", "杭州", "author", "Ada  Lovelace"), metadata.metadata());
        assertEquals(Crc64.compute("hello".getBytes(UTF_8)), metadata.crc64());
        assertNotNull(metadata.lastModified());
    }

    @Test
    void trimsWhitespaceAroundMetadata() throws Exception {
        for (String value : new String[] {" x ", "\u3000x", "x\u00a0", "\tx\u2003"}) {
            bucket.put(
                    "spaces",
                    Body.of(new byte[1]),
                    PutOptions.builder().metadata("a", value).build());
            assertEquals(Map.of("a", "x"), bucket.head("spaces").metadata());
        }
    }

    @Test
    void failsToGetADeletedObject() throws Exception {
        bucket.put("deleted", Body.of(new byte[1]));
        bucket.delete("deleted");
        bucket.delete("deleted");
        ServiceException get = assertThrows(ServiceException.class, () -> bucket.get("deleted"));
        ServiceException head = assertThrows(ServiceException.class, () -> bucket.head("deleted"));
        for (ServiceException e : List.of(get, head)) {
            assertEquals(404, e.status());
            assertEquals("NoSuchKey", e.code());
            assertEquals("0026-00000001", e.ec());
            assertNotNull(e.requestId());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a//b",
                "a/",
                "a/./b",
                "a/../b",
                "../a",
                "a/..",
                " a ",
                "a b+c%20d%2Fe",
                "~!*'()$&,;:@=?#[]{}|\\^`\"<>",
                "😀/中文/é",
                "tab\there",
                "line\nbreak",
                "-.~_",
            })
    void storesUnusualKeys(String key) throws Exception {
        byte[] bytes = key.getBytes(UTF_8);
        bucket.put(key, Body.of(bytes));
        try (GetResult get = bucket.get(key)) {
            assertArrayEquals(bytes, get.bytes());
        }
        bucket.delete(key);
        assertThrows(ServiceException.class, () -> bucket.head(key));
    }

    @Test
    void storesTheLongestKey() throws Exception {
        String key = "中".repeat(341);
        assertTrue(bucket.put(key, Body.of(new byte[0])).isCrcChecked());
        assertEquals(0, bucket.head(key).size());
    }

    @Test
    void acceptsTemporaryCredentials() throws Exception {
        try (BucketClient own = client().credentials(TEMPORARY).build()) {
            assertTrue(own.put("sts", Body.of(new byte[3])).isCrcChecked());
        }
        try (BucketClient own = client().credentials(Credentials.of("STS.id", "topsecret2", "another token"))
                .build()) {
            assertEquals(
                    403,
                    assertThrows(ServiceException.class, () -> own.head("sts")).status());
        }
    }

    /** Asserts that the calls of a client fail with a request id and a code, and without secrets in the message. */
    private static ServiceException assertRejected(BucketClient.Builder builder) {
        try (BucketClient own = builder.build()) {
            ServiceException e =
                    assertThrows(ServiceException.class, () -> own.put("rejected", Body.of(noise(100_000))));
            assertTrue(e.requestId() != null && e.requestId().length() == 24, e.requestId());
            assertTrue(e.getMessage().contains(e.requestId()), e.getMessage());
            assertTrue(e.getMessage().contains(e.code()), e.getMessage());
            assertFalse(e.toString().contains("topsecret"), e.toString());
            ServiceException head = assertThrows(ServiceException.class, () -> own.head("rejected"));
            assertEquals(e.code(), head.code(), "without a body");
            return e;
        }
    }

    @Test
    void reportsAWrongSecret() {
        ServiceException e = assertRejected(client().credentials(Credentials.of("id", "topsecret-but-wrong")));
        assertEquals(403, e.status());
        assertEquals("SignatureDoesNotMatch", e.code());
        assertEquals("0002-00000201", e.ec());
        assertTrue(e.details().get("StringToSign").startsWith("OSS4-HMAC-SHA256\n"));
        assertTrue(e.details().get("CanonicalRequest").startsWith("PUT\n/examplebucket/rejected\n"));
        assertTrue(e.getMessage().endsWith("the secret does not belong to the AccessKey ID"), e.getMessage());
        assertEquals(
                Advice.Setting.ACCESS_KEY, Objects.requireNonNull(e.advice()).setting());
    }

    @Test
    void reportsAnUnknownAccessKey() {
        ServiceException e = assertRejected(client().credentials(Credentials.of("unknown", "topsecret")));
        assertEquals("InvalidAccessKeyId", e.code());
        assertEquals("0002-00000902", e.ec());
    }

    @Test
    void reportsAWrongRegion() {
        ServiceException e = assertRejected(client().region("cn-beijing"));
        assertEquals(400, e.status());
        assertEquals("InvalidArgument", e.code());
        assertEquals("0002-00000226", e.ec());
        assertTrue(e.getMessage().contains("region"), e.getMessage());
    }

    @Test
    void correctsAClockThatIsTwentyMinutesOff() throws Exception {
        for (int minutes : new int[] {-20, 20}) {
            Clock wrong = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(minutes));
            try (BucketClient own = client().clock(wrong).build()) {
                ServiceException e = assertThrows(ServiceException.class, () -> own.put("skewed", Body.of(noise(7))));
                assertEquals(403, e.status());
                assertEquals("RequestTimeTooSkewed", e.code());
                assertEquals("0002-00000504", e.ec());
                assertNotNull(e.details().get("ServerTime"));
                assertNotNull(e.details().get("RequestTime"));
                assertTrue(own.put("skewed", Body.of(noise(7))).isCrcChecked(), "the client has corrected its clock");
            }
        }
    }

    @Test
    void acceptsAClockThatIsFourteenMinutesOff() throws Exception {
        for (int minutes : new int[] {-14, 14}) {
            try (BucketClient own = client().clock(Clock.offset(Clock.systemUTC(), Duration.ofMinutes(minutes)))
                    .build()) {
                assertTrue(own.put("late", Body.of(new byte[1])).isCrcChecked());
            }
        }
    }

    @Test
    void explainsAChangedHeader() {
        ServiceException e = assertRejected(client().okHttpClient(changing(request ->
                request.newBuilder().header("Content-Type", "text/html").build())));
        assertEquals("SignatureDoesNotMatch", e.code());
        assertEquals("0002-00000201", e.ec());
        assertTrue(e.getMessage().contains("The header content-type differs: signed nothing"), e.getMessage());
    }

    @Test
    void explainsAChangedQuery() {
        ServiceException e = assertRejected(client().okHttpClient(changing(request -> request.newBuilder()
                .url(request.url().newBuilder().addQueryParameter("x", "1").build())
                .build())));
        assertEquals("SignatureDoesNotMatch", e.code());
        assertEquals("0002-00000201", e.ec());
        assertTrue(e.details().get("CanonicalRequest").contains("\nx=1\n"));
        assertTrue(e.getMessage().contains("The query parameter x differs"), e.getMessage());
    }

    private static OkHttpClient changing(UnaryOperator<Request> change) {
        return new OkHttpClient.Builder()
                .addNetworkInterceptor(chain -> chain.proceed(change.apply(chain.request())))
                .build();
    }

    @Test
    void detectsAByteThatIsFlippedInTransit() throws Exception {
        byte[] bytes = noise(200_000);
        OkHttpClient client = new OkHttpClient.Builder()
                .socketFactory(new FlippingSocketFactory(150_000))
                .build();
        try (BucketClient own = client().okHttpClient(client).build()) {
            ChecksumMismatchException e =
                    assertThrows(ChecksumMismatchException.class, () -> own.put("flipped", Body.of(bytes)));
            assertEquals(Crc64.compute(bytes), e.localCrc64());
            assertEquals(bucket.head("flipped").crc64(), e.remoteCrc64());
            assertNotEquals(e.localCrc64(), e.remoteCrc64());
            assertEquals(bucket.head("flipped").etag(), e.stored().etag());
            assertTrue(e.getMessage().contains(Crc64.toString(e.localCrc64())), e.getMessage());
            assertTrue(e.getMessage().contains(Crc64.toString(e.remoteCrc64())), e.getMessage());
        }
    }

    @Test
    void servesManyThreads() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<?>> calls = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                byte[] bytes = noise(1000 * i);
                String key = "shared/" + i;
                calls.add(threads.submit(() -> {
                    bucket.put(key, Body.of(bytes));
                    try (GetResult get = bucket.get(key)) {
                        assertArrayEquals(bytes, get.bytes());
                    }
                    return null;
                }));
            }
            for (Future<?> call : calls) {
                call.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
