// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.samples;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A headless Chromium with one page, driven by its own protocol. */
final class Chromium implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final WebSocket socket;
    private final AtomicInteger ids = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> calls;

    private Chromium(Process process, WebSocket socket, Map<Integer, CompletableFuture<JsonNode>> calls) {
        this.process = process;
        this.socket = socket;
        this.calls = calls;
    }

    /** Where Chromium is, if it is on this machine. */
    static Optional<Path> find() {
        return Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
    }

    static Chromium start(Path executable, Path profile) throws Exception {
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
            URI browser = URI.create(address(process));
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
                            URI.create(pages.get(0).get("webSocketDebuggerUrl").textValue()), new Answers(calls))
                    .get(1, TimeUnit.MINUTES);
            return new Chromium(process, socket, calls);
        } catch (Throwable t) {
            process.destroyForcibly();
            throw t;
        }
    }

    private static String address(Process process) throws IOException {
        BufferedReader reader = process.inputReader();
        StringBuilder said = new StringBuilder();
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            said.append(line).append('\n');
            if (line.startsWith("DevTools listening on ")) {
                // It must be able to go on talking.
                Thread drain = new Thread(() -> reader.lines().forEach(unused -> {}), "chromium's words");
                drain.setDaemon(true);
                drain.start();
                return line.substring("DevTools listening on ".length());
            }
        }
        throw new IOException("Chromium did not start: " + said);
    }

    JsonNode call(String method, ObjectNode parameters) throws Exception {
        int id = ids.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        calls.put(id, answer);
        ObjectNode call = JSON.createObjectNode().put("id", id).put("method", method);
        call.set("params", parameters);
        socket.sendText(call.toString(), true).get(1, TimeUnit.MINUTES);
        JsonNode got = answer.get(2, TimeUnit.MINUTES);
        if (got.has("error")) {
            throw new IOException(method + ": " + got.get("error"));
        }
        return got.get("result");
    }

    static ObjectNode parameters() {
        return JSON.createObjectNode();
    }

    /** Opens a page, and waits until it is there. */
    void open(String url) throws Exception {
        call("Page.navigate", parameters().put("url", url));
        evaluate("new Promise(done => document.readyState === 'complete' ? done() : addEventListener('load', done))");
    }

    /** What an expression comes to; of a promise, what it is kept with. */
    JsonNode evaluate(String expression) throws Exception {
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
    void waitFor(String expression) throws Exception {
        JsonNode came = evaluate("new Promise(done => { let left = 1200; const look = () => { if (" + expression
                + ") done(true); else if (left-- > 0) setTimeout(look, 50); else done(false); }; look(); })");
        if (!came.booleanValue()) {
            throw new AssertionError("never came true: " + expression + "\n"
                    + evaluate("document.body.innerText").textValue());
        }
    }

    /** Chooses files as a person would in the dialog. */
    void choose(String selector, Path... files) throws Exception {
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

    void screenshot(Path file) throws Exception {
        JsonNode picture = call("Page.captureScreenshot", parameters().put("captureBeyondViewport", true));
        Files.write(file, Base64.getDecoder().decode(picture.get("data").textValue()));
    }

    /** Ends all its processes: one that still wrote to the profile would keep it from being deleted. */
    @Override
    public void close() {
        List<ProcessHandle> processes = Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .toList();
        // Killed, it would leave a folder in /tmp behind.
        CompletableFuture.allOf(socket.sendText("{\"id\":0,\"method\":\"Browser.close\"}", true), process.onExit())
                .completeOnTimeout(null, 10, TimeUnit.SECONDS)
                .exceptionally(lost -> null)
                .join();
        processes.forEach(ProcessHandle::destroyForcibly);
        processes.forEach(ended -> ended.onExit().join());
        socket.abort();
    }

    private static final class Answers implements WebSocket.Listener {
        private final Map<Integer, CompletableFuture<JsonNode>> calls;
        private final StringBuilder text = new StringBuilder();

        Answers(Map<Integer, CompletableFuture<JsonNode>> calls) {
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
