// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.credentials;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.ossv4.http.testing.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * STS on loopback. It checks requests by the vendor's description of "request syntax and signature method V3", with
 * code of its own, and issues numbered credentials. All secrets contain {@code s3cr3t} or {@code t0k3n}.
 */
final class TestSts implements AutoCloseable {
    private record Key(String secret, String token) {}

    private record Reply(int status, String body) {}

    private static final Set<String> ACS_HEADERS = Set.of(
            "host", "x-acs-action", "x-acs-content-sha256", "x-acs-date", "x-acs-signature-nonce", "x-acs-version");

    /** The parameters of the requests that were accepted. */
    final List<Map<String, String>> accepted = new CopyOnWriteArrayList<>();

    /** The number of requests. */
    volatile int requests;

    private final Clock clock;
    private final HttpServer server;
    private final Map<String, Key> keys = new ConcurrentHashMap<>();
    private final Set<String> oidcTokens = ConcurrentHashMap.newKeySet();
    private final Set<String> nonces = new HashSet<>();
    private final Queue<Reply> replies = new ArrayDeque<>();
    private int issued;

    TestSts(Clock clock) throws IOException {
        this.clock = clock;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::serve);
        server.start();
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Accepts signatures with this key. The token is empty for a permanent key. */
    void accept(String id, String secret, String token) {
        keys.put(id, new Key(secret, token));
    }

    void revoke(String id) {
        keys.remove(id);
    }

    /** Accepts this OIDC token and no other one. */
    void acceptOidcToken(String token) {
        oidcTokens.clear();
        oidcTokens.add(token);
    }

    /** Sends this response to the next request. */
    synchronized void reply(int status, String body) {
        replies.add(new Reply(status, body));
    }

    private synchronized void serve(HttpExchange exchange) throws IOException {
        requests++;
        try (exchange) {
            Reply reply = reply(exchange);
            byte[] body = reply.body().getBytes(UTF_8);
            exchange.getResponseHeaders().set("Location", endpoint() + "/moved");
            exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private Reply reply(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        Reply next = replies.poll();
        if (next != null) {
            return next;
        }
        Headers headers = exchange.getRequestHeaders();
        String rawQuery = exchange.getRequestURI().getRawQuery();
        Map<String, String> query = parse(rawQuery == null ? "" : rawQuery);
        if (!exchange.getRequestMethod().equals("POST")
                || !exchange.getRequestURI().getPath().equals("/")) {
            return error(405, "UnsupportedHTTPMethod", exchange.getRequestMethod());
        }
        if (headers.containsKey("x-acs-action")) {
            Reply refusal = refusal(headers, query, body);
            return refusal == null ? issue(query, Set.of("ExternalId")) : refusal;
        }
        return oidc(headers, query, new String(body, UTF_8));
    }

    private Reply oidc(Headers headers, Map<String, String> query, String body) {
        Map<String, String> expected = Map.of(
                "Action", "AssumeRoleWithOIDC",
                "Format", "JSON",
                "Version", "2015-04-01",
                "Timestamp", query.getOrDefault("Timestamp", ""));
        if (!query.equals(expected) || !isNow(query.get("Timestamp"))) {
            return error(400, "InvalidParameter", query.toString());
        }
        if (headers.containsKey("Authorization")) {
            return error(400, "InvalidParameter", "AssumeRoleWithOIDC is not signed");
        }
        if (!"application/x-www-form-urlencoded".equals(headers.getFirst("Content-Type"))) {
            return error(400, "UnsupportedContentType", String.valueOf(headers.getFirst("Content-Type")));
        }
        Map<String, String> form = parse(body);
        if (!oidcTokens.contains(form.get("OIDCToken"))) {
            return error(400, "AuthenticationFail.OIDCToken.Invalid", "invalid token " + form.get("OIDCToken"));
        }
        if (!String.valueOf(form.get("OIDCProviderArn")).startsWith("acs:ram::1:oidc-provider/")) {
            return error(404, "EntityNotExist.OIDCProvider", "OIDCProviderArn");
        }
        return issue(form, Set.of("OIDCToken", "OIDCProviderArn"));
    }

    /** Returns null if the signature is valid. */
    private Reply refusal(Headers headers, Map<String, String> query, byte[] body) {
        Map<String, String> lower = new TreeMap<>();
        headers.forEach((name, values) -> lower.put(name.toLowerCase(Locale.ROOT), String.join(",", values)));
        String authorization = lower.getOrDefault("authorization", "");
        String[] parts = authorization.split("[ ,]", -1);
        if (parts.length != 4
                || !parts[0].equals("ACS3-HMAC-SHA256")
                || !parts[1].startsWith("Credential=")
                || !parts[2].startsWith("SignedHeaders=")
                || !parts[3].startsWith("Signature=")) {
            return error(400, "IncompleteSignature", authorization);
        }
        String id = parts[1].substring("Credential=".length());
        List<String> signed =
                List.of(parts[2].substring("SignedHeaders=".length()).split(";", -1));
        Set<String> mustBeSigned = new HashSet<>(ACS_HEADERS);
        lower.keySet().stream()
                .filter(name -> name.startsWith("x-acs-") || name.equals("content-type"))
                .forEach(mustBeSigned::add);
        if (!signed.equals(mustBeSigned.stream().sorted().toList())) {
            return error(400, "IncompleteSignature", "signed headers " + signed);
        }
        Key key = keys.get(id);
        if (key == null) {
            return error(404, "InvalidAccessKeyId.NotFound", "Specified access key is not found.");
        }
        if (!key.token().equals(lower.getOrDefault("x-acs-security-token", ""))) {
            return error(400, "InvalidSecurityToken.MismatchWithAccessKey", "x-acs-security-token");
        }
        if (!lower.get("x-acs-action").equals("AssumeRole")
                || !lower.get("x-acs-version").equals("2015-04-01")
                || !nonces.add(lower.get("x-acs-signature-nonce"))) {
            return error(400, "InvalidParameter", lower.toString());
        }
        if (!isNow(lower.get("x-acs-date"))) {
            return error(400, "InvalidTimeStamp.Expired", lower.get("x-acs-date"));
        }
        StringBuilder canonical = new StringBuilder("POST\n/\n");
        List<String> pairs = new ArrayList<>();
        query.forEach((name, value) -> pairs.add(encode(name) + "=" + encode(value)));
        canonical.append(String.join("&", pairs)).append('\n');
        signed.forEach(name -> canonical
                .append(name)
                .append(':')
                .append(lower.get(name).strip())
                .append('\n'));
        canonical.append('\n').append(String.join(";", signed)).append('\n').append(sha256(body));
        String expected = hmac(
                key.secret(), "ACS3-HMAC-SHA256\n" + sha256(canonical.toString().getBytes(UTF_8)));
        return parts[3].equals("Signature=" + expected)
                ? null
                : error(
                        400,
                        "SignatureDoesNotMatch",
                        "Specified signature is not matched. Server canonical request: " + canonical);
    }

    private Reply issue(Map<String, String> parameters, Set<String> more) {
        Set<String> known = new HashSet<>(Set.of("DurationSeconds", "Policy", "RoleArn", "RoleSessionName"));
        known.addAll(more);
        if (!known.containsAll(parameters.keySet())) {
            return error(400, "InvalidParameter", parameters.keySet() + " are not " + known);
        }
        if (!parameters.getOrDefault("RoleArn", "").startsWith("acs:ram::1:role/")) {
            return error(404, "EntityNotExist.Role", "The specified Role not exists.");
        }
        accepted.add(parameters);
        issued++;
        Instant end = clock.instant().plus(Duration.ofSeconds(Long.parseLong(parameters.get("DurationSeconds"))));
        accept("STS." + issued, "s3cr3t-" + issued, "t0k3n-" + issued);
        return new Reply(200, """
                {"RequestId": "6894B13B", "AssumedRoleUser": {"Arn": "acs:ram::1:assumed-role/r/s", "AssumedRoleId": "3"},
                 "Credentials": {"AccessKeyId": "STS.%s", "AccessKeySecret": "s3cr3t-%s", "SecurityToken": "t0k3n-%s",
                                 "Expiration": "%s"}}
                """.formatted(issued, issued, issued, end));
    }

    private static Reply error(int status, String code, String message) {
        return new Reply(status, """
                {"RequestId": "C0FFEE", "HostId": "sts.aliyuncs.com", "Code": "%s", "Message": "%s"}
                """.formatted(
                code, message.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n")));
    }

    private boolean isNow(String time) {
        return time.matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ")
                && Duration.between(Instant.parse(time), clock.instant()).abs().toMinutes() < 15;
    }

    private static Map<String, String> parse(String encoded) {
        Map<String, String> parameters = new TreeMap<>();
        Arrays.stream(encoded.split("&", -1)).filter(pair -> !pair.isEmpty()).forEach(pair -> {
            int equals = pair.indexOf('=');
            String value = pair.substring(equals + 1);
            String before = parameters.put(
                    URLDecoder.decode(pair.substring(0, equals), UTF_8), URLDecoder.decode(value, UTF_8));
            if (before != null) {
                throw new UncheckedIOException(new IOException("repeated parameter " + pair));
            }
        });
        return parameters;
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String hmac(String secret, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
