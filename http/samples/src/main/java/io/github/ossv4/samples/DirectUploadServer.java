// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.samples;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.ossv4.callback.Callback;
import io.github.ossv4.callback.CallbackBody;
import io.github.ossv4.callback.CallbackCheck;
import io.github.ossv4.callback.CallbackNotice;
import io.github.ossv4.callback.CallbackReceipt;
import io.github.ossv4.callback.CallbackReceiver;
import io.github.ossv4.callback.CallbackResponse;
import io.github.ossv4.callback.CallbackToken;
import io.github.ossv4.callback.CallbackTokens;
import io.github.ossv4.callback.CallbackVariable;
import io.github.ossv4.callback.CallbackVerifier;
import io.github.ossv4.callback.ReceivedCallback;
import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.form.FormUpload;
import io.github.ossv4.form.SignedForm;
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.http.CallbackConfirmation;
import io.github.ossv4.http.ObjectMetadata;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * The application server of {@link DirectUpload}. Serves the page, signs forms, verifies callbacks, and sends events to the
 * page.
 */
final class DirectUploadServer implements AutoCloseable {
    private static final long MAX_SIZE = 20 << 20;
    private static final String[] TYPES = {
        "image/jpeg", "image/png", "image/gif", "image/webp", "text/plain", "application/pdf"
    };
    private static final JsonFactory JSON = new JsonFactory();
    private static final Duration VALIDITY = Duration.ofMinutes(10);
    private static final String TOKEN = "x:token";
    private static final String NO_COOKIE = "Open the page first, with cookies enabled.";
    private static final int MAX_HANDLED_CALLBACKS = 10_000;
    private static final int MAX_NAME_BYTES = 200;
    private static final int MAX_EXTENSION_LENGTH = 10;

    private final HttpServer server;
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final BucketClient bucket;
    private final String bucketName;
    private final CallbackTokens tokens;
    private final CallbackReceiver receiver;
    private final String callbackUrl;
    private final Visitors visitors = new Visitors();

    /** The replay keys of the last callbacks. A real application stores them in its database. */
    private final Set<String> handledCallbacks =
            Collections.synchronizedSet(Collections.newSetFromMap(new LinkedHashMap<>() {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                    return size() > MAX_HANDLED_CALLBACKS;
                }
            }));

    private DirectUploadServer(
            HttpServer server,
            BucketClient bucket,
            String bucketName,
            CallbackVerifier verifier,
            @Nullable String callbackUrl) {
        this.server = server;
        this.bucket = bucket;
        this.bucketName = bucketName;
        byte[] secret = new byte[32];
        new SecureRandom().nextBytes(secret);
        this.tokens = CallbackTokens.of(secret);
        this.receiver = CallbackReceiver.of(verifier, tokens, TOKEN);
        this.callbackUrl = callbackUrl == null ? url() + "callback" : callbackUrl;
    }

    /**
     * Starts the server.
     *
     * @param callbackUrl the URL at which OSS reaches this server; null if OSS is the emulator on this machine
     */
    static DirectUploadServer start(
            int port, BucketClient bucket, String bucketName, CallbackVerifier verifier, @Nullable String callbackUrl)
            throws IOException {
        HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        DirectUploadServer server = new DirectUploadServer(http, bucket, bucketName, verifier, callbackUrl);
        http.setExecutor(server.executor);
        http.createContext("/", server::servePage);
        http.createContext("/forms", server::serveForm);
        http.createContext("/callback", server::receiveCallback);
        http.createContext("/events", server::streamEvents);
        http.start();
        return server;
    }

    int port() {
        return server.getAddress().getPort();
    }

    String url() {
        return "http://127.0.0.1:" + port() + "/";
    }

    private void servePage(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String name = path.equals("/") ? "index.html" : path.substring(1);
        String type = Map.of(
                        "index.html", "text/html",
                        "style.css", "text/css",
                        "crc64.js", "text/javascript",
                        "upload.js", "text/javascript")
                .get(name);
        try (exchange;
                InputStream file = type == null ? null : DirectUpload.class.getResourceAsStream("direct/" + name)) {
            if (file == null) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            Visitors.setCookie(exchange);
            respond(exchange, 200, type + "; charset=utf-8", file.readAllBytes());
        }
    }

    private static void respond(HttpExchange exchange, int status, String text) throws IOException {
        respond(exchange, status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }

    private static void respond(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    private void serveForm(HttpExchange exchange) throws IOException {
        try (exchange) {
            String visitor = Visitors.identify(exchange);
            if (visitor == null) {
                respond(exchange, 403, NO_COOKIE);
                return;
            }
            String form = signForm(visitor, parseQuery(exchange.getRequestURI()));
            respond(exchange, 200, "application/json", form.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Permits the upload of one file to a new key, with a callback. Limits size, types and time. */
    private String signForm(String visitor, Map<String, String> query) throws IOException {
        String failure = query.getOrDefault("simulate", "");
        String name = query.getOrDefault("name", "").replaceAll("[\\\\/${}\\p{Cc}]", "_");
        String key = "uploads/" + UUID.randomUUID() + "/" + shorten(name);
        Instant now = Instant.now();
        String token = tokens.issue(
                CallbackToken.forKey(bucketName, key, now.plus(VALIDITY)).userData(visitor));
        // No server listens on port 9 (discard).
        Callback callback = Callback.builder(failure.equals("callback-down") ? "http://127.0.0.1:9/" : callbackUrl)
                .body(CallbackBody.json(
                                CallbackVariable.BUCKET,
                                CallbackVariable.OBJECT,
                                CallbackVariable.SIZE,
                                CallbackVariable.ETAG,
                                CallbackVariable.CRC64,
                                CallbackVariable.MIME_TYPE,
                                CallbackVariable.REQUEST_ID)
                        .custom(TOKEN, token))
                .build();
        FormUpload upload = FormUpload.toKey(bucketName, key)
                .maxSize(MAX_SIZE)
                .contentTypes(TYPES)
                .callback(callback)
                .build();
        SignedForm form = bucket.signForm(upload, failure.equals("expired") ? Duration.ofSeconds(1) : VALIDITY);
        return formJson(form, key);
    }

    /** Shortens a name to the limit, and keeps its extension. */
    private static String shorten(String name) {
        int dot = name.lastIndexOf('.');
        String extension = dot > 0 && name.length() - dot <= MAX_EXTENSION_LENGTH ? name.substring(dot) : "";
        CharBuffer stem = CharBuffer.wrap(name, 0, name.length() - extension.length());
        // The encoder stops before the first character that does not fit.
        StandardCharsets.UTF_8
                .newEncoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .encode(stem, ByteBuffer.allocate(MAX_NAME_BYTES), true);
        return stem.flip() + extension;
    }

    private String formJson(SignedForm form, String key) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("url", bucket.formUrl());
            json.writeStringField("key", key);
            json.writeFieldName("fields");
            json.writeRawValue(form.json());
            json.writeEndObject();
        }
        return text.toString();
    }

    /**
     * Checks the signature and the token of a callback, and compares it with the object's metadata. A repeated callback gets the
     * same response, but causes no second event.
     */
    private void receiveCallback(HttpExchange exchange) throws IOException {
        try (exchange) {
            URI uri = exchange.getRequestURI();
            CallbackReceipt receipt = receiver.receive(
                    ReceivedCallback.read(
                            exchange.getRequestMethod(),
                            uri.getRawPath(),
                            uri.getRawQuery(),
                            exchange.getRequestHeaders()::getFirst,
                            exchange.getRequestBody()),
                    Instant.now());
            if (!receipt.isAccepted()) {
                // Without the public key the signature cannot be checked: the callback may be genuine.
                boolean keyUnavailable = receipt.failedCheck() == CallbackCheck.KEY_AVAILABLE;
                respond(exchange, keyUnavailable ? 503 : 403, String.valueOf(receipt.failedCheck()));
                return;
            }
            CallbackNotice notice = receipt.notice();
            CallbackConfirmation confirmation;
            try {
                confirmation = bucket.confirm(notice);
            } catch (IOException e) {
                respond(exchange, 503, "the metadata of the object is not available");
                return;
            }
            // Records only confirmed callbacks: a repeated callback may be confirmed later.
            if (!confirmation.isConfirmed() || handledCallbacks.add(notice.replayKey())) {
                visitors.publish(receipt.token().userData(), eventJson(notice, confirmation));
            }
            CallbackResponse response = CallbackResponse.json("{\"verified\":" + confirmation.isConfirmed() + "}");
            respond(exchange, response.status(), response.contentType(), response.body());
        }
    }

    /** Writes the object's metadata as OSS returned it, not the values of the callback. */
    private static String eventJson(CallbackNotice notice, CallbackConfirmation confirmation) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("key", notice.key());
            json.writeBooleanField("confirmed", confirmation.isConfirmed());
            ObjectMetadata object = confirmation.metadata();
            if (object != null) {
                Long crc64 = object.crc64();
                json.writeStringField("size", String.valueOf(object.size()));
                json.writeStringField("etag", object.etag());
                json.writeStringField("crc64", crc64 == null ? null : Crc64.toString(crc64));
                json.writeStringField("mimeType", object.contentType());
            }
            json.writeEndObject();
        }
        return text.toString();
    }

    private void streamEvents(HttpExchange exchange) throws IOException {
        try (exchange) {
            String visitor = Visitors.identify(exchange);
            if (visitor == null) {
                respond(exchange, 403, NO_COOKIE);
            } else {
                visitors.stream(exchange, visitor);
            }
        }
    }

    private static Map<String, String> parseQuery(URI uri) {
        Map<String, String> query = new HashMap<>();
        for (String pair : Objects.requireNonNullElse(uri.getRawQuery(), "").split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                query.put(
                        URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
                        URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return query;
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
    }
}
