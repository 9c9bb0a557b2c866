// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpHandler;
import io.github.ossv4.callback.Callback;
import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.emulator.Emulator;
import io.github.ossv4.form.FormUpload;
import io.github.ossv4.form.SignedForm;
import io.github.ossv4.http.testing.ApplicationServer;
import io.github.ossv4.http.testing.PostedForm;
import io.github.ossv4.http.testing.Reply;
import io.github.ossv4.http.testing.WireServer;
import io.github.ossv4.sign.Credentials;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Uploads whose application server returns a valid, an invalid, a late or no response. */
class ApplicationServerTest {
    private static final byte[] HELLO = "hello".getBytes(UTF_8);

    private final CountDownLatch finished = new CountDownLatch(1);
    private volatile HttpHandler handler;
    private ApplicationServer application;
    private Emulator emulator;
    private BucketClient bucket;

    @BeforeEach
    void start() throws IOException {
        start(Duration.ofSeconds(60));
    }

    private void start(Duration callbackTimeout) throws IOException {
        application = new ApplicationServer(exchange -> handler.handle(exchange));
        Callback policy = Callback.builder(application.url())
                .formBody("op=${operation}&a=${x:a}&b=${x:b}")
                .variable("x:a", "1")
                .variable("x:b", "2")
                .additionalHeader("From-Policy", "yes")
                .build();
        emulator = Emulator.builder()
                .accessKey("id", "secret")
                .callbackTarget(application.port())
                .callbackTimeout(callbackTimeout)
                .callbackPolicy("policy", policy.headerValue(), policy.varHeaderValue())
                .start();
        bucket = BucketClient.builder(emulator.endpoint(), emulator.bucket())
                .region(emulator.region())
                .credentials(Credentials.of("id", "secret"))
                .build();
    }

    @AfterEach
    void stop() {
        finished.countDown();
        close();
    }

    private void close() {
        bucket.close();
        emulator.close();
        application.close();
    }

    private PutResult put(String... urls) throws IOException {
        Callback callback = Callback.builder(urls)
                .jsonBody("{\"object\":${object},\"size\":${size},\"user\":${x:user}}")
                .variable("x:user", "\"Ada\"")
                .build();
        return bucket.put(
                "hello.txt",
                Body.of(HELLO),
                PutOptions.builder().callback(callback).build());
    }

    private CallbackFailedException assertCallbackFails(String... urls) throws IOException {
        CallbackFailedException e = assertThrows(CallbackFailedException.class, () -> put(urls));
        assertEquals("CallbackFailed", e.code());
        assertTrue(e.getMessage().contains(e.reason()), e.getMessage());
        assertEquals(Crc64.compute(HELLO), e.stored().crc64());
        assertTrue(e.stored().isCrcChecked());
        assertEquals("5D41402ABC4B2A76B9719D911017C592", e.stored().etag());
        try (GetResult get = bucket.get("hello.txt")) {
            assertArrayEquals(HELLO, get.bytes(), "the object is stored");
        }
        return e;
    }

    /** With each call that accepts a callback. */
    @Test
    void usesUrlAndBodyOfACallbackPolicy() throws Exception {
        handler = exchange -> {
            application.received.add(exchange.getRequestHeaders().getFirst("from-policy") + " "
                    + exchange.getRequestHeaders().getFirst("x-oss-additional-headers"));
            ApplicationServer.respond(exchange, 200, "application/json", "{}");
        };
        Callback callback = Callback.policy("policy").variable("x:b", "3").build();
        PutResult put = bucket.put(
                "a", Body.of(HELLO), PutOptions.builder().callback(callback).build());
        assertEquals("{}", put.callbackResponse().utf8());
        assertEquals("op=PutObject&a=1&b=3", application.received.remove(0));
        assertEquals("yes from-policy", application.received.remove(0));
        bucket.upload(
                "a",
                new ByteArrayInputStream(new byte[200 * 1024]),
                UploadOptions.builder()
                        .partSize(100 * 1024)
                        .threshold(0)
                        .callback(callback)
                        .build());
        assertEquals("op=CompleteMultipartUpload&a=1&b=3", application.received.remove(0));
        application.received.clear();
        SignedForm form = bucket.signForm(
                FormUpload.toKey(emulator.bucket(), "a").callback(callback).build(), Duration.ofMinutes(1));
        PostedForm.post(bucket.formUrl(), form, "a", HELLO);
        assertEquals("op=PostObject&a=1&b=3", application.received.remove(0));
        Callback other = Callback.policy("other").build();
        ServiceException e = assertThrows(
                ServiceException.class,
                () -> bucket.put(
                        "b",
                        Body.of(HELLO),
                        PutOptions.builder().callback(other).build()));
        assertEquals("InvalidArgument", e.code());
    }

    /** OSS or a proxy may quote the callback. One variable has the key as its value, as in many applications. */
    @Test
    void redactsCallbacksInMessages() throws Exception {
        Callback callback = Callback.builder("https://app.example.com/u?tok=SECRETQUERY")
                .formBody("k=${x:key}&a=${x:a}")
                .variable("x:key", "photos/cat.jpg")
                .variable("x:a", "SECRETVAR")
                .build();
        PutOptions options = PutOptions.builder().callback(callback).build();
        try (WireServer server = new WireServer();
                BucketClient client = BucketClient.builder("http://127.0.0.1:" + server.port(), "examplebucket")
                        .region("cn-hangzhou")
                        .credentials(Credentials.of("id", "secret"))
                        .build()) {
            String quoted = "<Error><Code>%s</Code><Message>https://app.example.com/u?tok=SECRETQUERY SECRETVAR "
                    + callback.headerValue() + callback.varHeaderValue() + "x".repeat(100_000) + "</Message></Error>";
            server.enqueue(Reply.of(203).body(quoted.formatted("CallbackFailed")));
            CallbackFailedException failed = assertThrows(
                    CallbackFailedException.class, () -> client.put("photos/cat.jpg", Body.of(HELLO), options));
            assertTrue(failed.reason().startsWith("https://app.example.com/u?… … ……x"), failed.reason());
            assertTrue(failed.reason().length() < 1100, failed.reason());
            server.enqueue(Reply.of(400).body(quoted.formatted("InvalidArgument")));
            ServiceException refused =
                    assertThrows(ServiceException.class, () -> client.put("photos/cat.jpg", Body.of(HELLO), options));
            assertEquals("InvalidArgument", refused.code());
            assertTrue(
                    refused.getMessage()
                            .startsWith("PutObject photos/cat.jpg in bucket \"examplebucket\" at 127.0.0.1:"
                                    + server.port() + ": 400"),
                    refused.getMessage());
            assertTrue(refused.getMessage().length() < 1300, refused.getMessage());
            for (String text : new String[] {failed.getMessage(), refused.getMessage()}) {
                assertFalse(text.contains("SECRET"), text);
                assertFalse(text.contains(callback.headerValue().substring(20, 40)), text);
            }
        }
    }

    @Test
    void returnsTheCallbackResponse() throws Exception {
        handler = exchange -> ApplicationServer.respond(exchange, 200, "application/json", "{\"id\": 7}");
        PutResult result = put(application.url());
        assertEquals("{\"id\": 7}", result.callbackResponse().utf8());
        assertEquals("application/json", result.callbackResponse().contentType());
        assertTrue(result.isCrcChecked());
        assertEquals("{\"object\":\"hello.txt\",\"size\":5,\"user\":\"\\\"Ada\\\"\"}", application.received.remove(0));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "bucket, examplebucket, `\"examplebucket\"`",
                "object, a%20b%2F%E4%B8%AD.txt, `\"a b/中.txt\"`",
                "etag, 5D41402ABC4B2A76B9719D911017C592, `\"5D41402ABC4B2A76B9719D911017C592\"`",
                "size, 5, 5",
                "mimeType, text%2Fplain, `\"text/plain\"`",
                "crc64, <crc64>, `\"<crc64>\"`",
                "contentMd5, XUFAKrxLKna5cZ2REBfFkg%3D%3D, `\"XUFAKrxLKna5cZ2REBfFkg==\"`",
                "clientIp, 127.0.0.1, `\"127.0.0.1\"`",
                "vpcId, ``, `\"\"`",
                "reqId, <id>, `\"<id>\"`",
                "operation, PutObject, `\"PutObject\"`",
                "imageInfo.format, ``, null",
                "imageInfo.height, ``, ``",
                "imageInfo.width, ``, ``",
                "x:plain, 42, `\"42\"`",
                "x:text, %22%E4%B8%AD%20%2B%26%0A, `\"\\\"中 +&\\n\"`",
            })
    void substitutesEveryVariable(String variable, String form, String json) throws Exception {
        handler = exchange -> ApplicationServer.respond(
                exchange,
                200,
                "application/json",
                "[\"" + exchange.getRequestHeaders().getFirst("Content-Type") + "\"]");
        assertSubstituted(
                "application/x-www-form-urlencoded",
                "<" + form + ">",
                callback(variable).formBody("<${" + variable + "}>"));
        assertSubstituted(
                "application/json", "[" + json + "]", callback(variable).jsonBody("[${" + variable + "}]"));
    }

    private Callback.Builder callback(String variable) {
        Callback.Builder callback = Callback.builder(application.url());
        return variable.startsWith("x:")
                ? callback.variable(variable, variable.equals("x:plain") ? "42" : "\"中 +&\n")
                : callback;
    }

    private void assertSubstituted(String contentType, String expected, Callback.Builder callback) throws Exception {
        PutResult result = bucket.put(
                "a b/中.txt",
                Body.of(HELLO),
                PutOptions.builder()
                        .contentType("text/plain")
                        .callback(callback.build())
                        .build());
        assertEquals("[\"" + contentType + "\"]", result.callbackResponse().utf8());
        assertEquals(
                expected.replace("<id>", result.requestId()).replace("<crc64>", Crc64.toString(result.crc64())),
                application.received.remove(0));
    }

    @Test
    void triesTheSecondUrlAfterTheFirst() throws Exception {
        handler = exchange -> ApplicationServer.respond(
                exchange, exchange.getRequestURI().getPath().equals("/cb") ? 200 : 500, "application/json", "{}");
        assertEquals(
                "{}",
                put(application.url() + "/first", application.url())
                        .callbackResponse()
                        .utf8());
        assertEquals(2, application.received.size());
    }

    @Test
    void failsIfTheServerIsDown() throws Exception {
        int closedPort;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closedPort = socket.getLocalPort();
        }
        emulator.addCallbackTarget(closedPort);
        CallbackFailedException e = assertCallbackFails("http://127.0.0.1:" + closedPort + "/cb");
        assertEquals("0007-00000203", e.ec());
        assertTrue(e.reason().contains("can not connect"), e.reason());
    }

    /** OSS waits for five seconds, this emulator for one; the client waits longer. */
    @Test
    void failsIfTheServerIsSlow() throws Exception {
        close();
        start(Duration.ofSeconds(1));
        CountDownLatch called = new CountDownLatch(1);
        handler = exchange -> {
            called.countDown();
            try {
                assertTrue(finished.await(1, TimeUnit.MINUTES));
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        };
        CallbackFailedException e = assertCallbackFails(application.url());
        assertEquals("0007-00000203", e.ec());
        assertTrue(e.reason().contains("timeout"), e.reason());
        assertTrue(called.await(1, TimeUnit.MINUTES));
        assertEquals(1, application.received.size());
    }

    @Test
    void failsIfTheServerReturns500() throws Exception {
        handler = exchange -> ApplicationServer.respond(exchange, 500, "application/json", "{}");
        assertTrue(assertCallbackFails(application.url()).reason().contains("500"));
    }

    @Test
    void failsIfTheServerReturnsHtml() throws Exception {
        handler = exchange -> ApplicationServer.respond(exchange, 200, "text/html", "<html>welcome</html>");
        CallbackFailedException e = assertCallbackFails(application.url());
        assertEquals("0007-00000205", e.ec());
        assertTrue(e.reason().contains("not valid json"), e.reason());
    }

    @Test
    void failsIfTheResponseHasNoLength() throws Exception {
        handler = exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write("{}".getBytes(UTF_8));
        };
        assertTrue(assertCallbackFails(application.url()).reason().contains("content-length"));
    }

    @Test
    void failsIfTheResponseIsEmpty() throws Exception {
        handler = exchange -> exchange.sendResponseHeaders(200, -1);
        assertCallbackFails(application.url());
    }

    @Test
    void failsIfTheServerRedirects() throws Exception {
        handler = exchange -> {
            exchange.getResponseHeaders().set("Location", application.url());
            exchange.sendResponseHeaders(301, -1);
        };
        assertTrue(assertCallbackFails(application.url()).reason().contains("301"));
        assertEquals(1, application.received.size());
    }
}
