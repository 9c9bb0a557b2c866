// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.testing;

import io.github.ossv4.callback.Callback;
import io.github.ossv4.emulator.Emulator;
import io.github.ossv4.sign.Credentials;
import io.github.ossv4.sign.Signer;
import io.github.ossv4.sign.UnsignedRequest;
import io.github.ossv4.text.PercentEncoding;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** A builder of signed requests, whose headers can be changed after they are signed. */
public final class SignedRequest {
    private final int port;
    private final String region;
    private final String method;
    private final String bucket;
    private final String key;
    private final Map<String, String> query = new LinkedHashMap<>();
    private final Map<String, String> headers = new LinkedHashMap<>();
    private final Map<String, String> changed = new LinkedHashMap<>();
    private Signer signer;
    private Instant instant = Instant.now();
    private String target;
    private String host;
    private String additionalHeader;
    private boolean checked = true;

    private SignedRequest(int port, String region, Signer signer, String method, String bucket, String key) {
        this.port = port;
        this.region = region;
        this.signer = signer;
        this.method = method;
        this.bucket = bucket;
        this.key = key;
        this.host = "127.0.0.1:" + port;
    }

    /** Returns the first credentials of an emulator. */
    public static Credentials credentialsOf(Emulator emulator) {
        return Credentials.of(emulator.accessKeyId(), emulator.accessKeySecret(), emulator.securityToken());
    }

    public static SignedRequest of(Emulator emulator, String method, String key) {
        return new SignedRequest(
                emulator.port(),
                emulator.region(),
                Signer.of(credentialsOf(emulator), emulator.region()),
                method,
                emulator.bucket(),
                key);
    }

    /** Returns a request to an emulator in another process. */
    public static SignedRequest of(EmulatorProcess emulator, String method, String key) {
        Signer signer = Signer.of(EmulatorProcess.CREDENTIALS, "cn-hangzhou");
        return new SignedRequest(emulator.port(), "cn-hangzhou", signer, method, "examplebucket", key);
    }

    public static SignedRequest put(Emulator emulator, String key, String body) {
        return of(emulator, "PUT", key).length(body.getBytes(StandardCharsets.UTF_8).length);
    }

    public SignedRequest inBucket(String other) {
        SignedRequest request = new SignedRequest(port, region, signer, method, other, key);
        request.headers.putAll(headers);
        request.instant = instant;
        return request;
    }

    public SignedRequest length(long bytes) {
        return header("Content-Length", Long.toString(bytes));
    }

    public SignedRequest header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    public SignedRequest callback(Callback callback) {
        header(Callback.HEADER, callback.headerValue());
        String variables = callback.varHeaderValue();
        return variables == null ? this : header(Callback.VAR_HEADER, variables);
    }

    public SignedRequest query(String name, String value) {
        query.put(name, value);
        return this;
    }

    public SignedRequest additionalHeader(String name) {
        additionalHeader = name;
        return this;
    }

    /** Sets the target instead of the one in path style. */
    public SignedRequest target(String raw) {
        target = raw;
        return this;
    }

    public SignedRequest host(String other) {
        host = other;
        return this;
    }

    public SignedRequest credentials(Credentials other) {
        return signer(Signer.of(other, region));
    }

    public SignedRequest signer(Signer other) {
        signer = other;
        return this;
    }

    public SignedRequest at(Instant other) {
        instant = other;
        return this;
    }

    /** Replaces a header after the signature; null removes it. */
    public SignedRequest change(String name, String value) {
        changed.put(name, value);
        return this;
    }

    /** Removes the signature and its headers. */
    public SignedRequest anonymous() {
        return change("authorization", null).change("x-oss-date", null).change("x-oss-content-sha256", null);
    }

    /** Signs what {@link Signer#sign} rejects too, as a client without its checks does. */
    public SignedRequest unchecked() {
        checked = false;
        return this;
    }

    private Map<String, String> signed(UnsignedRequest.Builder unsigned) {
        if (checked) {
            return signer.sign(unsigned.build(), instant).headers();
        }
        Map<String, String> signing = signer.sign(
                        UnsignedRequest.builder(method, bucket, key).build(), instant)
                .headers();
        signing.forEach((name, value) -> {
            if (!name.equals("authorization")) {
                unsigned.header(name, value);
            }
        });
        return signer.expected(unsigned.build(), signing.get("x-oss-date")).headers();
    }

    /** Returns the request line and headers, with the empty line. */
    public String head() {
        UnsignedRequest.Builder unsigned = UnsignedRequest.builder(method, bucket, key);
        query.forEach(unsigned::query);
        headers.forEach(unsigned::header);
        if (additionalHeader != null) {
            unsigned.additionalHeader(additionalHeader);
        }
        Map<String, String> all = new LinkedHashMap<>();
        all.put("host", host);
        all.putAll(headers);
        all.putAll(signed(unsigned));
        changed.forEach((name, value) -> {
            if (value == null) {
                all.remove(name);
            } else {
                all.put(name, value);
            }
        });
        StringBuilder text =
                new StringBuilder(method).append(' ').append(encodedTarget()).append(" HTTP/1.1\r\n");
        all.forEach(
                (name, value) -> text.append(name).append(": ").append(value).append("\r\n"));
        return text.append("\r\n").toString();
    }

    private String encodedTarget() {
        StringBuilder encoded = new StringBuilder(
                target != null ? target : "/" + bucket + "/" + (key == null ? "" : PercentEncoding.encodePath(key)));
        String separator = "?";
        for (Map.Entry<String, String> parameter : query.entrySet()) {
            encoded.append(separator).append(PercentEncoding.encode(parameter.getKey()));
            if (parameter.getValue() != null) {
                encoded.append('=').append(PercentEncoding.encode(parameter.getValue()));
            }
            separator = "&";
        }
        return encoded.toString();
    }

    /** Sends the request on a new connection and reads the response. */
    public RawResponse send() throws IOException {
        return send("");
    }

    public RawResponse send(String body) throws IOException {
        return send(body.getBytes(StandardCharsets.UTF_8));
    }

    public RawResponse send(byte[] body) throws IOException {
        try (RawConnection connection = new RawConnection(port)) {
            connection.send(head()).send(body);
            return method.equals("HEAD") ? connection.readHead() : connection.read();
        }
    }
}
