// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.samples;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.ossv4.callback.Callback;
import io.github.ossv4.callback.CallbackBody;
import io.github.ossv4.callback.CallbackCheck;
import io.github.ossv4.callback.CallbackKeySource;
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
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** The application server of {@link DirectUpload}: the page, signed forms, callbacks, and what came of them. */
final class DirectUploadServer implements AutoCloseable {
    static final long MAX_SIZE = 20 << 20;
    static final String[] TYPES = {"image/jpeg", "image/png", "image/gif", "image/webp", "text/plain", "application/pdf"
    };

    private static final JsonFactory JSON = new JsonFactory();
    private static final Duration VALIDITY = Duration.ofMinutes(10);
    private static final String TOKEN = "x:token";
    private static final String NO_VISITOR = "Open the page first, with cookies allowed.";
    private static final int MOST_SEEN = 10_000;
    private static final int MOST_NAME_BYTES = 200;
    private static final int LONGEST_EXTENSION = 10;

    private final HttpServer server;
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final BucketClient bucket;
    private final String bucketName;
    private final CallbackTokens tokens;
    private final CallbackReceiver receiver;
    private final String callbackUrl;
    private final Visitors visitors = new Visitors();

    /** The last callbacks by their names; a real application has them in its database. */
    private final Set<String> seen = Collections.synchronizedSet(Collections.newSetFromMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MOST_SEEN;
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
     * @param trustedKeyUrl of the emulator; null for OSS alone
     * @param callbackUrl where OSS reaches this; null if it is on this machine
     */
    static DirectUploadServer start(
            int port,
            BucketClient bucket,
            String bucketName,
            CallbackKeySource keys,
            @Nullable String trustedKeyUrl,
            @Nullable String callbackUrl)
            throws IOException {
        CallbackVerifier verifier = CallbackVerifier.of(keys);
        HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        DirectUploadServer server = new DirectUploadServer(
                http,
                bucket,
                bucketName,
                trustedKeyUrl == null ? verifier : verifier.trusting(trustedKeyUrl),
                callbackUrl);
        http.setExecutor(server.executor);
        http.createContext("/", server::page);
        http.createContext("/forms", server::form);
        http.createContext("/callback", server::callback);
        http.createContext("/events", server::events);
        http.start();
        return server;
    }

    int port() {
        return server.getAddress().getPort();
    }

    String url() {
        return "http://127.0.0.1:" + port() + "/";
    }

    private void page(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String name = path.equals("/") ? "index.html" : path.substring(1);
        String type = Map.of("index.html", "text/html", "style.css", "text/css", "upload.js", "text/javascript")
                .get(name);
        try (exchange;
                InputStream file = type == null ? null : DirectUpload.class.getResourceAsStream("direct/" + name)) {
            if (file == null) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            Visitors.welcome(exchange);
            answer(exchange, 200, type + "; charset=utf-8", file.readAllBytes());
        }
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        answer(exchange, status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }

    private static void answer(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    /** Lets the page upload one file: to a key of its own, up to a size, of some types, for ten minutes, and with a callback. */
    private void form(HttpExchange exchange) throws IOException {
        try (exchange) {
            String visitor = Visitors.of(exchange);
            if (visitor == null) {
                answer(exchange, 403, NO_VISITOR);
                return;
            }
            String form = signed(visitor, query(exchange.getRequestURI()));
            answer(exchange, 200, "application/json", form.getBytes(StandardCharsets.UTF_8));
        }
    }

    private String signed(String visitor, Map<String, String> asked) throws IOException {
        String whatIf = asked.getOrDefault("whatIf", "");
        String name = asked.getOrDefault("name", "").replaceAll("[\\\\/${}\\p{Cc}]", "_");
        String key = "uploads/" + UUID.randomUUID() + "/" + shortened(name);
        Instant now = Instant.now();
        String token = tokens.issue(
                CallbackToken.forKey(bucketName, key, now.plus(VALIDITY)).userData(visitor));
        // Port 9 is that of a service that nobody runs any more.
        Callback callback = Callback.builder(whatIf.equals("callback-down") ? "http://127.0.0.1:9/" : callbackUrl)
                .body(CallbackBody.form(
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
        SignedForm form = bucket.signForm(upload, whatIf.equals("expired") ? Duration.ofSeconds(1) : VALIDITY);
        return formJson(form, key);
    }

    /** A name that fits into a key: what is too long of it is left out before its extension. */
    private static String shortened(String name) {
        int dot = name.lastIndexOf('.');
        String extension = dot > 0 && name.length() - dot <= LONGEST_EXTENSION ? name.substring(dot) : "";
        CharBuffer stem = CharBuffer.wrap(name, 0, name.length() - extension.length());
        // An encoder goes as far as whole characters fit.
        StandardCharsets.UTF_8
                .newEncoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .encode(stem, ByteBuffer.allocate(MOST_NAME_BYTES), true);
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
     * What OSS reports is believed once signature, token, and OSS's own word on the object agree. If it is reported again, it is
     * answered like the first time and not told again.
     */
    private void callback(HttpExchange exchange) throws IOException {
        try (exchange) {
            URI uri = exchange.getRequestURI();
            CallbackReceipt receipt = receiver.receive(
                    ReceivedCallback.of(
                            exchange.getRequestMethod(),
                            uri.getRawPath(),
                            uri.getRawQuery(),
                            exchange.getRequestHeaders()::getFirst,
                            exchange.getRequestBody().readNBytes(CallbackNotice.MAX_BYTES + 1)),
                    Instant.now());
            if (!receipt.isAccepted()) {
                // Without the key nobody knows whether it is genuine: that is no reason to call it a forgery.
                boolean unknown = receipt.failedCheck() == CallbackCheck.KEY_AVAILABLE;
                answer(exchange, unknown ? 503 : 403, String.valueOf(receipt.failedCheck()));
                return;
            }
            CallbackNotice notice = receipt.notice();
            CallbackConfirmation confirmation;
            try {
                confirmation = bucket.confirm(notice);
            } catch (IOException e) {
                answer(exchange, 503, "the object could not be asked for");
                return;
            }
            if (!confirmation.isConfirmed() || seen.add(notice.replayKey())) {
                visitors.tell(receipt.token().userData(), event(notice, confirmation));
            }
            CallbackResponse response = CallbackResponse.json("{\"verified\":" + confirmation.isConfirmed() + "}");
            answer(exchange, response.status(), response.contentType(), response.body());
        }
    }

    /** Says of an object what OSS says of it. */
    private static String event(CallbackNotice notice, CallbackConfirmation confirmation) throws IOException {
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

    /** A stream of server-sent events: the last verified callbacks of this visitor's uploads, and each as it arrives. */
    private void events(HttpExchange exchange) throws IOException {
        try (exchange) {
            String visitor = Visitors.of(exchange);
            if (visitor == null) {
                answer(exchange, 403, NO_VISITOR);
            } else {
                visitors.stream(exchange, visitor);
            }
        }
    }

    private static Map<String, String> query(URI uri) {
        Map<String, String> query = new HashMap<>();
        String raw = uri.getRawQuery();
        if (raw != null) {
            for (String pair : raw.split("&", -1)) {
                int equals = pair.indexOf('=');
                if (equals > 0) {
                    query.put(
                            URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
                            URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
                }
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
