// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.callback;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.emulator.BuilderAccess;
import io.github.ossv4.emulator.testing.AppServer;
import io.github.ossv4.emulator.testing.RawResponse;
import io.github.ossv4.emulator.testing.TestEmulator;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The check of callback responses. */
class CallbackOutcomeTest {
    private final CountDownLatch resolved = new CountDownLatch(1);

    @RegisterExtension
    private final TestEmulator withSlowNames = new TestEmulator()
            .with(builder -> BuilderAccess.dns(builder.callbackTimeout(Duration.ofMillis(200)), this::resolveSlowly));

    private List<InetAddress> resolveSlowly(String name) throws UnknownHostException {
        boolean interrupted = false;
        while (resolved.getCount() > 0) {
            try {
                resolved.await();
            } catch (InterruptedException e) {
                // A lookup of the operating system cannot be interrupted.
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        throw new UnknownHostException(name);
    }

    @RegisterExtension
    private final TestEmulator emulator = new TestEmulator();

    @RegisterExtension
    private final TestEmulator withShortTimeout =
            new TestEmulator().with(builder -> builder.callbackTimeout(Duration.ofMillis(200)));

    /** Checks that the object exists and that the response has its headers. */
    private static void assertStored(TestEmulator emulator, RawResponse response) throws IOException {
        assertEquals(TestEmulator.HELLO_ETAG, response.header("etag"));
        assertEquals(Crc64.toString(Crc64.compute(TestEmulator.HELLO)), response.header("x-oss-hash-crc64ecma"));
        assertEquals(TestEmulator.HELLO_MD5, response.header("content-md5"));
        assertTrue(response.header("x-oss-request-id").matches("[0-9A-F]{24}"));
        assertEquals("hello", emulator.get(TestEmulator.HELLO_KEY).text());
    }

    @Test
    void returnsCallbackResponseToUploader() throws Exception {
        try (AppServer server = AppServer.responding(
                        200, "application/json; charset=utf-8", AppServer.OK.length, AppServer.OK)
                .calledBy(emulator)) {
            RawResponse response = emulator.upload(server.url("/"));

            assertEquals(200, response.status());
            assertArrayEquals(AppServer.OK, response.text().getBytes(StandardCharsets.UTF_8));
            assertEquals("application/json; charset=utf-8", response.header("content-type"));
            assertStored(emulator, response);
        }
    }

    static Stream<Arguments> validResponses() {
        return Stream.of(
                Arguments.of("text/plain", " [1, \"2\"] "),
                Arguments.of(null, "\"text\""),
                Arguments.of("application/json", "null"),
                Arguments.of("application/json", "-1.5e3"),
                Arguments.of("application/xml", "<?xml version=\"1.0\"?><ok>yes</ok>"),
                Arguments.of("Application/XML; charset=utf-8", "<ok/>"));
    }

    @ParameterizedTest
    @MethodSource("validResponses")
    void acceptsAnyJsonOrXml(String contentType, String body) throws Exception {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        try (AppServer server =
                AppServer.responding(200, contentType, bytes.length, bytes).calledBy(emulator)) {
            RawResponse response = emulator.upload(server.url("/"));

            assertEquals(200, response.status());
            assertEquals(body, response.text());
            assertEquals(contentType, response.header("content-type"));
        }
    }

    static Stream<Arguments> invalidResponses() {
        return Stream.of(
                Arguments.of("application/json", ""),
                Arguments.of("application/json", "{"),
                Arguments.of("application/json", "{} {}"),
                Arguments.of("application/json", "{\"a\":1,}"),
                Arguments.of("application/json", "\uFEFF{}"),
                Arguments.of("application/json", "OK"),
                Arguments.of("text/xml", "<ok/>"),
                Arguments.of("application/xml", "{}"),
                Arguments.of("application/xml", "<a><b></a>"),
                Arguments.of("application/xml", "<!DOCTYPE a><a/>"),
                Arguments.of("application/xml", "<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>"));
    }

    @ParameterizedTest
    @MethodSource("invalidResponses")
    void rejectsMalformedCallbackResponse(String contentType, String body) throws Exception {
        byte[] bytes = body.isEmpty() ? new byte[] {' '} : body.getBytes(StandardCharsets.UTF_8);
        try (AppServer server =
                AppServer.responding(200, contentType, bytes.length, bytes).calledBy(emulator)) {
            RawResponse response = emulator.upload(server.url("/"));

            assertEquals("203 CallbackFailed 0007-00000205", response.errorText());
            assertEquals(
                    "Response body is not valid json format.", response.error().message());
            assertStored(emulator, response);
        }
    }

    @Test
    void rejectsCallbackResponseThatIsNotUtf8() throws Exception {
        byte[] latin1 = "\"é\"".getBytes(StandardCharsets.ISO_8859_1);
        try (AppServer server = AppServer.responding(200, "application/json", latin1.length, latin1)
                .calledBy(emulator)) {
            assertEquals(
                    "203 CallbackFailed 0007-00000205",
                    emulator.upload(server.url("/")).errorText());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "500, 15, Error status : 500.",
        "404, 15, Error status : 404.",
        "201, 15, Error status : 201.",
        "301, 15, Error status : 301.",
        "401, 15, Error status : 401.",
        "407, 15, Error status : 407.",
        "408, 15, Error status : 408.",
        "200, 0, Error status : 400.User server missing content-length.",
        "200, -1, Error status : 400.User server return invalid conent-length value.",
        "200, 1048577, Error status : 400.User server return too long content-length value.",
    })
    void reportsCallbackFailureInOssWords(int status, long length, String message) throws Exception {
        try (AppServer server = AppServer.responding(status, "application/json", length, AppServer.OK)
                .calledBy(emulator)) {
            RawResponse response = emulator.upload(server.url("/"));

            assertEquals("203 CallbackFailed 0007-00000203", response.errorText());
            assertEquals(message, response.error().message());
            assertEquals("0007-00000203", response.header("x-oss-ec"));
            assertEquals("application/xml", response.header("content-type"));
            assertStored(emulator, response);
        }
    }

    @Test
    void acceptsCallbackResponseOfOneMegabyte() throws Exception {
        byte[] longest = ("\"" + "x".repeat((1 << 20) - 2) + "\"").getBytes(StandardCharsets.UTF_8);
        try (AppServer server = AppServer.responding(200, "application/json", longest.length, longest)
                .calledBy(emulator)) {
            RawResponse response = emulator.upload(server.url("/"));

            assertEquals(200, response.status());
            assertEquals(longest.length, response.text().length());
        }
    }

    @Test
    void followsNoRedirect() throws Exception {
        try (AppServer target = AppServer.good().calledBy(emulator);
                AppServer server = new AppServer(exchange -> {
                            exchange.getResponseHeaders().set("Location", target.url("/"));
                            exchange.sendResponseHeaders(307, -1);
                        })
                        .calledBy(emulator)) {
            assertEquals(
                    "Error status : 307.",
                    emulator.upload(server.url("/")).error().message());
            assertFalse(target.wasCalled());
        }
    }

    @Test
    void sendsCallbackOnce() throws Exception {
        try (AppServer server = new AppServer(exchange -> {
                    exchange.getResponseHeaders().set("Retry-After", "0");
                    exchange.sendResponseHeaders(503, -1);
                })
                .calledBy(emulator)) {
            assertEquals(
                    "Error status : 503.",
                    emulator.upload(server.url("/")).error().message());
            server.take();
            assertFalse(server.wasCalled());
        }
    }

    @Test
    void reportsUnreachableServer() throws Exception {
        int closedPort;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closedPort = socket.getLocalPort();
        }

        emulator.running().addCallbackTarget(closedPort);
        RawResponse response = emulator.upload("http://127.0.0.1:" + closedPort + "/");

        assertEquals("203 CallbackFailed 0007-00000203", response.errorText());
        assertEquals(
                "Error status : -1.OSS can not connect to your callbackUrl, please check it.",
                response.error().message());
        assertStored(emulator, response);
    }

    @Test
    void timeLimitIncludesLookup() throws Exception {
        try {
            RawResponse response = withSlowNames.upload("http://slow.example/");

            assertEquals("203 CallbackFailed 0007-00000203", response.errorText());
            assertTrue(
                    response.error()
                            .message()
                            .matches("Error status : -1\\.reply timeout, cost:[0-9]+ms, timeout:200ms\\."),
                    response.error().message());
            assertStored(withSlowNames, response);
        } finally {
            resolved.countDown();
        }
    }

    @Test
    void reportsSlowServerWithoutDelayingOthers() throws Exception {
        CountDownLatch released = new CountDownLatch(1);
        try (AppServer server = AppServer.waitingFor(released).calledBy(withShortTimeout)) {
            RawResponse response = withShortTimeout.upload(server.url("/"));

            assertEquals("203 CallbackFailed 0007-00000203", response.errorText());
            assertTrue(
                    response.error()
                            .message()
                            .matches("Error status : -1\\.reply timeout, cost:[0-9]+ms, timeout:200ms\\."),
                    response.error().message());
            assertStored(withShortTimeout, response);
            released.countDown();
        }
    }
}
