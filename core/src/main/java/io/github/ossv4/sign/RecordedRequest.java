// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.sign;

import io.github.ossv4.text.PercentEncoding;
import io.github.ossv4.text.PrintableText;
import io.github.ossv4.text.Utf8;
import io.github.ossv4.wire.RawRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A signed request as it was recorded, with the texts that its signature must cover: no secret is needed for them.
 * Immutable.
 *
 * <p>If the host is a subdomain of an endpoint of OSS or of {@code localhost}, its first label is the bucket. If it is an
 * IP address or {@code localhost}, the first segment of the path is. Any other host is a domain that is bound to a bucket,
 * which the request does not name.
 *
 * <p>A {@code +} in the path or the query is a space, as OSS reads it: the canonical request contains {@code %20}.
 */
public final class RecordedRequest {
    private static final Pattern SEMICOLON = Pattern.compile(";");

    private final String canonicalRequest;
    private final @Nullable String stringToSign;
    private final String signature;

    private RecordedRequest(String canonicalRequest, @Nullable String stringToSign, String signature) {
        this.canonicalRequest = canonicalRequest;
        this.stringToSign = stringToSign;
        this.signature = signature;
    }

    /**
     * Reads a request.
     *
     * @throws IllegalArgumentException if it is not signed with version 4, its host names no bucket, or a signature
     *     cannot cover it: a malformed escape, or a parameter or header that is repeated. Values of headers are not shown
     */
    public static RecordedRequest of(RawRequest request) {
        return of(request, BucketPath.of(request));
    }

    /**
     * Reads a request to a domain that is bound to {@code bucket}.
     *
     * @throws IllegalArgumentException as {@link #of(RawRequest)}, except for the host
     */
    public static RecordedRequest of(RawRequest request, String bucket) {
        return of(request, BucketPath.ofDomain(request, bucket));
    }

    /**
     * Reads a request whose canonical URI on the server is known. Uses the way to address a bucket that results in it; if
     * none does, reads the request as {@link #of(RawRequest)}.
     */
    static RecordedRequest ofResource(RawRequest request, String canonicalUri) {
        List<BucketPath> ways = new ArrayList<>();
        String bucket = firstSegment(canonicalUri);
        if (!bucket.isEmpty()) {
            ways.add(BucketPath.ofDomain(request, bucket));
        }
        ways.add(BucketPath.ofPath(request));
        for (BucketPath way : ways) {
            if (way.canonicalUri().equals(canonicalUri)) {
                return of(request, way);
            }
        }
        // At a bound domain, the first segment is all that is known of the bucket.
        return of(
                request, BucketPath.isOfKnownHost(request) || bucket.isEmpty() ? BucketPath.of(request) : ways.get(0));
    }

    private static String firstSegment(String canonicalUri) {
        int end = canonicalUri.indexOf('/', 1);
        return PercentEncoding.decodeLeniently(
                canonicalUri.isEmpty() ? "" : canonicalUri.substring(1, end < 0 ? canonicalUri.length() : end));
    }

    private static RecordedRequest of(RawRequest request, BucketPath path) {
        Map<String, String> query = QueryParameter.parse(request.rawQuery());
        SignatureCarrier carrier = SignatureCarrier.of(request, query);
        UnsignedRequest.Builder signed = UnsignedRequest.builder(request.method(), path.bucket(), path.key());
        query.forEach((name, value) -> {
            if (!name.equals(QueryParameter.SIGNATURE)) {
                signed.query(name, value);
            }
        });
        request.headers().forEach(header -> signed.header(header.getKey(), header.getValue()));
        if (!carrier.additionalHeaders().isEmpty()) {
            SEMICOLON.splitAsStream(carrier.additionalHeaders()).forEach(signed::additionalHeader);
        }
        UnsignedRequest unsigned = signed.build();
        String canonical = CanonicalRequest.of(unsigned, unsigned.query(), unsigned.headers())
                .toString();
        String time = carrier.time();
        return new RecordedRequest(
                canonical,
                time == null ? null : Hashing.stringToSign(time, carrier.scope(), Hashing.sha256Hex(canonical)),
                carrier.signature());
    }

    /**
     * Decodes a part of a URL as OSS does: a plus is a space, in the path too. The exception does not show the text, which may
     * be a token.
     */
    static String decode(String what, String text) {
        byte[] bytes = PercentEncoding.decode(text.replace('+', ' '));
        String decoded = bytes == null ? null : Utf8.decode(bytes);
        if (decoded == null) {
            throw new IllegalArgumentException(
                    PrintableText.escape(what) + " must be percent-encoded UTF-8: % and two hexadecimal digits");
        }
        return decoded;
    }

    /**
     * Returns the canonical request. It contains the security token of temporary credentials: do not log it.
     */
    public String canonicalRequest() {
        return canonicalRequest;
    }

    /** Returns the string to sign; null if the request has no time. */
    public @Nullable String stringToSign() {
        return stringToSign;
    }

    /** Returns the signature that the request contains. It is a secret until it expires. */
    String signature() {
        return signature;
    }

    /** Returns the method and the resource: the query may contain a signature, the headers a token. */
    @Override
    public String toString() {
        CanonicalLines lines = CanonicalLines.parse(canonicalRequest);
        return "RecordedRequest{" + lines.line(0) + " " + lines.line(1) + "}";
    }
}
