// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.recorded;

import com.fasterxml.jackson.core.JsonToken;
import io.github.ossv4.callback.Callback;
import io.github.ossv4.emulator.Emulator;
import io.github.ossv4.emulator.recorded.RecordedExchange.Request;
import io.github.ossv4.emulator.recorded.RecordedExchange.Signing;
import io.github.ossv4.emulator.testing.AppServer;
import io.github.ossv4.emulator.testing.RawConnection;
import io.github.ossv4.emulator.testing.RawResponse;
import io.github.ossv4.emulator.testing.SignedRequest;
import io.github.ossv4.emulator.testing.TestEmulator;
import io.github.ossv4.emulator.testing.TestForm;
import io.github.ossv4.internal.text.PercentDecoding;
import io.github.ossv4.sign.Signer;
import io.github.ossv4.sign.UnsignedRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The requests of a record, sent to an emulator of its own. */
final class Replay implements AutoCloseable {
    private static final String ACCESS_KEY_ID = "LTAI5tExample";
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([\\w-]+)}");
    private static final Pattern ENDPOINT =
            Pattern.compile("(?:(?<bucket>.+)\\.)?oss-(?<region>[^.]+)\\.aliyuncs\\.com(?::\\d+)?");
    private static final Set<String> SETTINGS =
            Set.of("bucket", "region", "acceptV1", "strict", "legacyAccount", "versioning", "cors");

    private final RecordedExchange exchange;
    private final Emulator emulator;
    private final AppServer application;
    private final Map<String, String> variables = new HashMap<>();

    private Replay(RecordedExchange exchange) throws IOException {
        this.exchange = exchange;
        Map<String, Object> settings = exchange.emulator();
        if (!SETTINGS.containsAll(settings.keySet())) {
            throw new IllegalArgumentException("settings must be of " + SETTINGS + ", were " + settings.keySet());
        }
        String host = exchange.request().host();
        Matcher endpoint = ENDPOINT.matcher(host);
        boolean isEndpoint = endpoint.matches();
        String named = isEndpoint ? endpoint.group("bucket") : null;
        String bucket = (String) settings.getOrDefault("bucket", named == null ? "examplebucket" : named);
        String region = isEndpoint ? endpoint.group("region").replaceFirst("-internal$", "") : "cn-hangzhou";
        Emulator.Builder builder = Emulator.builder()
                .bucket(bucket)
                .region((String) settings.getOrDefault("region", region))
                .accessKey(ACCESS_KEY_ID, "secret")
                .temporaryAccessKey("STS.Example", "secret", "CAISexample")
                .acceptV1(settings.get("acceptV1") == JsonToken.VALUE_TRUE)
                .strict(settings.get("strict") == JsonToken.VALUE_TRUE)
                .legacyAccount(settings.get("legacyAccount") == JsonToken.VALUE_TRUE)
                .versioning(settings.get("versioning") == JsonToken.VALUE_TRUE)
                .clock(TestEmulator.clock(exchange::now));
        if (!isEndpoint) {
            builder.domain(host, bucket);
        }
        if (settings.get("cors") instanceof String origin) {
            builder.cors(origin);
        }
        emulator = builder.start();
        application = exchange.application() == null
                ? null
                : AppServer.responding(
                        exchange.application().status(),
                        "application/json",
                        exchange.application().body().getBytes(StandardCharsets.UTF_8).length,
                        exchange.application().body().getBytes(StandardCharsets.UTF_8));
        if (application != null) {
            emulator.addCallbackTarget(application.port());
            variables.put(
                    "callback",
                    Callback.builder(application.url("/"))
                            .formBody("a=b")
                            .build()
                            .headerValue());
        }
        variables.putAll(TestForm.of(emulator, exchange.now())
                .expiration("2099-01-01T00:00:00.000Z")
                .fields());
    }

    /** Returns the response of an emulator to the recorded request. */
    static RawResponse response(RecordedExchange exchange) throws IOException {
        try (Replay replay = new Replay(exchange)) {
            for (Request before : exchange.before()) {
                RawResponse prepared = replay.send(before);
                if (prepared.status() >= 300) {
                    throw new AssertionError(before + " failed: " + prepared.text());
                }
                replay.remember(prepared);
            }
            return replay.send(exchange.request());
        }
    }

    /** Lets later requests name headers and elements of a response. */
    private void remember(RawResponse response) {
        variables.putAll(response.headers());
        for (Document.Element element : Document.elements(response.text())) {
            variables.put(element.name(), element.text());
        }
    }

    private String filled(String text) {
        return VARIABLE.matcher(text).replaceAll(match -> {
            String value = variables.getOrDefault(
                    match.group(1), variables.get(match.group(1).toLowerCase(Locale.ROOT)));
            if (value == null) {
                throw new IllegalArgumentException(
                        "the variable " + match.group() + " must be one of " + variables.keySet());
            }
            return Matcher.quoteReplacement(value);
        });
    }

    private byte[] body(Request request) {
        if (request.bytes() != null) {
            return new byte[request.bytes()];
        }
        if (request.form().isEmpty()) {
            return filled(request.body()).getBytes(StandardCharsets.UTF_8);
        }
        StringBuilder body = new StringBuilder();
        request.form()
                .forEach((name, value) -> body.append(
                                "--" + TestForm.BOUNDARY + "\r\nContent-Disposition: form-data; name=\"")
                        .append(name)
                        .append(name.equals("file") ? "\"; filename=\"file.bin\"" : "\"")
                        .append("\r\n\r\n")
                        .append(filled(value))
                        .append("\r\n"));
        return body.append("--" + TestForm.BOUNDARY + "--\r\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    private RawResponse send(Request request) throws IOException {
        byte[] body = body(request);
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Host", request.host());
        request.headers().forEach((name, value) -> headers.put(name, filled(value)));
        if (!request.form().isEmpty()) {
            headers.put("Content-Type", "multipart/form-data; boundary=" + TestForm.BOUNDARY);
        }
        if (body.length > 0 || List.of("PUT", "POST").contains(request.method())) {
            headers.putIfAbsent("Content-Length", Integer.toString(body.length));
        }
        String target = filled(request.target());
        if (request.form().isEmpty() && request.signing() != Signing.NONE) {
            target = sign(request.method(), request.signing(), target, headers);
        }
        StringBuilder head = new StringBuilder(request.method() + " " + target + " HTTP/1.1\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        try (RawConnection connection = new RawConnection(emulator)) {
            connection.send(head.append("\r\n").toString()).send(body);
            return request.method().equals("HEAD") ? connection.readHead() : connection.read();
        }
    }

    /** Signs headers, or returns the target with a signature. */
    private String sign(String method, Signing signing, String target, Map<String, String> headers) {
        String[] parts = target.split("\\?", 2);
        String key = PercentDecoding.decodeLeniently(parts[0].substring(1));
        Matcher endpoint = ENDPOINT.matcher(headers.get("Host"));
        String bucket = endpoint.matches() ? endpoint.group("bucket") : emulator.bucket();
        if (bucket == null && !key.isEmpty()) {
            String[] path = key.split("/", 2);
            bucket = path[0];
            key = path.length == 1 ? "" : path[1];
        }
        UnsignedRequest.Builder unsigned = UnsignedRequest.builder(method, bucket, key.isEmpty() ? null : key);
        for (String parameter : parts.length == 1 ? new String[0] : parts[1].split("&")) {
            if (parameter.isEmpty()) {
                continue;
            }
            String[] pair = parameter.split("=", 2);
            unsigned.query(
                    PercentDecoding.decodeLeniently(pair[0]),
                    pair.length == 1 ? null : PercentDecoding.decodeLeniently(pair[1]));
        }
        headers.forEach(unsigned::header);
        Signer signer = Signer.of(SignedRequest.credentialsOf(emulator), emulator.region());
        if (signing == Signing.URL) {
            return parts[0] + "?"
                    + signer.presign(unsigned.build(), exchange.now(), Duration.ofHours(1))
                            .query();
        }
        headers.putAll(signer.sign(unsigned.build(), exchange.now()).headers());
        return target;
    }

    @Override
    public void close() {
        emulator.close();
        if (application != null) {
            application.close();
        }
    }
}
