// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.servlet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.callback.CallbackCheck;
import io.github.ossv4.callback.CallbackReceiver;
import io.github.ossv4.callback.CallbackResponse;
import io.github.ossv4.callback.CallbackTokens;
import io.github.ossv4.callback.CallbackVerifier;
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.http.RetryPolicy;
import io.github.ossv4.servlet.testing.Problems;
import io.github.ossv4.servlet.testing.SignedCallback;
import io.github.ossv4.sign.Credentials;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests an endpoint without a server. */
@Timeout(60)
class CallbackEndpointTest {
    private final Problems problems = new Problems();
    private final AtomicLong nanoTime = new AtomicLong(Long.MAX_VALUE - 5);

    private CallbackEndpoint endpoint(CallbackHandler handler) {
        return CallbackEndpoint.of(SignedCallback.receiver(), handler, nanoTime::get)
                .onProblem(problems);
    }

    private static EndpointRequest request(Map<String, String> headers, EndpointRequest.Body body) {
        return new EndpointRequest("POST", "/uploaded", null, headers::get, body);
    }

    private static EndpointRequest request(SignedCallback callback) {
        return request(callback.headers(), callback::openBody);
    }

    private static String respond(CallbackEndpoint endpoint) throws Exception {
        return text(endpoint.respond(request(SignedCallback.of("my cat"))));
    }

    private static String text(EndpointResponse response) {
        assertEquals(
                Integer.toString(response.content().body().length),
                response.content().headers().get("Content-Length"));
        assertEquals("application/json", response.content().headers().get("Content-Type"));
        return response.status() + " " + new String(response.content().body(), UTF_8);
    }

    @Test
    void returnsResponseOfHandler() throws Exception {
        CallbackEndpoint endpoint =
                endpoint(receipt -> CallbackResponse.json('"' + receipt.notice().key() + '"'));
        assertEquals("200 \"my cat\"", respond(endpoint));
        assertTrue(problems.all().isEmpty());
    }

    @Test
    void reportsResponseThatIsTooLateForOss() throws Exception {
        assertEquals("200 {\"Status\":\"OK\"}", respond(endpoint(receipt -> {
            nanoTime.addAndGet(Duration.ofSeconds(5).toNanos());
            return CallbackResponse.ok();
        })));
        assertTrue(problems.all().isEmpty());
        assertEquals("200 {\"Status\":\"OK\"}", respond(endpoint(receipt -> {
            nanoTime.addAndGet(Duration.ofMillis(5001).toNanos());
            return CallbackResponse.ok();
        })));
        assertEquals(
                "POST /uploaded, request id 5C3D9F, 200: the response to the callback for examplebucket/my cat took"
                        + " 5001 ms; OSS waits 5000 ms, and returned 203 to the uploader",
                problems.single().toString());
    }

    @Test
    void hidesFailureOfHandler() throws Exception {
        for (Throwable failure : new Throwable[] {
            new IOException("db1.internal"),
            new IllegalStateException("a\nb"),
            new StackOverflowError(),
            new LinkageError(),
            new IllegalStateException() {
                private static final long serialVersionUID = 1;

                @Override
                public String getMessage() {
                    throw new UnsupportedOperationException();
                }
            }
        }) {
            assertEquals("500 {\"Status\":\"Failed\"}", respond(endpoint(receipt -> {
                if (failure instanceof Error error) {
                    throw error;
                }
                throw (Exception) failure;
            })));
            CallbackProblem problem = problems.single();
            assertSame(failure, problem.cause());
            assertEquals(500, problem.status());
            assertEquals(1, problem.reason().lines().count(), problem.reason());
        }
    }

    @Test
    void reportsErrorOfVerification() throws Exception {
        CallbackReceiver receiver = CallbackReceiver.of(
                CallbackVerifier.of(url -> {
                    throw new NoSuchMethodError("of another version");
                }),
                CallbackTokens.of(new byte[32]),
                "x:token");
        CallbackEndpoint endpoint =
                CallbackEndpoint.of(receiver, receipt -> CallbackResponse.ok()).onProblem(problems);
        assertEquals("500 {\"Status\":\"Failed\"}", respond(endpoint));
        CallbackProblem problem = problems.single();
        assertEquals(
                "the callback cannot be verified: java.lang.NoSuchMethodError: of another version", problem.reason());
        assertEquals(NoSuchMethodError.class, problem.cause().getClass());
    }

    @Test
    void reportsNullResponseOfHandler() throws Exception {
        assertEquals("500 {\"Status\":\"Failed\"}", respond(endpoint(receipt -> null)));
        assertTrue(problems.single().reason().endsWith("the handler returned null"));
    }

    @Test
    void keepsInterruptOfHandler() throws Exception {
        assertEquals("500 {\"Status\":\"Failed\"}", respond(endpoint(receipt -> {
            throw new InterruptedException();
        })));
        assertTrue(Thread.interrupted());
    }

    @Test
    void ignoresFailureOfConsumer() throws Exception {
        CallbackEndpoint endpoint = CallbackEndpoint.of(SignedCallback.receiver(), receipt -> CallbackResponse.ok())
                .onProblem(problem -> {
                    throw new AssertionError(problem.toString());
                });
        assertEquals(
                "403 {\"Status\":\"Refused\",\"FailedCheck\":\"AUTHORIZATION\"}",
                text(endpoint.respond(request(Map.of(), () -> new ByteArrayInputStream(new byte[0])))));
    }

    @Test
    void reportsBodyThatCannotBeRead() throws Exception {
        CallbackEndpoint endpoint = endpoint(receipt -> CallbackResponse.ok());
        Map<String, String> headers = SignedCallback.of("my cat").headers();
        for (Exception failure :
                new Exception[] {new IOException("Stream closed"), new IllegalStateException("getReader() was called")
                }) {
            EndpointResponse response = endpoint.respond(request(headers, () -> {
                if (failure instanceof IOException e) {
                    throw e;
                }
                throw (RuntimeException) failure;
            }));
            assertEquals("400 {\"Status\":\"Unreadable\"}", text(response));
            CallbackProblem problem = problems.single();
            assertSame(failure, problem.cause());
            assertEquals(
                    "POST /uploaded, request id 5C3D9F, 400: the body cannot be read: " + failure, problem.toString());
        }
    }

    /** As behind a proxy that changes the path. */
    @Test
    void verifiesSignedPathInsteadOfReceivedPath() throws Exception {
        SignedCallback callback = SignedCallback.of("my cat");
        EndpointRequest request =
                new EndpointRequest("POST", "/internal/cb", null, callback.headers()::get, callback::openBody);
        CallbackEndpoint endpoint = endpoint(receipt -> CallbackResponse.ok());
        assertEquals("403 {\"Status\":\"Refused\",\"FailedCheck\":\"SIGNATURE\"}", text(endpoint.respond(request)));
        assertEquals(
                "200 {\"Status\":\"OK\"}", text(endpoint.signedPath("/uploaded").respond(request)));
        assertEquals(
                "200 {\"Status\":\"OK\"}",
                text(endpoint.signedPath("/%75ploaded").respond(request)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "uploaded", "/a b", "/a?b", "/a#b", "/上传", "https://a/b", "/a\n"})
    void rejectsInvalidSignedPaths(String path) {
        CallbackEndpoint endpoint = endpoint(receipt -> CallbackResponse.ok());
        assertThrows(IllegalArgumentException.class, () -> endpoint.signedPath(path));
    }

    @Test
    void limitsTimeOfConfirmation() throws Exception {
        try (ServerSocket unresponsive = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
                BucketClient bucket = BucketClient.builder(
                                "http://127.0.0.1:" + unresponsive.getLocalPort(), "examplebucket")
                        .region("cn-hangzhou")
                        .credentials(Credentials.of("id", "secret"))
                        .retryPolicy(RetryPolicy.NONE)
                        .build()) {
            // Leaves 100 milliseconds of the three seconds.
            CallbackEndpoint endpoint = CallbackEndpoint.of(
                            SignedCallback.receiver(),
                            receipt -> {
                                throw new AssertionError("not confirmed");
                            },
                            () -> nanoTime.getAndAdd(Duration.ofMillis(2900).toNanos()))
                    .onProblem(problems)
                    .confirmWith(bucket);
            assertEquals("503 {\"Status\":\"Unavailable\"}", respond(endpoint));
            CallbackProblem problem = problems.single();
            assertNull(problem.failedCheck());
            assertTrue(
                    problem.reason()
                            .startsWith("the metadata of examplebucket/my cat is not available:"
                                    + " java.io.InterruptedIOException"),
                    problem.reason());
        }
    }

    /** For example after a slow fetch of the key. */
    @Test
    void doesNotRequestMetadataIfNoTimeIsLeft() throws Exception {
        try (BucketClient bucket = BucketClient.builder("http://127.0.0.1:1", "examplebucket")
                .region("cn-hangzhou")
                .credentials(Credentials.of("id", "secret"))
                .build()) {
            CallbackEndpoint late = CallbackEndpoint.of(
                            SignedCallback.receiver(),
                            receipt -> CallbackResponse.ok(),
                            () -> nanoTime.getAndAdd(Duration.ofSeconds(3).toNanos()))
                    .onProblem(problems)
                    .confirmWith(bucket);
            assertEquals("503 {\"Status\":\"Unavailable\"}", respond(late));
            CallbackProblem problem = problems.single();
            assertNull(problem.cause());
            assertEquals(
                    "no time is left to request the metadata of examplebucket/my cat: receiving the body and fetching"
                            + " the key took too long",
                    problem.reason());
        }
    }

    @Test
    void respondsWith503IfClientIsClosed() throws Exception {
        BucketClient bucket = BucketClient.builder("http://127.0.0.1:1", "examplebucket")
                .region("cn-hangzhou")
                .credentials(Credentials.of("id", "secret"))
                .build();
        bucket.close();
        assertEquals(
                "503 {\"Status\":\"Unavailable\"}",
                respond(endpoint(receipt -> CallbackResponse.ok()).confirmWith(bucket)));
        assertTrue(problems.single().reason().contains("the client is closed"));
    }

    @Test
    void refusesCallbackOfAnotherBucket() throws Exception {
        try (BucketClient bucket = BucketClient.builder("http://127.0.0.1:1", "otherbucket")
                .region("cn-hangzhou")
                .credentials(Credentials.of("id", "secret"))
                .build()) {
            assertEquals(
                    "403 {\"Status\":\"Contradicted\"}",
                    respond(endpoint(receipt -> CallbackResponse.ok()).confirmWith(bucket)));
            assertTrue(problems.single().reason().contains("[BUCKET]"));
        }
    }

    @Test
    void escapesTextOfSender() {
        Map<String, String> headers = new HashMap<>();
        headers.put("x-oss-request-id", "a\nforged line" + "x".repeat(1000));
        CallbackEndpoint endpoint = endpoint(receipt -> CallbackResponse.ok());
        endpoint.respond(new EndpointRequest(
                "POST\u001b",
                "/" + "a".repeat(10_000),
                "secret=hunter2",
                headers::get,
                () -> new ByteArrayInputStream("hunter2".getBytes(UTF_8))));
        String line = problems.single().toString();
        assertEquals(1, line.lines().count(), line);
        assertTrue(line.length() < 500, line);
        assertFalse(line.contains("hunter2") || line.contains("\u001b"), line);
    }

    /** Records the lines of the default log. */
    private static final class Records extends Handler implements AutoCloseable {
        private final Logger logger = Logger.getLogger("io.github.ossv4.servlet");
        private final StringBuilder lines = new StringBuilder();

        Records() {
            logger.addHandler(this);
            logger.setUseParentHandlers(false);
        }

        @Override
        public void publish(LogRecord logged) {
            lines.append(logged.getLevel() + " " + logged.getMessage() + " " + logged.getThrown() + "\n");
        }

        @Override
        public void flush() {}

        @Override
        public void close() {
            logger.removeHandler(this);
            logger.setUseParentHandlers(true);
        }
    }

    @Test
    void logsByDefault() throws Exception {
        try (Records records = new Records()) {
            CallbackEndpoint endpoint = CallbackEndpoint.of(SignedCallback.receiver(), receipt -> {
                throw new IllegalStateException("no {0} database");
            });
            endpoint.respond(request(Map.of(), () -> {
                throw new IOException("Connection reset");
            }));
            endpoint.respond(request(Map.of(), () -> new ByteArrayInputStream(new byte[0])));
            respond(endpoint);
            assertEquals(
                    Level.WARNING
                            + " POST /uploaded, 400: the body cannot be read: java.io.IOException: Connection reset"
                            + " null\n"
                            + Level.WARNING + " POST /uploaded, 403 AUTHORIZATION: Authorization is missing; some web"
                            + " servers remove it before they forward a request null\n"
                            + Level.SEVERE + " POST /uploaded, request id 5C3D9F, 500: the handler failed for"
                            + " examplebucket/my cat: java.lang.IllegalStateException: no {0} database"
                            + " java.lang.IllegalStateException: no {0} database\n",
                    records.lines.toString());
        }
    }

    @Test
    void methodsDoNotChangeEndpoint() throws Exception {
        CallbackEndpoint endpoint = endpoint(receipt -> CallbackResponse.ok());
        endpoint.signedPath("/other");
        endpoint.onProblem(problem -> {});
        assertEquals("200 {\"Status\":\"OK\"}", respond(endpoint));
        endpoint.respond(request(Map.of(), () -> new ByteArrayInputStream(new byte[0])));
        assertEquals(CallbackCheck.AUTHORIZATION, problems.single().failedCheck());
    }
}
