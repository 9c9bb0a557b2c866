// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.explain;

import io.github.ossv4.internal.canonical.CanonicalLines;
import io.github.ossv4.internal.canonical.SignatureNames;
import io.github.ossv4.internal.digest.Hex;
import io.github.ossv4.sign.Authorization;
import io.github.ossv4.sign.Signer;
import io.github.ossv4.sign.UnsignedRequest;
import io.github.ossv4.text.PercentEncoding;
import io.github.ossv4.text.PrintableText;
import java.util.LinkedHashMap;
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
     * @throws IllegalArgumentException in the same cases as {@link #of(RawRequest)}, except for the host
     */
    public static RecordedRequest of(RawRequest request, String bucket) {
        return of(request, BucketPath.ofDomain(request, bucket));
    }

    /**
     * Reads a request whose canonical URI on the server is known. Uses the way to address a bucket that results in it; if
     * none does, reads the request as {@link #of(RawRequest)}.
     */
    static RecordedRequest ofResource(RawRequest request, String canonicalUri) {
        BucketPath ofPath = BucketPath.ofPath(request);
        if (ofPath.canonicalUri().equals(canonicalUri)) {
            return of(request, ofPath);
        }
        int end = canonicalUri.indexOf('/', 1);
        BucketPath ofDomain = BucketPath.ofDomain(
                request, PercentEncoding.decodeLeniently(end < 0 ? "" : canonicalUri.substring(1, end)));
        // At a bound domain, the first segment is all that is known of the bucket.
        return end > 0 && (ofDomain.canonicalUri().equals(canonicalUri) || !BucketPath.isOfKnownHost(request))
                ? of(request, ofDomain)
                : of(request);
    }

    private static RecordedRequest of(RawRequest request, BucketPath path) {
        Map<String, String> query = parseQuery(request.rawQuery());
        boolean isPresigned = query.containsKey(SignatureNames.SIGNATURE_VERSION);
        Authorization authorization = isPresigned ? ofQuery(query) : ofHeader(request, query);
        UnsignedRequest.Builder signed = UnsignedRequest.builder(request.method(), path.bucket, path.key);
        query.forEach((name, value) -> {
            if (!name.equals(SignatureNames.SIGNATURE)) {
                signed.query(name, value);
            }
        });
        request.headers().forEach(header -> signed.header(header.getKey(), header.getValue()));
        if (!authorization.additionalHeaders().isEmpty()) {
            SEMICOLON.splitAsStream(authorization.additionalHeaders()).forEach(signed::additionalHeader);
        }
        UnsignedRequest unsigned = signed.build();
        String canonical = Signer.canonicalRequest(unsigned);
        String date = request.header(SignatureNames.DATE);
        String time = isPresigned ? query.get(SignatureNames.DATE) : date == null ? request.header("Date") : date;
        return new RecordedRequest(
                canonical,
                time == null
                        ? null
                        : String.join(
                                "\n",
                                SignatureNames.ALGORITHM,
                                time,
                                authorization.scope().toString(),
                                Hex.sha256(canonical)),
                authorization.signature());
    }

    private static Authorization ofHeader(RawRequest request, Map<String, String> query) {
        String header = request.header(SignatureNames.AUTHORIZATION);
        if (header == null) {
            throw new IllegalArgumentException(
                    query.containsKey("Signature") && query.containsKey("OSSAccessKeyId")
                            ? "the URL is signed with version 1: sign it with version 4"
                            : "the request has no signature: neither Authorization nor x-oss-signature-version in its query");
        }
        if (header.startsWith("OSS ")) {
            throw new IllegalArgumentException("Authorization is of signature version 1: sign with version 4");
        }
        return Authorization.parse(header);
    }

    private static Authorization ofQuery(Map<String, String> query) {
        String additional = query.getOrDefault(SignatureNames.ADDITIONAL_HEADERS, "");
        return Authorization.parse(query.get(SignatureNames.SIGNATURE_VERSION) + " Credential="
                + query.getOrDefault(SignatureNames.CREDENTIAL, "")
                + (additional.isEmpty() ? "" : ",AdditionalHeaders=" + additional) + ",Signature="
                + query.getOrDefault(SignatureNames.SIGNATURE, ""));
    }

    /** Decodes a query; a plus is a space. The value of a parameter without {@code =} is empty. */
    private static Map<String, String> parseQuery(@Nullable String rawQuery) {
        Map<String, String> query = new LinkedHashMap<>();
        for (String parameter : (rawQuery == null ? "" : rawQuery).split("&", -1)) {
            if (parameter.isEmpty()) {
                continue;
            }
            String[] pair = parameter.split("=", 2);
            String name = BucketPath.decode("name of query parameter", pair[0]);
            String value = pair.length < 2 ? "" : BucketPath.decode("query parameter " + name, pair[1]);
            if (query.put(name, value) != null) {
                throw new IllegalArgumentException("query parameter is repeated: " + PrintableText.escape(name));
            }
        }
        return query;
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
