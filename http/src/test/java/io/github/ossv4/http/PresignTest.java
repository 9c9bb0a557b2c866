// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.ossv4.callback.Callback;
import io.github.ossv4.emulator.Emulator;
import io.github.ossv4.form.FormUpload;
import io.github.ossv4.form.SignedForm;
import io.github.ossv4.http.testing.ApplicationServer;
import io.github.ossv4.http.testing.PostedForm;
import io.github.ossv4.http.testing.TestClock;
import io.github.ossv4.sign.Credentials;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import okhttp3.OkHttp;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Presigned URLs, used by an HTTP client without support for OSS. */
class PresignTest {
    private static final Credentials PERMANENT = Credentials.of("id", "topsecret");
    private static final Credentials TEMPORARY = Credentials.of("STS.id", "topsecret2", "CAIS+/= token~*");
    private static final Duration HOUR = Duration.ofHours(1);
    private static final HttpClient OTHER = HttpClient.newHttpClient();
    private static Emulator emulator;

    @BeforeAll
    static void startEmulator() throws Exception {
        emulator = Emulator.builder()
                .accessKey("id", "topsecret")
                .temporaryAccessKey("STS.id", "topsecret2", "CAIS+/= token~*")
                .callbackTimeout(Duration.ofSeconds(60))
                .start();
    }

    @AfterAll
    static void stopEmulator() {
        emulator.close();
    }

    private static BucketClient client(Credentials credentials) {
        return BucketClient.builder(emulator.endpoint(), emulator.bucket())
                .region(emulator.region())
                .credentials(credentials)
                .build();
    }

    private static HttpResponse<String> send(PresignedUrl url, String body, String... moreHeaders) throws Exception {
        return send(url, url.headers(), body, moreHeaders);
    }

    private static HttpResponse<String> send(
            PresignedUrl url, Map<String, String> headers, String body, String... moreHeaders) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url.url()))
                .method(url.method(), HttpRequest.BodyPublishers.ofString(body));
        headers.forEach(request::header);
        if (moreHeaders.length > 0) {
            request.headers(moreHeaders);
        }
        return OTHER.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/b.txt", " +%~*'()", "鍵\uD83D\uDE00", "x//y", "a/../b", "?x=1&y#z", "a%2Fb"})
    void presignsPutAndGet(String key) throws Exception {
        for (Credentials credentials : List.of(PERMANENT, TEMPORARY)) {
            try (BucketClient bucket = client(credentials)) {
                HttpResponse<String> put = send(bucket.presignPut(key, PutOptions.NONE, HOUR), "hello");
                assertEquals(200, put.statusCode(), put.body());
                assertEquals("hello", new String(bucket.get(key).bytes(), UTF_8));
                assertEquals("hello", send(bucket.presignGet(key, HOUR), "").body());
            }
        }
    }

    @Test
    void signsEveryOption() throws Exception {
        try (BucketClient bucket = client(PERMANENT)) {
            PresignedUrl url = bucket.presignPut(
                    "pinned",
                    PutOptions.builder()
                            .contentType("text/plain")
                            .cacheControl("no-store")
                            .metadata("a", "b")
                            .forbidOverwrite(true)
                            .build(),
                    HOUR);
            assertEquals(
                    Map.of(
                            "content-type", "text/plain",
                            "cache-control", "no-store",
                            "x-oss-meta-a", "b",
                            "x-oss-forbid-overwrite", "true"),
                    url.headers());
            Map<String, String> changed = new HashMap<>(url.headers());
            changed.put("cache-control", "public");
            assertEquals(403, send(url, changed, "hello").statusCode());
            PresignedUrl withMore = bucket.presignPut("pinned", PutOptions.NONE, HOUR);
            assertEquals(
                    403,
                    send(withMore, "hello", "x-oss-object-acl", "public-read").statusCode());
            HttpResponse<String> put = send(url, "hello");
            assertEquals(200, put.statusCode(), put.body());
            assertEquals("no-store", bucket.head("pinned").header("Cache-Control"));
            assertEquals(409, send(url, "hello").statusCode());
        }
    }

    @Test
    void sendsACallbackInTheQueryOrInHeaders() throws Exception {
        try (ApplicationServer application = new ApplicationServer();
                BucketClient bucket = client(PERMANENT)) {
            emulator.addCallbackTarget(application.port());
            Callback callback = Callback.builder(application.url())
                    .formBody("key=${object}&user=${x:user}")
                    .variable("x:user", "4+2/=")
                    .build();
            PresignedUrl inQuery = bucket.presignPut(
                    "called", PutOptions.builder().callback(callback).build(), HOUR);
            assertEquals(Map.of(), inQuery.headers());
            PresignedUrl inHeaders = bucket.presign(
                    BucketRequest.builder("PUT")
                            .key("called")
                            .callback(callback)
                            .build(),
                    HOUR);
            assertEquals(2, inHeaders.headers().size());
            for (PresignedUrl url : List.of(inQuery, inHeaders)) {
                HttpResponse<String> put = send(url, "hello");
                assertEquals("200 {}", put.statusCode() + " " + put.body());
                assertEquals("key=called&user=4%2B2%2F%3D", application.received.remove(0));
            }
            assertThrows(
                    IllegalArgumentException.class,
                    () -> BucketRequest.builder("PUT").query("callback", callback.headerValue()));
            BucketRequest last = BucketRequest.builder("PUT")
                    .key("called")
                    .callback(callback)
                    .callbackInQuery(callback)
                    .build();
            assertEquals(Map.of(), bucket.presign(last, HOUR).headers());
        }
    }

    @Test
    void showsTheExpiryButNoSignature() throws IOException {
        Instant now = TestClock.NOON.plusMillis(900);
        try (BucketClient bucket = BucketClient.builder("oss-cn-hangzhou.aliyuncs.com", "examplebucket")
                .credentials(TEMPORARY)
                .clock(new TestClock(now))
                .build()) {
            PresignedUrl url = bucket.presignGet("k", HOUR);
            assertEquals(TestClock.NOON.plus(HOUR), url.expires());
            assertTrue(url.url().startsWith("https://examplebucket.oss-cn-hangzhou.aliyuncs.com/k?x-oss-"), url.url());
            assertEquals(
                    "PresignedUrl{GET https://examplebucket.oss-cn-hangzhou.aliyuncs.com/k, headers=[],"
                            + " expires=2026-11-24T13:00:00Z}",
                    url.toString());
        }
    }

    /** A client that only signs learns nothing. */
    @Test
    void signsWithTheClockThatARequestOverHttpsCorrected() throws Exception {
        assumeTrue(!OkHttp.VERSION.startsWith("4."), "https of the emulator requires OkHttp 5");
        try (Emulator secure =
                        Emulator.builder().accessKey("id", "topsecret").https().start();
                BucketClient wrong = BucketClient.builder(secure.https().url(), secure.bucket())
                        .region(secure.region())
                        .credentials(PERMANENT)
                        .clock(Clock.offset(Clock.systemUTC(), Duration.ofDays(-2)))
                        .okHttpClient(new OkHttpClient.Builder()
                                .sslSocketFactory(
                                        secure.https().sslContext().getSocketFactory(),
                                        secure.https().trustManager())
                                .build())
                        .presignEndpoint(secure.endpoint())
                        .build()) {
            assertEquals(403, send(wrong.presignPut("k", HOUR), "early").statusCode());
            assertFalse(wrong.exists("k"));

            assertEquals(200, send(wrong.presignPut("k", HOUR), "late").statusCode());
            PresignedUrl get = wrong.presignGet("k", HOUR);
            assertEquals("late", send(get, "").body());
            assertTrue(Duration.between(Instant.now(), get.expires()).compareTo(HOUR) <= 0);
            SignedForm form =
                    wrong.signForm(FormUpload.toKey(secure.bucket(), "f").build(), HOUR);
            assertEquals(
                    200,
                    PostedForm.post(wrong.formUrl(), form, "f", new byte[] {1}).status());
        }
    }

    @Test
    void rejectsExpiryOutOfRange() throws IOException {
        try (BucketClient permanent = client(PERMANENT);
                BucketClient temporary = client(TEMPORARY)) {
            permanent.presignGet("k", Duration.ofDays(7));
            temporary.presignGet("k", Duration.ofHours(12));
            for (Duration wrong : List.of(Duration.ZERO, Duration.ofMillis(999), Duration.ofDays(8))) {
                IllegalArgumentException e =
                        assertThrows(IllegalArgumentException.class, () -> permanent.presignGet("k", wrong));
                assertTrue(e.getMessage().contains(wrong.toString()), e.getMessage());
            }
            assertThrows(IllegalArgumentException.class, () -> temporary.presignGet("k", Duration.ofHours(13)));
            assertThrows(IllegalArgumentException.class, () -> permanent.presignGet("", HOUR));
        }
        try (BucketClient anonymous = BucketClient.builder(emulator.endpoint(), emulator.bucket())
                .anonymous()
                .build()) {
            assertThrows(IllegalStateException.class, () -> anonymous.presignGet("k", HOUR));
        }
    }

    @Test
    void anonymousClientReadsPublicObjectsOnly() throws Exception {
        try (BucketClient bucket = client(PERMANENT);
                BucketClient anonymous = BucketClient.builder(emulator.endpoint(), emulator.bucket())
                        .anonymous()
                        .build()) {
            bucket.put(
                    "public",
                    Body.of("hello".getBytes(UTF_8)),
                    PutOptions.builder()
                            .acl(io.github.ossv4.object.ObjectAcl.PUBLIC_READ)
                            .build());
            bucket.put("private", Body.of(new byte[0]));
            assertEquals("hello", new String(anonymous.get("public").bytes(), UTF_8));
            ServiceException e = assertThrows(ServiceException.class, () -> anonymous.get("private"));
            assertEquals("AccessDenied", e.code());
            assertFalse(anonymous.toString().contains("region"), anonymous.toString());
        }
        assertThrows(
                IllegalStateException.class,
                () -> BucketClient.builder(emulator.endpoint(), "examplebucket")
                        .anonymous()
                        .credentials(PERMANENT)
                        .build());
    }

    private static BucketClient.Builder internal() {
        return BucketClient.builder("https://oss-cn-hangzhou-internal.aliyuncs.com", "examplebucket")
                .credentials(PERMANENT);
    }

    @ParameterizedTest
    @CsvSource({
        "https://static.example.com, https://static.example.com/",
        "https://oss-cn-hangzhou.aliyuncs.com, https://examplebucket.oss-cn-hangzhou.aliyuncs.com/",
        "http://127.0.0.1:9000, http://127.0.0.1:9000/examplebucket/",
        "http://localhost:9000, http://localhost:9000/examplebucket/",
        "http://oss-cn-hangzhou.localhost:9000, http://examplebucket.oss-cn-hangzhou.localhost:9000/",
        "oss-cn-hangzhou-internal.aliyuncs.com, https://examplebucket.oss-cn-hangzhou-internal.aliyuncs.com/",
    })
    void handsOutUrlsAtThePresignEndpoint(String endpoint, String bucketUrl) throws Exception {
        try (BucketClient bucket = internal().presignEndpoint(endpoint).build()) {
            assertEquals(bucketUrl, bucket.formUrl());
            assertTrue(bucket.presignGet("a b", HOUR).url().startsWith(bucketUrl + "a%20b?"));
            assertTrue(bucket.presignPut("k", HOUR).url().startsWith(bucketUrl + "k?"));
            assertTrue(bucket.presign(
                            BucketRequest.builder("GET").query("location").build(), HOUR)
                    .url()
                    .startsWith(bucketUrl + "?location"));
            assertTrue(
                    bucket.multipartUpload("k", "U").presignPart(1, HOUR).url().startsWith(bucketUrl + "k?"));
        }
    }

    @Test
    void sendsItsOwnRequestsToItsEndpoint() throws Exception {
        try (BucketClient bucket = BucketClient.builder(emulator.endpoint(), emulator.bucket())
                .region(emulator.region())
                .credentials(PERMANENT)
                .presignEndpoint("http://localhost:" + emulator.port())
                .build()) {
            bucket.put("handed-out", "text");

            HttpResponse<String> read = send(bucket.presignGet("handed-out", HOUR), "");

            assertEquals("localhost", read.request().uri().getHost());
            assertEquals("text", read.body());
        }
    }

    @Test
    void findsNamesBelowLocalhostWithAnyClient() throws Exception {
        try (BucketClient bucket = BucketClient.builder("http://localhost:" + emulator.port(), emulator.bucket())
                .region(emulator.region())
                .credentials(PERMANENT)
                .build()) {
            bucket.put("named", "text");
        }
        for (OkHttpClient given : new OkHttpClient[] {null, new OkHttpClient()}) {
            BucketClient.Builder named = BucketClient.builder(
                            "http://oss-cn-hangzhou.localhost:" + emulator.port(), emulator.bucket())
                    .credentials(PERMANENT);
            try (BucketClient bucket = (given == null ? named : named.okHttpClient(given)).build()) {
                assertEquals("text", bucket.getText("named"));
            }
        }
    }

    @Test
    void keepsTheStyleOfTheClient() throws Exception {
        BucketClient.Builder ofDeployment = BucketClient.builder("https://oss.example.test", "examplebucket")
                .region("cn-hangzhou")
                .credentials(PERMANENT);
        assertEquals(
                "https://examplebucket.oss.example.test/",
                ofDeployment.presignEndpoint("https://oss.example.test").build().formUrl());
        assertEquals(
                "https://public.example.test/examplebucket/",
                ofDeployment
                        .pathStyle(true)
                        .presignEndpoint("https://public.example.test")
                        .build()
                        .formUrl());
    }

    @Test
    void refusesAPresignEndpointOfAnotherRegion() {
        BucketClient.Builder builder = internal().presignEndpoint("https://oss-cn-beijing.aliyuncs.com");

        assertEquals(
                "presignEndpoint must be in the region cn-hangzhou, was https://oss-cn-beijing.aliyuncs.com",
                assertThrows(IllegalArgumentException.class, builder::build).getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://static.example.com/path",
                "https://examplebucket.oss-cn-hangzhou.aliyuncs.com",
                "ftp://a"
            })
    void refusesAPresignEndpointWithMore(String endpoint) {
        BucketClient.Builder builder = internal().presignEndpoint(endpoint);

        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, builder::build);
        assertTrue(e.getMessage().startsWith("presignEndpoint: "), e.getMessage());
    }
}
