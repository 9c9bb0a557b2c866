// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.samples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.github.ossv4.callback.CallbackKeySource;
import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.emulator.Emulator;
import io.github.ossv4.form.SignedForm;
import io.github.ossv4.http.Body;
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.http.CallbackFailedException;
import io.github.ossv4.http.PutResult;
import io.github.ossv4.http.callback.CallbackKeyFetcher;
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

/** The application server behind the page, without a browser. OSS's callbacks come through a proxy that may repeat them. */
@Timeout(60)
class DirectUploadServerTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final byte[] HELLO = "hello".getBytes(UTF_8);

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<String> answers = new CopyOnWriteArrayList<>();
    private Emulator emulator;
    private BucketClient bucket;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer proxy;
    private int times = 1;

    @BeforeEach
    void start() throws IOException {
        emulator = Emulator.start();
        bucket = BucketClient.builder(emulator.endpoint(), emulator.bucket())
                .region(emulator.region())
                .credentials(emulator.credentials())
                .build();
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

    private DirectUploadServer server(CallbackKeySource keys) throws IOException {
        DirectUploadServer server = DirectUploadServer.start(
                0,
                bucket,
                emulator.bucket(),
                keys,
                emulator.publicKeyUrl(),
                "http://127.0.0.1:" + proxy.getAddress().getPort() + "/callback");
        proxy.createContext("/callback", exchange -> {
            try (exchange) {
                byte[] body = exchange.getRequestBody().readAllBytes();
                HttpResponse<String> answer = null;
                for (int i = 0; i < times; i++) {
                    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.url() + "callback"))
                            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
                    for (String name : List.of("Authorization", "x-oss-pub-key-url", "Content-Type")) {
                        request.header(name, exchange.getRequestHeaders().getFirst(name));
                    }
                    answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
                    answers.add(answer.statusCode() + " " + answer.body());
                }
                byte[] bytes = Objects.requireNonNull(answer).body().getBytes(UTF_8);
                exchange.sendResponseHeaders(answer.statusCode(), bytes.length);
                exchange.getResponseBody().write(bytes);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        return server;
    }

    /** Opens the page, as whom its cookie says. */
    private String visitor(DirectUploadServer server) throws Exception {
        HttpResponse<String> page = http.send(
                HttpRequest.newBuilder(URI.create(server.url())).build(), HttpResponse.BodyHandlers.ofString());
        return page.headers().firstValue("Set-Cookie").orElseThrow().replaceAll(";.*", "");
    }

    private PutResult upload(DirectUploadServer server, String visitor) throws Exception {
        return upload(server, visitor, "a.txt");
    }

    private PutResult upload(DirectUploadServer server, String visitor, String name) throws Exception {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(URI.create(server.url() + "forms?name=" + URLEncoder.encode(name, UTF_8)))
                        .header("Cookie", visitor)
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertEquals(200, answer.statusCode(), answer.body());
        // The cookie is not in what others can read.
        assertFalse(answer.body().contains(visitor.substring("visitor=".length())), answer.body());
        Map<String, String> fields = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> field :
                JSON.readTree(answer.body()).get("fields").properties()) {
            fields.put(field.getKey(), field.getValue().textValue());
        }
        return bucket.postForm(SignedForm.of(fields).with("x-oss-content-type", "text/plain"), "a.txt", Body.of(HELLO));
    }

    private BufferedReader events(DirectUploadServer server, String visitor) throws Exception {
        HttpResponse<InputStream> stream = http.send(
                HttpRequest.newBuilder(URI.create(server.url() + "events"))
                        .header("Cookie", visitor)
                        .build(),
                HttpResponse.BodyHandlers.ofInputStream());
        BufferedReader reader = new BufferedReader(new InputStreamReader(stream.body(), UTF_8));
        assertEquals(": welcome", reader.readLine());
        return reader;
    }

    private static JsonNode event(BufferedReader events) throws IOException {
        String line = events.readLine();
        while (!line.startsWith("data: ")) {
            line = events.readLine();
        }
        return JSON.readTree(line.substring("data: ".length()));
    }

    @Test
    void aVisitorHearsOfHisOwnUploadsAlone() throws Exception {
        try (CallbackKeyFetcher keys = CallbackKeyFetcher.create();
                DirectUploadServer server = server(keys)) {
            String ann = visitor(server);
            String bob = visitor(server);
            try (BufferedReader annHears = events(server, ann);
                    BufferedReader annHearsToo = events(server, ann);
                    BufferedReader bobHears = events(server, bob)) {
                PutResult annsFile = upload(server, ann);
                PutResult bobsFile = upload(server, bob);
                assertEquals(annsFile.key(), event(annHears).get("key").textValue());
                assertEquals(annsFile.key(), event(annHearsToo).get("key").textValue());
                // The first that he hears is his, though hers came before.
                JsonNode event = event(bobHears);
                assertEquals(bobsFile.key(), event.get("key").textValue());
                assertTrue(event.get("confirmed").booleanValue());
                assertEquals("5", event.get("size").textValue());
            }
        }
    }

    @Test
    void aCallbackThatComesTwiceIsAnsweredAlikeAndToldOnce() throws Exception {
        times = 2;
        try (CallbackKeyFetcher keys = CallbackKeyFetcher.create();
                DirectUploadServer server = server(keys)) {
            String visitor = visitor(server);
            try (BufferedReader events = events(server, visitor)) {
                PutResult first = upload(server, visitor);
                PutResult second = upload(server, visitor);
                assertEquals(first.key(), event(events).get("key").textValue());
                assertEquals(second.key(), event(events).get("key").textValue());
            }
        }
        assertEquals(4, answers.size());
        assertEquals(1, answers.stream().distinct().count());
        assertEquals("200 {\"verified\":true}", answers.get(0));
    }

    @Test
    void whoListensLaterHearsOfWhatWasVerifiedLately() throws Exception {
        try (CallbackKeyFetcher keys = CallbackKeyFetcher.create();
                DirectUploadServer server = server(keys)) {
            String ann = visitor(server);
            String bob = visitor(server);
            PutResult annsFile = upload(server, ann);
            PutResult bobsFile = upload(server, bob);
            try (BufferedReader annHears = events(server, ann);
                    BufferedReader bobHears = events(server, bob)) {
                assertEquals(annsFile.key(), event(annHears).get("key").textValue());
                assertEquals(bobsFile.key(), event(bobHears).get("key").textValue());
                PutResult annsNext = upload(server, ann);
                assertEquals(annsNext.key(), event(annHears).get("key").textValue());
            }
        }
    }

    @Test
    void theEventSaysWhatOssSaysOfTheObject() throws Exception {
        try (CallbackKeyFetcher keys = CallbackKeyFetcher.create();
                DirectUploadServer server = server(keys)) {
            String visitor = visitor(server);
            PutResult stored = upload(server, visitor);
            try (BufferedReader events = events(server, visitor)) {
                JsonNode event = event(events);
                assertEquals("5", event.get("size").textValue());
                assertEquals(
                        Crc64.toString(Crc64.compute(HELLO)), event.get("crc64").textValue());
                assertEquals(stored.etag(), event.get("etag").textValue());
                assertEquals("text/plain", event.get("mimeType").textValue());
            }
        }
    }

    @Test
    void aLongNameIsShortenedBeforeItsExtension() throws Exception {
        try (CallbackKeyFetcher keys = CallbackKeyFetcher.create();
                DirectUploadServer server = server(keys)) {
            String visitor = visitor(server);
            for (String character : List.of("x", "猫", "😀")) {
                String key = upload(server, visitor, "a" + character.repeat(2000) + ".jpeg")
                        .key();
                String name = key.substring(key.lastIndexOf('/') + 1);
                assertTrue(name.matches("a(" + character + "){40,}\\.jpeg"), name);
                assertTrue(name.getBytes(UTF_8).length <= 210, name);
            }
            String noExtension =
                    upload(server, visitor, "a." + "x".repeat(2000)).key();
            assertTrue(noExtension.matches(".*/a\\.x{100,200}"), noExtension);
        }
    }

    @Test
    void whatIsNotForAKeyIsReplacedInANameByUnderscores() throws Exception {
        try (CallbackKeyFetcher keys = CallbackKeyFetcher.create();
                DirectUploadServer server = server(keys)) {
            String key =
                    upload(server, visitor(server), "../${a}\\b\n\u0085c.txt").key();
            assertTrue(key.endsWith("/..___a__b__c.txt"), key);
        }
    }

    @Test
    void withoutTheKeyNothingIsCalledAForgery() throws Exception {
        try (DirectUploadServer server = server(url -> {
            throw new IOException("no route");
        })) {
            String visitor = visitor(server);
            assertThrows(CallbackFailedException.class, () -> upload(server, visitor));
        }
        assertEquals(List.of("503 KEY_AVAILABLE"), answers);
    }

    @Test
    void aCallbackOfSomebodyElseIsRefused() throws Exception {
        try (DirectUploadServer server = server(CallbackKeySource.pinned())) {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(URI.create(server.url() + "callback"))
                            .POST(HttpRequest.BodyPublishers.ofString("bucket=a&object=b"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertEquals(403, answer.statusCode());
        }
    }

    @Test
    void whoHasNotOpenedThePageGetsNoForm() throws Exception {
        try (DirectUploadServer server = server(CallbackKeySource.pinned())) {
            for (String path : List.of("forms?name=a.txt", "events")) {
                assertEquals(
                        403,
                        http.send(
                                        HttpRequest.newBuilder(URI.create(server.url() + path))
                                                .build(),
                                        HttpResponse.BodyHandlers.ofString())
                                .statusCode(),
                        path);
            }
        }
    }
}
