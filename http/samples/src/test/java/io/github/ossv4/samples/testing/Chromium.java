// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.samples.testing;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A headless Chromium with one page, controlled by the DevTools protocol. All tests of a JVM use the same. */
public final class Chromium {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static @Nullable Chromium started;

    private final Process process;
    private final WebSocket socket;
    private final AtomicInteger ids = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> calls;

    private Chromium(Process process, WebSocket socket, Map<Integer, CompletableFuture<JsonNode>> calls) {
        this.process = process;
        this.socket = socket;
        this.calls = calls;
    }

    /** Returns the executable, if Chromium is installed. */
    private static Optional<Path> find() {
        return Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Returns what axe-core finds wrong with the accessibility of the page: rule and element. */
    public List<String> accessibilityViolations() throws Exception {
        try (InputStream script = Chromium.class.getResourceAsStream("/axe.min.js")) {
            evaluate(new String(script.readAllBytes(), StandardCharsets.UTF_8) + "; 0");
        }
        // Without preload: it would fetch style sheets, which the policy of the emulator's page forbids. Selectors of
        // elements that pass, which nobody reads, would take most of the time.
        JsonNode violations = evaluate(
                "axe.run({preload: false, resultTypes: ['violations']}).then(result => result.violations.flatMap(rule =>"
                        + " rule.nodes.map(node => rule.id + ' ' + node.html)))");
        List<String> found = new ArrayList<>();
        violations.forEach(violation -> found.add(violation.textValue()));
        return found;
    }

    /**
     * Returns Chromium, which ends with this JVM. If it is not installed, the tests are skipped with a message; with
     * {@code OSSV4_TOOLS=required} in the
     * environment they fail.
     */
    public static synchronized Chromium startOrSkip() throws Exception {
        Optional<Path> executable = find();
        if (executable.isEmpty()) {
            String reason =
                    "BROWSER TESTS SKIPPED: Chromium is not installed on this machine (Debian: apt-get install chromium)";
            System.out.println(reason);
            if ("required".equals(System.getenv("OSSV4_TOOLS"))) {
                fail(reason);
            }
            abort(reason);
        }
        if (started == null) {
            Path profile = Files.createTempDirectory("ossv4-chromium");
            Chromium chromium = start(executable.get(), profile);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> chromium.close(profile), "close Chromium"));
            started = chromium;
        }
        return started;
    }

    private static Chromium start(Path executable, Path profile) throws Exception {
        Process process = new ProcessBuilder(List.of(
                        executable.toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--disable-dev-shm-usage",
                        "--window-size=900,1000",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile,
                        "about:blank"))
                .redirectErrorStream(true)
                .start();
        try {
            URI browser = URI.create(readAddress(process));
            JsonNode pages = JSON.readTree(HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + browser.getPort() + "/json/list"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body());
            Map<Integer, CompletableFuture<JsonNode>> calls = new ConcurrentHashMap<>();
            WebSocket socket = HttpClient.newHttpClient()
                    .newWebSocketBuilder()
                    .buildAsync(
                            URI.create(pages.get(0).get("webSocketDebuggerUrl").textValue()),
                            new ResponseListener(calls))
                    .get(1, TimeUnit.MINUTES);
            return new Chromium(process, socket, calls);
        } catch (Throwable t) {
            process.destroyForcibly();
            throw t;
        }
    }

    private static String readAddress(Process process) throws IOException {
        BufferedReader reader = process.inputReader();
        StringBuilder output = new StringBuilder();
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            output.append(line).append('\n');
            if (line.startsWith("DevTools listening on ")) {
                // Without a reader, Chromium blocks when the pipe is full.
                Thread drain = new Thread(() -> reader.lines().forEach(unused -> {}), "Chromium output");
                drain.setDaemon(true);
                drain.start();
                return line.substring("DevTools listening on ".length());
            }
        }
        throw new IOException("Chromium did not start: " + output);
    }

    public JsonNode call(String method, ObjectNode parameters) throws Exception {
        int id = ids.incrementAndGet();
        CompletableFuture<JsonNode> future = new CompletableFuture<>();
        calls.put(id, future);
        ObjectNode call = JSON.createObjectNode().put("id", id).put("method", method);
        call.set("params", parameters);
        socket.sendText(call.toString(), true).get(1, TimeUnit.MINUTES);
        JsonNode response = future.get(2, TimeUnit.MINUTES);
        if (response.has("error")) {
            throw new IOException(method + ": " + response.get("error"));
        }
        return response.get("result");
    }

    public static ObjectNode parameters() {
        return JSON.createObjectNode();
    }

    /** Opens a page, and waits until it is loaded. */
    public void open(String url) throws Exception {
        call("Page.navigate", parameters().put("url", url));
        evaluate(
                "new Promise(resolve => document.readyState === 'complete' ? resolve() : addEventListener('load', resolve))");
    }

    /** Returns the value of an expression. Awaits a promise. */
    public JsonNode evaluate(String expression) throws Exception {
        JsonNode result = call(
                "Runtime.evaluate",
                parameters()
                        .put("expression", expression)
                        .put("awaitPromise", true)
                        .put("returnByValue", true));
        if (result.has("exceptionDetails")) {
            throw new IOException(expression + ": " + result.get("exceptionDetails"));
        }
        return result.get("result").path("value");
    }

    /** Waits until an expression is true. */
    public void waitFor(String expression) throws Exception {
        JsonNode value = evaluate(
                "new Promise(resolve => { let attempts = 1200; const check = () => { if (" + expression
                        + ") resolve(true); else if (attempts-- > 0) setTimeout(check, 50); else resolve(false); }; check(); })");
        if (!value.booleanValue()) {
            throw new AssertionError("still false after 60 seconds: " + expression + "\n"
                    + evaluate("document.body.innerText").textValue());
        }
    }

    /** Shows the page with a feature of the medium, such as a dark color scheme. */
    public void setMedia(String name, String value) throws Exception {
        ObjectNode parameters = parameters();
        parameters.withArray("/features").addObject().put("name", name).put("value", value);
        call("Emulation.setEmulatedMedia", parameters);
    }

    /** Shows the page on a phone of this width. */
    public void showOnPhone(int width) throws Exception {
        call(
                "Emulation.setDeviceMetricsOverride",
                parameters()
                        .put("width", width)
                        .put("height", 812)
                        .put("deviceScaleFactor", 2)
                        .put("mobile", true));
    }

    /** Chooses files in a file input. */
    public void choose(String selector, Path... files) throws Exception {
        JsonNode root = call("DOM.getDocument", parameters()).get("root");
        JsonNode node = call(
                "DOM.querySelector",
                parameters().put("nodeId", root.get("nodeId").intValue()).put("selector", selector));
        ObjectNode parameters = parameters().put("nodeId", node.get("nodeId").intValue());
        for (Path file : files) {
            parameters.withArray("/files").add(file.toString());
        }
        call("DOM.setFileInputFiles", parameters);
    }

    public void takeScreenshot(Path file) throws Exception {
        JsonNode picture = call("Page.captureScreenshot", parameters().put("captureBeyondViewport", true));
        Files.write(file, Base64.getDecoder().decode(picture.get("data").textValue()));
    }

    /** Stops all processes: while one still writes to the profile, it cannot be deleted. */
    private void close(Path profile) {
        List<ProcessHandle> processes = Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .toList();
        // A killed Chromium does not delete its temporary folder.
        CompletableFuture.allOf(socket.sendText("{\"id\":0,\"method\":\"Browser.close\"}", true), process.onExit())
                .completeOnTimeout(null, 10, TimeUnit.SECONDS)
                .exceptionally(lost -> null)
                .join();
        processes.forEach(ProcessHandle::destroyForcibly);
        processes.forEach(stopped -> stopped.onExit().join());
        socket.abort();
        try (Stream<Path> files = Files.walk(profile)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class ResponseListener implements WebSocket.Listener {
        private final Map<Integer, CompletableFuture<JsonNode>> calls;
        private final StringBuilder text = new StringBuilder();

        ResponseListener(Map<Integer, CompletableFuture<JsonNode>> calls) {
            this.calls = calls;
        }

        @Override
        public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                try {
                    JsonNode message = JSON.readTree(text.toString());
                    CompletableFuture<JsonNode> call =
                            calls.remove(message.path("id").asInt(-1));
                    if (call != null) {
                        call.complete(message);
                    }
                } catch (IOException e) {
                    calls.values().forEach(call -> call.completeExceptionally(e));
                }
                text.setLength(0);
            }
            return WebSocket.Listener.super.onText(webSocket, data, last);
        }
    }
}
