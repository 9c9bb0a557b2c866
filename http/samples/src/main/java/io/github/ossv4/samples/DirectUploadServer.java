// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.samples;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.ossv4.callback.CallbackNotice;
import io.github.ossv4.callback.CallbackReceipt;
import io.github.ossv4.callback.CallbackReceiver;
import io.github.ossv4.callback.CallbackResponse;
import io.github.ossv4.callback.CallbackTokens;
import io.github.ossv4.callback.CallbackVerifier;
import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.form.FormUpload;
import io.github.ossv4.form.SignedForm;
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.http.CallbackConfirmation;
import io.github.ossv4.http.ObjectMetadata;
import io.github.ossv4.samples.Uploads.Upload;
import io.github.ossv4.servlet.CallbackEndpoint;
import io.github.ossv4.servlet.CallbackHttpHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The application server of {@link DirectUpload}. Serves the page, signs forms, presigns parts, verifies callbacks, and
 * sends events to the page.
 */
final class DirectUploadServer implements AutoCloseable {
    private static final JsonFactory JSON = new JsonFactory();
    private static final Duration OPEN_VALIDITY = Duration.ofMinutes(1);
    private static final int MAX_HANDLED_CALLBACKS = 10_000;
    private static final Pattern UPLOAD_PATH = Pattern.compile("/uploads/([0-9a-f-]{36})(?:/(\\w+))?");

    private final HttpServer server;
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final BucketClient bucket;
    private final boolean emulated;

    /**
     * OSS waits five seconds for the response to a callback. The emulator can be told to wait longer, on a busy
     * machine.
     */
    private final Duration confirmationLimit;

    private final CallbackEndpoint endpoint;
    private final UploadRules rules;
    private final Visitors visitors = new Visitors();
    private final Uploads uploads = new Uploads();
    private final PartUploads partUploads;

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
        this.emulated = callbackUrl == null;
        this.confirmationLimit = emulated ? Duration.ofSeconds(30) : BucketClient.CONFIRMATION_LIMIT;
        byte[] secret = new byte[32];
        new SecureRandom().nextBytes(secret);
        CallbackTokens tokens = CallbackTokens.of(secret);
        this.endpoint = CallbackEndpoint.of(CallbackReceiver.of(verifier, tokens, UploadRules.TOKEN), this::receive);
        this.rules = new UploadRules(bucketName, callbackUrl == null ? url() + "callback" : callbackUrl, tokens);
        this.partUploads = new PartUploads(bucket, rules, uploads);
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
        http.createContext("/forms", Responder.forVisitors(server::signForm));
        http.createContext("/uploads", Responder.forVisitors(server::handleUploads));
        http.createContext("/callback", CallbackHttpHandler.of(server.endpoint));
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
                        "upload.js", "text/javascript",
                        "parts.js", "text/javascript",
                        "page.js", "text/javascript")
                .get(name);
        try (exchange;
                InputStream file = type == null ? null : DirectUpload.class.getResourceAsStream("direct/" + name)) {
            if (file == null) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            Visitors.setCookie(exchange);
            new Responder.Response(200, type + "; charset=utf-8", file.readAllBytes()).send(exchange);
        }
    }

    /** Permits the upload of one file to a new key, with a callback. Limits size, types and time. */
    private Responder.Response signForm(HttpExchange exchange, String visitor, Map<String, String> query)
            throws IOException {
        String failure = query.getOrDefault("simulate", "");
        String name = query.getOrDefault("name", "");
        String key = UploadRules.newKey(name);
        FormUpload upload = FormUpload.toKey(rules.bucket(), key)
                .maxSize(UploadRules.MAX_FORM_SIZE)
                .contentTypes(UploadRules.TYPES.toArray(new String[0]))
                .callback(rules.callback(key, visitor, failure))
                .build();
        Duration validity = failure.equals("expired") ? Duration.ofSeconds(1) : UploadRules.VALIDITY;
        SignedForm form = bucket.signForm(upload, validity);
        return Responder.Response.json(formJson(form, uploads.add(new Upload(visitor, name, key, 0, null))));
    }

    private String formJson(SignedForm form, Upload upload) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("url", bucket.formUrl());
            json.writeStringField("key", upload.key);
            json.writeStringField("id", upload.id);
            json.writeFieldName("fields");
            json.writeRawValue(form.json());
            json.writeEndObject();
        }
        return text.toString();
    }

    /** Lists the uploads of the visitor, or handles one in parts. */
    private Responder.Response handleUploads(HttpExchange exchange, String visitor, Map<String, String> query)
            throws IOException {
        String path = exchange.getRequestURI().getPath();
        if (path.equals("/uploads")) {
            return exchange.getRequestMethod().equals("POST")
                    ? partUploads.initiate(visitor, query)
                    : Responder.Response.json(listJson(visitor));
        }
        Matcher matcher = UPLOAD_PATH.matcher(path);
        Upload upload = matcher.matches() ? uploads.find(matcher.group(1), visitor) : null;
        if (upload == null) {
            return Responder.Response.text(410, "The upload no longer exists.");
        }
        String action = Objects.requireNonNullElse(matcher.group(2), "");
        return action.equals("open") ? open(exchange, upload) : partUploads.handle(exchange, upload, action, query);
    }

    /** Redirects to the object. */
    private Responder.Response open(HttpExchange exchange, Upload upload) throws IOException {
        exchange.getResponseHeaders()
                .set("Location", bucket.presignGet(upload.key, OPEN_VALIDITY).url());
        return Responder.Response.text(302, "");
    }

    private String listJson(String visitor) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeBooleanField("emulator", emulated);
            json.writeArrayFieldStart("uploads");
            for (Upload upload : uploads.of(visitor)) {
                if (upload.isUnfinished() || upload.result() != null) {
                    PartUploads.describe(upload, json);
                }
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        return text.toString();
    }

    /**
     * Compares a callback whose signature and token are valid with the object's metadata. A repeated callback gets the
     * same response, but causes no second event.
     */
    private CallbackResponse receive(CallbackReceipt receipt) throws IOException {
        CallbackNotice notice = receipt.notice();
        CallbackConfirmation confirmation = bucket.confirm(notice, confirmationLimit);
        // Records only confirmed callbacks: a repeated callback may be confirmed later.
        if (!confirmation.isConfirmed() || handledCallbacks.add(notice.replayKey())) {
            String event = eventJson(notice, confirmation);
            if (confirmation.isConfirmed()) {
                uploads.findByKey(notice.key()).ifPresent(upload -> upload.complete(event));
            }
            visitors.publish(receipt.token().userData(), event);
        }
        return CallbackResponse.json("{\"verified\":" + confirmation.isConfirmed() + "}");
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
                Responder.Response.text(403, "").send(exchange);
            } else {
                visitors.stream(exchange, visitor);
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
    }
}
