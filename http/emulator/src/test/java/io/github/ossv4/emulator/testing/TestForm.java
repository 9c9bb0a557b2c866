// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.testing;

import io.github.ossv4.emulator.Emulator;
import io.github.ossv4.sign.Credentials;
import io.github.ossv4.sign.Signer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A builder of forms with a signed policy, whose fields can be changed afterwards. The default file is {@code hello}.
 */
public final class TestForm {
    public static final String BOUNDARY = "----WebKitFormBoundaryW0DET1iaBMeAOBg3";

    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final int port;
    private final Map<String, String> fields = new LinkedHashMap<>();
    private final Map<String, String> changed = new LinkedHashMap<>();
    private final List<String> conditions = new ArrayList<>();
    private final List<String> headers = new ArrayList<>();
    private final List<byte[]> more = new ArrayList<>();
    private Credentials credentials;
    private Instant instant;
    private String expiration = "2023-12-17T04:00:00.000Z";
    private String policy;
    private String fileHeaders = "Content-Disposition: form-data; name=\"file\"; filename=\"a b.txt\"";
    private byte[] file = "hello".getBytes(StandardCharsets.UTF_8);
    private String target = "/examplebucket/";
    private String host;

    private TestForm(int port, Credentials credentials, Instant instant) {
        this.port = port;
        this.credentials = credentials;
        this.instant = instant;
        this.host = "127.0.0.1:" + port;
    }

    /** Returns a form without a key. */
    public static TestForm of(Emulator emulator, Instant instant) {
        return new TestForm(emulator.port(), SignedRequest.credentialsOf(emulator), instant);
    }

    /** Returns a form without a key, for an emulator in another process. */
    public static TestForm of(EmulatorProcess emulator, Instant instant) {
        return new TestForm(emulator.port(), EmulatorProcess.CREDENTIALS, instant);
    }

    public TestForm key(String key) {
        return field("key", key);
    }

    public TestForm field(String name, String value) {
        fields.put(name, value);
        return this;
    }

    /** Adds a condition, in JSON. */
    public TestForm condition(String json) {
        conditions.add(json);
        return this;
    }

    public TestForm expiration(String time) {
        expiration = time;
        return this;
    }

    /** Replaces the generated policy. */
    public TestForm policy(String json) {
        policy = json;
        return this;
    }

    public TestForm credentials(Credentials other) {
        credentials = other;
        return this;
    }

    public TestForm at(Instant other) {
        instant = other;
        return this;
    }

    /** Replaces a field after the signature; null removes it. */
    public TestForm change(String name, String value) {
        changed.put(name, value);
        return this;
    }

    public TestForm file(String content) {
        return file(content.getBytes(StandardCharsets.UTF_8));
    }

    public TestForm file(byte[] content) {
        file = content;
        return this;
    }

    /** Sets the headers of the file; null removes the file. */
    public TestForm fileHeaders(String lines) {
        fileHeaders = lines;
        return this;
    }

    /** Adds a part after the file. */
    public TestForm then(String lines, String value) {
        more.add(part(lines, value.getBytes(StandardCharsets.UTF_8)));
        return this;
    }

    public TestForm target(String other) {
        target = other;
        return this;
    }

    public TestForm host(String other) {
        host = other;
        return this;
    }

    /** Adds a header to the request. */
    public TestForm header(String line) {
        headers.add(line);
        return this;
    }

    /** Returns the signed fields in order. */
    public Map<String, String> fields() {
        String timestamp = TIMESTAMP.format(instant);
        Map<String, String> all = new LinkedHashMap<>(fields);
        Map<String, String> signing = new LinkedHashMap<>();
        signing.put("x-oss-signature-version", "OSS4-HMAC-SHA256");
        signing.put(
                "x-oss-credential",
                credentials.accessKeyId() + "/" + timestamp.substring(0, 8) + "/cn-hangzhou/oss/aliyun_v4_request");
        signing.put("x-oss-date", timestamp);
        if (credentials.securityToken() != null) {
            signing.put("x-oss-security-token", credentials.securityToken());
        }
        List<String> pinned = new ArrayList<>(conditions);
        signing.forEach((name, value) -> pinned.add("{\"" + name + "\": \"" + value + "\"}"));
        String json = policy != null
                ? policy
                : "{\"expiration\": \"" + expiration + "\", \"conditions\": [" + String.join(", ", pinned) + "]}";
        String base64 = Base64.getEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
        all.putAll(signing);
        all.put("policy", base64);
        all.put("x-oss-signature", Signer.of(credentials, "cn-hangzhou").signPolicy(base64, instant));
        changed.forEach((name, value) -> {
            if (value == null) {
                all.remove(name);
            } else {
                all.put(name, value);
            }
        });
        return all;
    }

    /** Removes the policy and the signature. */
    public TestForm anonymous() {
        for (String name :
                List.of("x-oss-signature-version", "x-oss-credential", "x-oss-date", "policy", "x-oss-signature")) {
            change(name, null);
        }
        return this;
    }

    private static byte[] part(String lines, byte[] value) {
        ByteArrayOutputStream part = new ByteArrayOutputStream();
        part.writeBytes(("--" + BOUNDARY + "\r\n" + lines + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
        part.writeBytes(value);
        part.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
        return part.toByteArray();
    }

    public byte[] body() {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        fields().forEach((name, value) -> body.writeBytes(
                part("Content-Disposition: form-data; name=\"" + name + "\"", value.getBytes(StandardCharsets.UTF_8))));
        if (fileHeaders != null) {
            body.writeBytes(part(fileHeaders, file));
        }
        more.forEach(body::writeBytes);
        body.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
        return body.toByteArray();
    }

    /** Returns the request line and headers, with the empty line. */
    public String head(long length) {
        StringBuilder head = new StringBuilder("POST " + target + " HTTP/1.1\r\nHost: " + host + "\r\n");
        head.append("Content-Type: multipart/form-data; boundary=")
                .append(BOUNDARY)
                .append("\r\n");
        headers.forEach(line -> head.append(line).append("\r\n"));
        return head.append("Content-Length: ").append(length).append("\r\n\r\n").toString();
    }

    /** Sends the form on a new connection and reads the response. */
    public RawResponse send() throws IOException {
        return send(body());
    }

    /** Sends another body. */
    public RawResponse send(byte[] body) throws IOException {
        try (RawConnection connection = new RawConnection(port)) {
            return connection.send(head(body.length)).send(body).read();
        }
    }
}
