// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.conformance;

import io.github.ossv4.sign.Credentials;
import io.github.ossv4.sign.PresignedRequest;
import io.github.ossv4.sign.Signer;
import io.github.ossv4.sign.UnsignedRequest;
import io.github.ossv4.text.PercentEncoding;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A request that is built, signed and sent. Not thread-safe. */
final class SentRequest {
    private enum Signing {
        HEADER,
        URL,
        NONE
    }

    private final ServerUnderTest oss;
    private final String method;
    private final String bucket;
    private final String key;
    private final Map<String, String> query = new LinkedHashMap<>();
    private final Map<String, String> headers = new LinkedHashMap<>();
    private final Map<String, String> unsigned = new LinkedHashMap<>();
    private Signing signing = Signing.HEADER;
    private Credentials credentials;
    private String region;
    private String product = "oss";
    private String additionalHeader;
    private String removed;
    private Instant time;
    private byte[] body = {};
    private UnaryOperator<String> pathChange = path -> path;

    SentRequest(ServerUnderTest oss, String method, String bucket, String key) {
        this.oss = oss;
        this.method = method;
        this.bucket = bucket;
        this.key = key;
        this.credentials = oss.credentials();
        this.region = oss.region();
        this.time = oss.now();
    }

    SentRequest query(String name) {
        query.put(name, null);
        return this;
    }

    SentRequest query(String name, String value) {
        query.put(name, value);
        return this;
    }

    SentRequest header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    /** Adds a header after the signature. */
    SentRequest unsignedHeader(String name, String value) {
        unsigned.put(name, value);
        return this;
    }

    SentRequest body(byte[] bytes) {
        body = bytes;
        return this;
    }

    SentRequest body(String text) {
        return body(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Sets a body and its {@code Content-MD5}. */
    SentRequest document(String text) {
        return body(text).header("Content-MD5", md5(body));
    }

    static String md5(byte[] bytes) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("MD5").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    SentRequest presigned() {
        signing = Signing.URL;
        return this;
    }

    SentRequest anonymous() {
        signing = Signing.NONE;
        return this;
    }

    SentRequest credentials(Credentials other) {
        credentials = other;
        return this;
    }

    SentRequest region(String other) {
        region = other;
        return this;
    }

    SentRequest product(String other) {
        product = other;
        return this;
    }

    /** Adds a header that the signature covers although no rule requires it. */
    SentRequest additionalHeader(String name, String value) {
        additionalHeader = name;
        return header(name, value);
    }

    /** Removes a header after the signature. */
    SentRequest without(String name) {
        removed = name;
        return this;
    }

    SentRequest at(Instant instant) {
        time = instant;
        return this;
    }

    /** Changes the path that is sent, after the signature. */
    SentRequest changedPath(UnaryOperator<String> change) {
        pathChange = change;
        return this;
    }

    private Signer signer() {
        return Signer.of(credentials, region, product);
    }

    ReceivedResponse send() throws IOException, InterruptedException {
        UnsignedRequest.Builder builder = UnsignedRequest.builder(method, bucket, key);
        query.forEach(builder::query);
        headers.forEach(builder::header);
        if (additionalHeader != null) {
            builder.additionalHeader(additionalHeader);
        }
        UnsignedRequest request = builder.build();
        Map<String, String> all = new LinkedHashMap<>(headers);
        String canonicalQuery;
        if (signing == Signing.URL) {
            PresignedRequest presigned = signer().presign(request, time, Duration.ofMinutes(10));
            canonicalQuery = presigned.query();
        } else {
            canonicalQuery = request.canonicalQuery();
            if (signing == Signing.HEADER) {
                all.putAll(signer().sign(request, time).headers());
            }
        }
        all.putAll(unsigned);
        all.remove(removed);
        String path = pathChange.apply(key == null ? "" : PercentEncoding.encodePath(key));
        URI url = URI.create(oss.url(bucket) + path + (canonicalQuery.isEmpty() ? "" : "?" + canonicalQuery));
        HttpRequest.Builder http = HttpRequest.newBuilder(url)
                .timeout(Duration.ofMinutes(1))
                .method(
                        method,
                        body.length == 0 && !method.equals("PUT") && !method.equals("POST")
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(body));
        all.forEach(http::header);
        HttpResponse<String> response = oss.http().send(http.build(), HttpResponse.BodyHandlers.ofString());
        oss.received(response.headers().firstValue("x-oss-request-id").orElse(""));
        return new ReceivedResponse(
                method + " " + url.getRawPath(), response.statusCode(), response.headers(), response.body());
    }
}
