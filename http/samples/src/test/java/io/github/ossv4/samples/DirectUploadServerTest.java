// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.samples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.github.ossv4.callback.CallbackKeySource;
import io.github.ossv4.callback.CallbackVerifier;
import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.emulator.Emulator;
import io.github.ossv4.form.SignedForm;
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.http.testing.PostedForm;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The application server without a browser. A proxy forwards the callbacks of OSS, and can repeat them. */
@Timeout(60)
class DirectUploadServerTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final byte[] HELLO = "hello".getBytes(UTF_8);

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<String> callbackResponses = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private Emulator emulator;
    private BucketClient bucket;
    private HttpServer proxy;
    private int repetitions = 1;
    private int lastStatus;

    @BeforeEach
    void start() throws IOException {
        emulator = Emulator.builder().callbackTimeout(Duration.ofSeconds(60)).start();
        bucket = Target.of(emulator).client().build();
        proxy = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        proxy.setExecutor(threads);
        proxy.start();
        emulator.addCallbackTarget(proxy.getAddress().getPort());
    }

    @AfterEach
    void stop() {
        proxy.stop(0);
        threads.shutdownNow();
        bucket.close();
        emulator.close();
    }

    private DirectUploadServer start(CallbackVerifier verifier) throws IOException {
        DirectUploadServer server = DirectUploadServer.start(
                0,
                bucket,
                emulator.bucket(),
                verifier,
                "http://127.0.0.1:" + proxy.getAddress().getPort() + "/callback");
        proxy.createContext("/callback", exchange -> {
            try (exchange) {
                byte[] body = exchange.getRequestBody().readAllBytes();
                HttpResponse<String> response = null;
                for (int i = 0; i < repetitions; i++) {
                    HttpRequest.Builder request =
                            request(server, "callback").POST(HttpRequest.BodyPublishers.ofByteArray(body));
                    for (String name : List.of("Authorization", "x-oss-pub-key-url", "Content-Type")) {
                        request.header(name, exchange.getRequestHeaders().getFirst(name));
                    }
                    response = send(request);
                    callbackResponses.add(response.statusCode() + " " + response.body());
                }
                byte[] bytes = Objects.requireNonNull(response).body().getBytes(UTF_8);
                exchange.sendResponseHeaders(response.statusCode(), bytes.length);
                exchange.getResponseBody().write(bytes);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        return server;
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(DirectUploadServer server, String path) {
        return HttpRequest.newBuilder(URI.create(server.url() + path));
    }

    /** Opens the page, and returns the cookie of the new visitor. */
    private String openPage(DirectUploadServer server) throws Exception {
        return send(request(server, ""))
                .headers()
                .firstValue("Set-Cookie")
                .orElseThrow()
                .replaceAll(";.*", "");
    }

    private String upload(DirectUploadServer server, String cookie) throws Exception {
        return upload(server, cookie, "a.txt");
    }

    private String upload(DirectUploadServer server, String cookie, String name) throws Exception {
        HttpResponse<String> form = send(request(server, "forms?name=" + URLEncoder.encode(name, UTF_8))
                .header("Cookie", cookie)
                .POST(HttpRequest.BodyPublishers.noBody()));
        assertEquals(200, form.statusCode(), form.body());
        // The form contains a hash of the cookie, not the cookie.
        assertFalse(form.body().contains(cookie.substring("visitor=".length())), form.body());
        Map<String, String> fields = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> field :
                JSON.readTree(form.body()).get("fields").properties()) {
            fields.put(field.getKey(), field.getValue().textValue());
        }
        SignedForm typed = SignedForm.of(fields).with("x-oss-content-type", "text/plain");
        PostedForm posted = PostedForm.post(bucket.formUrl(), typed, "a.txt", HELLO);
        lastStatus = posted.status();
        return typed.key("a.txt");
    }

    private BufferedReader openEvents(DirectUploadServer server, String cookie) throws Exception {
        HttpResponse<InputStream> stream = http.send(
                request(server, "events").header("Cookie", cookie).build(), HttpResponse.BodyHandlers.ofInputStream());
        BufferedReader reader = new BufferedReader(new InputStreamReader(stream.body(), UTF_8));
        assertEquals(": connected", reader.readLine());
        return reader;
    }

    private static JsonNode readEvent(BufferedReader events) throws IOException {
        String line = events.readLine();
        while (!line.startsWith("data: ")) {
            line = events.readLine();
        }
        return JSON.readTree(line.substring("data: ".length()));
    }

    private static void assertNextKey(String key, BufferedReader events) throws IOException {
        assertEquals(key, readEvent(events).get("key").textValue());
    }

    @Test
    void sendsEventsOnlyToVisitorWhoUploaded() throws Exception {
        try (DirectUploadServer server = start(DirectUpload.verifier(emulator))) {
            String ann = openPage(server);
            String bob = openPage(server);
            try (BufferedReader annEvents = openEvents(server, ann);
                    BufferedReader annOtherPage = openEvents(server, ann);
                    BufferedReader bobEvents = openEvents(server, bob)) {
                String annFile = upload(server, ann);
                String bobFile = upload(server, bob);
                assertNextKey(annFile, annEvents);
                assertNextKey(annFile, annOtherPage);
                // Bob's first event is for his own file, although Ann uploaded before.
                JsonNode event = readEvent(bobEvents);
                assertEquals(bobFile, event.get("key").textValue());
                assertTrue(event.get("confirmed").booleanValue());
                assertEquals("5", event.get("size").textValue());
            }
        }
    }

    @Test
    void sendsOneEventForRepeatedCallback() throws Exception {
        repetitions = 2;
        try (DirectUploadServer server = start(DirectUpload.verifier(emulator))) {
            String cookie = openPage(server);
            try (BufferedReader events = openEvents(server, cookie)) {
                String first = upload(server, cookie);
                String second = upload(server, cookie);
                assertNextKey(first, events);
                assertNextKey(second, events);
            }
        }
        assertEquals(4, callbackResponses.size());
        assertEquals(1, callbackResponses.stream().distinct().count());
        assertEquals("200 {\"verified\":true}", callbackResponses.get(0));
    }

    @Test
    void sendsRecentEventsToNewStream() throws Exception {
        try (DirectUploadServer server = start(DirectUpload.verifier(emulator))) {
            String ann = openPage(server);
            String bob = openPage(server);
            String annFile = upload(server, ann);
            String bobFile = upload(server, bob);
            try (BufferedReader annEvents = openEvents(server, ann);
                    BufferedReader bobEvents = openEvents(server, bob)) {
                assertNextKey(annFile, annEvents);
                assertNextKey(bobFile, bobEvents);
                String annNextFile = upload(server, ann);
                assertNextKey(annNextFile, annEvents);
            }
        }
    }

    @Test
    void sendsObjectMetadataInEvent() throws Exception {
        try (DirectUploadServer server = start(DirectUpload.verifier(emulator))) {
            String cookie = openPage(server);
            String stored = upload(server, cookie);
            try (BufferedReader events = openEvents(server, cookie)) {
                JsonNode event = readEvent(events);
                assertEquals("5", event.get("size").textValue());
                assertEquals(
                        Crc64.toString(Crc64.compute(HELLO)), event.get("crc64").textValue());
                assertEquals(bucket.head(stored).etag(), event.get("etag").textValue());
                assertEquals("text/plain", event.get("mimeType").textValue());
            }
        }
    }

    @Test
    void shortensLongNameBeforeExtension() throws Exception {
        try (DirectUploadServer server = start(DirectUpload.verifier(emulator))) {
            String cookie = openPage(server);
            for (String character : List.of("x", "猫", "😀")) {
                String key = upload(server, cookie, "a" + character.repeat(2000) + ".jpeg");
                String name = key.substring(key.lastIndexOf('/') + 1);
                assertTrue(name.matches("a(" + character + "){40,}\\.jpeg"), name);
                assertTrue(name.getBytes(UTF_8).length <= 210, name);
            }
            String noExtension = upload(server, cookie, "a." + "x".repeat(2000));
            assertTrue(noExtension.matches(".*/a\\.x{100,200}"), noExtension);
        }
    }

    @Test
    void replacesSpecialCharactersInNameByUnderscores() throws Exception {
        try (DirectUploadServer server = start(DirectUpload.verifier(emulator))) {
            String key = upload(server, openPage(server), "../${a}\\b\n\u0085c.txt");
            assertTrue(key.endsWith("/..___a__b__c.txt"), key);
        }
    }

    @Test
    void respondsWith503IfPublicKeyIsUnavailable() throws Exception {
        try (DirectUploadServer server = start(CallbackVerifier.of(url -> {
                    throw new IOException("no route");
                })
                .trusting(emulator.publicKeyUrl()))) {
            String cookie = openPage(server);
            upload(server, cookie);
            assertEquals(203, lastStatus);
        }
        assertEquals(List.of("503 {\"Status\":\"Refused\",\"FailedCheck\":\"KEY_AVAILABLE\"}"), callbackResponses);
    }

    @Test
    void rejectsUnsignedCallback() throws Exception {
        try (DirectUploadServer server =
                start(CallbackVerifier.of(CallbackKeySource.pinned()).trusting(emulator.publicKeyUrl()))) {
            HttpRequest.Builder callback =
                    request(server, "callback").POST(HttpRequest.BodyPublishers.ofString("bucket=a&object=b"));
            assertEquals(403, send(callback).statusCode());
        }
    }

    @Test
    void rejectsRequestsWithoutCookie() throws Exception {
        try (DirectUploadServer server =
                start(CallbackVerifier.of(CallbackKeySource.pinned()).trusting(emulator.publicKeyUrl()))) {
            for (String path : List.of("forms?name=a.txt", "events", "uploads")) {
                assertEquals(403, send(request(server, path)).statusCode(), path);
            }
        }
    }
}
