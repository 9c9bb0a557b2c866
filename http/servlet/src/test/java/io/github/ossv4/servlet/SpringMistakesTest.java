// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.callback.CallbackBody;
import io.github.ossv4.callback.CallbackCheck;
import io.github.ossv4.callback.CallbackReceipt;
import io.github.ossv4.callback.CallbackReceiver;
import io.github.ossv4.callback.CallbackResponse;
import io.github.ossv4.callback.ReceivedCallback;
import io.github.ossv4.http.CallbackFailedException;
import io.github.ossv4.servlet.testing.Oss;
import io.github.ossv4.servlet.testing.SpringServer;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpEntity;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Controllers as they are usually written. Spring parses form bodies, and rebuilds them from the parameters. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SpringMistakesTest {
    private static final String CHANGED =
            "a framework changed the body (read it raw, or use a JSON body), or the request is forged; the body has ";

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(Controllers.class)
    static class Application {}

    @RestController
    static class Controllers {
        private final CallbackReceiver receiver;
        private final BlockingQueue<CallbackReceipt> receipts;

        Controllers(CallbackReceiver receiver, Receipts receipts) {
            this.receiver = receiver;
            this.receipts = receipts.queue;
        }

        @PostMapping("/string")
        ResponseEntity<byte[]> string(HttpServletRequest request, @RequestBody String body) {
            return bytes(request, body.getBytes(StandardCharsets.UTF_8));
        }

        @PostMapping("/bytes")
        ResponseEntity<byte[]> bytes(HttpServletRequest request, @RequestBody byte[] body) {
            return respond(ReceivedCallback.of(
                    request.getMethod(), request.getRequestURI(), request.getQueryString(), request::getHeader, body));
        }

        @PostMapping("/entity")
        ResponseEntity<byte[]> entity(HttpServletRequest request, HttpEntity<String> entity) {
            return string(request, entity.getBody());
        }

        @PostMapping("/parameters")
        ResponseEntity<byte[]> parameters(HttpServletRequest request, @RequestParam Map<String, String> fields)
                throws IOException {
            return raw(request);
        }

        @PostMapping("/raw")
        ResponseEntity<byte[]> raw(HttpServletRequest request) throws IOException {
            return respond(ReceivedCallback.read(
                    request.getMethod(),
                    request.getRequestURI(),
                    request.getQueryString(),
                    request::getHeader,
                    request.getInputStream()));
        }

        private ResponseEntity<byte[]> respond(ReceivedCallback received) {
            CallbackReceipt receipt = receiver.receive(received, Instant.now());
            receipts.add(receipt);
            CallbackResponse response =
                    receipt.isAccepted() ? CallbackResponse.ok() : CallbackResponse.refusal(receipt);
            ResponseEntity.BodyBuilder builder = ResponseEntity.status(response.status());
            response.headers().forEach(builder::header);
            return builder.body(response.body());
        }
    }

    static final class Receipts {
        final BlockingQueue<CallbackReceipt> queue = new LinkedBlockingQueue<>();
    }

    private final Receipts receipts = new Receipts();
    private Oss oss;
    private SpringServer server;

    @BeforeAll
    void start() throws Exception {
        oss = new Oss();
        server = start(Map.of());
    }

    @BeforeEach
    void clear() {
        receipts.queue.clear();
    }

    private SpringServer start(Map<String, Supplier<?>> filters, String... properties) throws Exception {
        Map<String, Supplier<?>> beans = new HashMap<>(filters);
        CallbackReceiver receiver = oss.receiver();
        beans.put("receiver", () -> receiver);
        beans.put("receipts", () -> receipts);
        SpringServer started = SpringServer.start(Application.class, beans, properties);
        oss.emulator.addCallbackTarget(started.port());
        return started;
    }

    @AfterAll
    void stop() throws Exception {
        server.close();
        oss.close();
    }

    private String upload(SpringServer application, String path, String key, CallbackBody body) throws IOException {
        return oss.put(key, "http://127.0.0.1:" + application.port() + path, body);
    }

    private CallbackReceipt receipt() throws InterruptedException {
        return receipts.queue.poll(1, TimeUnit.MINUTES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/string", "/bytes", "/entity"})
    void explainsFormThatSpringRebuilt(String path) throws Exception {
        assertEquals("{\"Status\":\"OK\"}", upload(server, path, "cat.jpg", oss.form("cat.jpg")), "nothing to escape");
        assertTrue(receipt().isAccepted());
        CallbackFailedException failed = assertThrows(
                CallbackFailedException.class, () -> upload(server, path, "my cat.jpg", oss.form("my cat.jpg")));
        assertEquals("403", Oss.status(failed), failed.reason());
        CallbackReceipt receipt = receipt();
        assertEquals(CallbackCheck.SIGNATURE, receipt.failedCheck());
        assertTrue(receipt.reason().startsWith(CHANGED), receipt.reason());
    }

    @Test
    void explainsFormThatSpringParsed() throws Exception {
        for (String key : List.of("cat.jpg", "my cat.jpg")) {
            CallbackFailedException failed = assertThrows(
                    CallbackFailedException.class, () -> upload(server, "/parameters", key, oss.form(key)));
            assertEquals("403", Oss.status(failed), failed.reason());
            CallbackReceipt receipt = receipt();
            assertEquals(CallbackCheck.SIGNATURE, receipt.failedCheck());
            assertTrue(
                    receipt.reason()
                            .matches("the body is empty, Content-Length is [1-9][0-9]+: a filter or the framework"
                                    + " read it before, for example by getParameter; .* use a JSON body"),
                    receipt.reason());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/string", "/bytes", "/entity", "/parameters", "/raw"})
    void acceptsJsonInEveryController(String path) throws Exception {
        for (String key : List.of("my cat.jpg", "a+b=c&d%20e%.txt", "照片/猫😀.jpg", "it's \"quoted\"")) {
            assertEquals("{\"Status\":\"OK\"}", upload(server, path, key, oss.json(key)), key);
            assertTrue(receipt().isAccepted());
        }
    }

    @Test
    void acceptsFormThatIsReadRaw() throws Exception {
        assertEquals("{\"Status\":\"OK\"}", upload(server, "/raw", "my cat.jpg", oss.form("my cat.jpg")));
    }

    /** HiddenHttpMethodFilter calls {@code getParameter}, so the filter of the callbacks must be before it. */
    @Test
    void filterAcceptsFormBeforeSpringParsesIt() throws Exception {
        CallbackEndpoint endpoint = CallbackEndpoint.of(oss.receiver(), receipt -> CallbackResponse.ok());
        Map<String, Supplier<?>> filters = new HashMap<>();
        for (String path : List.of("/string", "/bytes", "/entity", "/parameters")) {
            filters.put(path, () -> CallbackFilter.of(path, endpoint));
        }
        try (SpringServer filtered = start(filters, "--spring.mvc.hiddenmethod.filter.enabled=true")) {
            for (String path : filters.keySet()) {
                assertEquals("{\"Status\":\"OK\"}", upload(filtered, path, "my cat.jpg", oss.form("my cat.jpg")), path);
            }
            // Without a filter at its path, this controller no longer receives the body.
            assertThrows(
                    CallbackFailedException.class,
                    () -> upload(filtered, "/raw", "my cat.jpg", oss.form("my cat.jpg")));
            assertTrue(receipt().reason().startsWith("the body is empty"));
        }
    }
}
