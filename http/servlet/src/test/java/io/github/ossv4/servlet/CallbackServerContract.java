// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.callback.CallbackBody;
import io.github.ossv4.callback.CallbackCheck;
import io.github.ossv4.callback.CallbackNotice;
import io.github.ossv4.callback.CallbackReceipt;
import io.github.ossv4.callback.CallbackReceiver;
import io.github.ossv4.callback.CallbackResponse;
import io.github.ossv4.callback.CallbackVariable;
import io.github.ossv4.callback.CallbackVerifier;
import io.github.ossv4.http.CallbackFailedException;
import io.github.ossv4.servlet.testing.Oss;
import io.github.ossv4.servlet.testing.Problems;
import io.github.ossv4.servlet.testing.WebServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same callbacks for each kind of server. OSS is the emulator. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class CallbackServerContract {
    private final List<CallbackReceipt> handled = new CopyOnWriteArrayList<>();
    private final Problems problems = new Problems();
    private final HttpClient http = HttpClient.newHttpClient();
    Oss oss;
    private WebServer server;

    /** Starts a server with endpoints by their path within the application. */
    abstract WebServer start(Map<String, CallbackEndpoint> endpoints) throws Exception;

    /** Returns the path of the application. */
    String contextPath() {
        return "";
    }

    /** Returns paths that no endpoint is at. */
    List<String> otherPaths() {
        return List.of("/other", "/other?x=/uploaded", "/", "/uploaded/");
    }

    @BeforeAll
    void start() throws Exception {
        oss = new Oss();
        CallbackReceiver noKeys = CallbackReceiver.of(
                CallbackVerifier.of(url -> {
                            throw new IOException("no route");
                        })
                        .trusting(oss.emulator.publicKeyUrl()),
                oss.tokens,
                Oss.TOKEN);
        server = start(Map.of(
                "/uploaded", endpoint(this::handle),
                "/上传 完成", endpoint(this::handle),
                "/confirmed", endpoint(this::handle).confirmWith(oss.bucket),
                "/failing",
                        endpoint(receipt -> {
                            throw new IllegalStateException("no database");
                        }),
                "/interrupted",
                        endpoint(receipt -> {
                            Thread.currentThread().interrupt();
                            return handle(receipt);
                        }),
                "/stripped", endpoint(this::handle).signedPath("/api/stripped"),
                "/unavailable", CallbackEndpoint.of(noKeys, this::handle).onProblem(problems)));
        oss.emulator.addCallbackTarget(server.port());
    }

    @AfterAll
    void stop() throws Exception {
        server.close();
        oss.close();
    }

    @BeforeEach
    void clear() {
        handled.clear();
        problems.clear();
    }

    /**
     * Returns an endpoint whose clock goes back a minute at each look, so that no response is late on a busy machine.
     */
    private CallbackEndpoint endpoint(CallbackHandler handler) {
        AtomicLong nanoTime = new AtomicLong();
        return CallbackEndpoint.of(
                        oss.receiver(),
                        handler,
                        () -> nanoTime.getAndAdd(-Duration.ofMinutes(1).toNanos()))
                .onProblem(problems);
    }

    private CallbackResponse handle(CallbackReceipt receipt) {
        handled.add(receipt);
        return CallbackResponse.json(json(receipt.notice().key()));
    }

    private static String json(String key) {
        return "{\"key\":\"" + key.replace("\\", "\\\\").replace("\"", "\\\"") + "\"}";
    }

    private String url(String path) {
        return "http://127.0.0.1:" + server.port() + contextPath() + path;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cat.jpg",
                "my cat.jpg",
                "a+b=c&d%20e%.txt",
                "照片/猫 1.jpg",
                "😀/\uD83D\uDC31.png",
                "it's \"quoted\" \\ {$}.txt",
            })
    void acceptsCallbacksOfAnyKeyAndBody(String key) throws Exception {
        String json = json(key);
        for (CallbackBody body : List.of(oss.json(key), oss.form(key))) {
            assertEquals(json, oss.put(key, url("/uploaded"), body));
            assertEquals(json, oss.post(key, url("/uploaded"), body));
        }
        assertEquals(4, handled.size());
        for (CallbackReceipt receipt : handled) {
            assertEquals(key, receipt.notice().key());
            assertEquals(5L, receipt.notice().size());
            assertEquals("42", receipt.token().userData());
        }
        assertEquals(List.of(), problems.all());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/uploaded?a=%2F&b=c+d&c",
                "/uploaded?",
                "/%75ploaded",
                "/%E4%B8%8A%E4%BC%A0%20%E5%AE%8C%E6%88%90?x=%20",
            })
    void acceptsEncodedUrls(String path) throws Exception {
        for (CallbackBody body : List.of(oss.json("my cat"), oss.form("my cat"))) {
            assertEquals(json("my cat"), oss.put("my cat", url(path), body));
        }
    }

    private CallbackProblem rejected(String status, String path, CallbackBody body) {
        CallbackFailedException failed =
                assertThrows(CallbackFailedException.class, () -> oss.put("my cat", url(path), body));
        assertEquals(status, Oss.status(failed), failed.reason());
        assertEquals(List.of(), handled);
        CallbackProblem problem = problems.single();
        assertEquals(status, Integer.toString(problem.status()));
        assertTrue(
                problem.toString()
                        .startsWith("POST " + contextPath() + path + ", request id "
                                + failed.stored().requestId() + ", " + status),
                problem.toString());
        return problem;
    }

    @Test
    void refusesCallbackWithoutToken() {
        CallbackBody body = CallbackBody.form(CallbackVariable.BUCKET, CallbackVariable.OBJECT);
        assertEquals(
                CallbackCheck.TOKEN_PRESENT, rejected("403", "/uploaded", body).failedCheck());
    }

    @Test
    void refusesExpiredToken() {
        CallbackBody body = CallbackBody.json(CallbackVariable.BUCKET, CallbackVariable.OBJECT)
                .custom(Oss.TOKEN, oss.token("my cat", Duration.ofSeconds(-1)));
        assertEquals(
                CallbackCheck.TOKEN_NOT_EXPIRED,
                rejected("403", "/uploaded", body).failedCheck());
    }

    @Test
    void respondsWith503IfKeyIsUnavailable() {
        CallbackProblem problem = rejected("503", "/unavailable", oss.json("my cat"));
        assertEquals(CallbackCheck.KEY_AVAILABLE, problem.failedCheck());
        assertTrue(problem.reason().contains("no route"), problem.reason());
    }

    @Test
    void respondsWith500IfHandlerFails() {
        CallbackProblem problem = rejected("500", "/failing", oss.json("my cat"));
        assertNull(problem.failedCheck());
        assertEquals("no database", problem.cause().getMessage());
        assertEquals(
                "the handler failed for examplebucket/my cat: java.lang.IllegalStateException: no database",
                problem.reason());
    }

    @Test
    void respondsAlthoughHandlerInterruptsTheThread() throws Exception {
        for (int i = 0; i < 10; i++) {
            assertEquals(json("my cat"), oss.put("my cat", url("/interrupted"), oss.json("my cat")));
        }
    }

    @Test
    void confirmsWithBucket() throws Exception {
        assertEquals(json("my cat"), oss.put("my cat", url("/confirmed"), oss.form("my cat")));
    }

    @Test
    void refusesCallbackThatContradictsTheObject() {
        CallbackBody body = CallbackBody.json(CallbackVariable.BUCKET, CallbackVariable.OBJECT)
                .text("size", "6")
                .custom(Oss.TOKEN, oss.token("my cat"));
        CallbackProblem problem = rejected("403", "/confirmed", body);
        assertNull(problem.failedCheck());
        assertTrue(
                problem.reason().contains("contradicts the object examplebucket/my cat in [SIZE]"), problem.reason());
    }

    /** A proxy removed the prefix: OSS signed another path. */
    @Test
    void verifiesTheSignedPath() throws Exception {
        CallbackProblem problem = rejected("403", "/stripped", oss.json("my cat"));
        assertEquals(CallbackCheck.SIGNATURE, problem.failedCheck());
        assertTrue(problem.reason().contains("a proxy may have changed path or query"), problem.reason());
    }

    private HttpResponse<String> send(String path, HttpRequest.Builder request) throws Exception {
        return http.send(request.uri(URI.create(url(path))).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static void assertRefusal(int status, CallbackCheck check, HttpResponse<String> response) {
        assertEquals(status, response.statusCode());
        assertEquals("{\"Status\":\"Refused\",\"FailedCheck\":\"" + check + "\"}", response.body());
        assertEquals(
                "application/json",
                response.headers().firstValue("Content-Type").orElseThrow().replaceAll(";.*", ""));
        assertEquals(
                response.body().length(),
                response.headers().firstValueAsLong("Content-Length").orElseThrow());
    }

    @Test
    void refusesUnsignedRequest() throws Exception {
        assertRefusal(
                403,
                CallbackCheck.AUTHORIZATION,
                send("/uploaded", HttpRequest.newBuilder().POST(BodyPublishers.ofString("a=b"))));
        assertTrue(problems.single().toString().startsWith("POST " + contextPath() + "/uploaded, 403 AUTHORIZATION: "));
    }

    @Test
    void limitsSizeOfBody() throws Exception {
        byte[] body = new byte[CallbackNotice.MAX_BYTES + 1];
        assertRefusal(
                403,
                CallbackCheck.BODY_SIZE,
                send("/uploaded", HttpRequest.newBuilder().POST(BodyPublishers.ofByteArray(body))));
        assertEquals(CallbackCheck.BODY_SIZE, problems.single().failedCheck());
    }

    @Test
    void refusesOtherMethods() throws Exception {
        for (String method : List.of("GET", "PUT", "DELETE", "OPTIONS")) {
            assertRefusal(
                    403,
                    CallbackCheck.METHOD,
                    send("/uploaded", HttpRequest.newBuilder().method(method, BodyPublishers.noBody())));
            assertEquals(
                    "the method must be POST, was " + method, problems.single().reason());
        }
        HttpResponse<String> head = send("/uploaded", HttpRequest.newBuilder().method("HEAD", BodyPublishers.noBody()));
        assertEquals("403 ", head.statusCode() + " " + head.body());
    }

    @Test
    void leavesOtherPathsUnchanged() throws Exception {
        for (String path : otherPaths()) {
            HttpResponse<String> response = send(
                    path,
                    HttpRequest.newBuilder()
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .POST(BodyPublishers.ofString("a=%20b&a=c")));
            assertEquals("200 a=%20b&a=c", response.statusCode() + " " + response.body(), path);
        }
        assertEquals(List.of(), problems.all());
    }

    @Test
    void acceptsParallelCallbacks() throws Exception {
        List<Thread> threads = new ArrayList<>();
        List<String> responses = new CopyOnWriteArrayList<>();
        for (int i = 0; i < 8; i++) {
            String key = "cat " + i;
            Thread thread = new Thread(() -> {
                try {
                    responses.add(oss.put(key, url("/uploaded"), oss.json(key)));
                } catch (IOException e) {
                    responses.add(e.toString());
                }
            });
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(8, responses.stream().distinct().count(), responses.toString());
        assertEquals(8, handled.size());
        assertEquals(List.of(), problems.all());
    }
}
