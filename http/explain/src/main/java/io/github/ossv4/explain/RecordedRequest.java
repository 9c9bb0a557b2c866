// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.explain;

import io.github.ossv4.internal.canonical.CanonicalLines;
import io.github.ossv4.internal.canonical.SignatureNames;
import io.github.ossv4.internal.digest.Hex;
import io.github.ossv4.internal.text.PercentDecoding;
import io.github.ossv4.internal.text.PrintableText;
import io.github.ossv4.sign.Authorization;
import io.github.ossv4.sign.Signer;
import io.github.ossv4.sign.UnsignedRequest;
import io.github.ossv4.text.PercentEncoding;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A signed request as it was recorded, with the texts that its signature must cover: no secret is needed for them.
 * Immutable.
 *
 * <p>If the host is a subdomain of an endpoint of OSS or of {@code localhost}, its first label is the bucket. If it is
 * an IP address or {@code localhost}, the bucket is the first segment of the path. Any other host is a domain that is
 * bound to a bucket, which the request does not name.
 *
 * <p>A {@code +} in the path or the query is a space, as OSS reads it: the canonical request contains {@code %20}.
 *
 * <p>Rule: The bucket and the signed parts of a recorded request ({@code RecordedRequestTest}).
 */
public final class RecordedRequest {
    private static final String OF_OSS = ".aliyuncs.com";
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]*");
    private static final Pattern PORT = Pattern.compile(":[0-9]*$");
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
     *     cannot cover it: a malformed escape, or a repeated parameter or header. Values of headers are not shown
     */
    public static RecordedRequest of(RawRequest request) {
        String bucket = bucketOfHost(request);
        if (bucket == null) {
            throw new IllegalArgumentException("the host " + PrintableText.escape(host(request), 120)
                    + " names no bucket: it is not a host of OSS, an IP address or localhost");
        }
        return bucket.isEmpty() ? ofPath(request) : of(request, bucket);
    }

    /**
     * Reads a request to a domain that is bound to {@code bucket}.
     *
     * @throws IllegalArgumentException in the same cases as {@link #of(RawRequest)}, except for the host
     */
    public static RecordedRequest of(RawRequest request, String bucket) {
        return of(request, bucket, path(request));
    }

    /** Reads a request to {@code /bucket/key}. */
    private static RecordedRequest ofPath(RawRequest request) {
        String path = path(request);
        String[] names = path.split("/", 2);
        return of(request, path.isEmpty() ? null : names[0], names.length < 2 ? "" : names[1]);
    }

    /**
     * Reads a request whose canonical URI on the server is known. Uses the way to address a bucket that results in it;
     * if none does, reads the request as {@link #of(RawRequest)}.
     */
    static RecordedRequest ofResource(RawRequest request, String canonicalUri) {
        String path = '/' + PercentEncoding.encodePath(path(request));
        if (canonicalUri.equals(path) || canonicalUri.equals(path + '/')) {
            return ofPath(request);
        }
        int end = canonicalUri.indexOf('/', 1);
        String bucket = bucketOfHost(request);
        // At a bound domain, the first segment is all that is known of the bucket.
        boolean isOfServer = bucket == null
                || (bucket.isEmpty() && canonicalUri.substring(Math.max(end, 0)).equals(path));
        return end > 0 && isOfServer
                ? of(request, PercentDecoding.decodeLeniently(canonicalUri.substring(1, end)))
                : of(request);
    }

    /** Returns the decoded path without its first slash. */
    private static String path(RawRequest request) {
        String path = decode("path", request.rawPath());
        return path.startsWith("/") ? path.substring(1) : path;
    }

    private static String host(RawRequest request) {
        String host = request.host();
        return host == null || host.isEmpty()
                ? "localhost"
                : PORT.matcher(host.toLowerCase(Locale.ROOT)).replaceFirst("");
    }

    /** Returns the bucket that the host names; empty if the path names it, null if the host may be a bound domain. */
    private static @Nullable String bucketOfHost(RawRequest request) {
        String host = host(request);
        if (host.equals("localhost")
                || host.startsWith("[")
                || ADDRESS.matcher(host).matches()) {
            return "";
        }
        if (host.endsWith(".localhost")) {
            return host.substring(0, host.indexOf('.'));
        }
        if (!host.endsWith(OF_OSS)) {
            return null;
        }
        String name = host.substring(0, host.length() - OF_OSS.length());
        int last = name.lastIndexOf('.') + 1;
        // oss-REGION, REGION.oss, ID.REGION.oss-cloudbox: with a bucket, one label more.
        int labels = name.startsWith("oss-cloudbox", last) ? 3 : name.startsWith("oss-", last) ? 1 : 2;
        return name.split("\\.", -1).length <= labels ? "" : name.substring(0, name.indexOf('.'));
    }

    private static RecordedRequest of(RawRequest request, @Nullable String bucket, String key) {
        UnsignedRequest.Builder signed = UnsignedRequest.builder(request.method(), bucket, key.isEmpty() ? null : key);
        Map<String, String> query = parseQuery(request.rawQuery(), signed);
        boolean isPresigned = query.containsKey(SignatureNames.SIGNATURE_VERSION);
        Authorization authorization = isPresigned ? ofQuery(query) : ofHeader(request, query);
        request.headers().forEach(header -> signed.header(header.getKey(), header.getValue()));
        if (!authorization.additionalHeaders().isEmpty()) {
            SEMICOLON.splitAsStream(authorization.additionalHeaders()).forEach(signed::additionalHeader);
        }
        UnsignedRequest unsigned = signed.build();
        String canonical = Signer.canonicalRequest(unsigned);
        String date = request.header(SignatureNames.DATE);
        String time = isPresigned ? query.get(SignatureNames.DATE) : date == null ? request.header("Date") : date;
        String end = '\n' + authorization.scope() + '\n' + Hex.sha256(canonical);
        String stringToSign = time == null ? null : SignatureNames.ALGORITHM + '\n' + time + end;
        return new RecordedRequest(canonical, stringToSign, authorization.signature());
    }

    private static Authorization ofHeader(RawRequest request, Map<String, String> query) {
        String header = request.header(SignatureNames.AUTHORIZATION);
        if (header == null) {
            throw new IllegalArgumentException(
                    query.containsKey("AWSAccessKeyId") || query.containsKey("X-Amz-Signature")
                            ? "the URL has an Amazon S3 signature: sign it with version 4 of OSS"
                            : query.containsKey("Signature") && query.containsKey("OSSAccessKeyId")
                                    ? "the URL is signed with version 1: sign it with version 4"
                                    : "the request has no signature: neither Authorization nor x-oss-signature-version in its query");
        }
        if (header.startsWith("OSS ") || header.startsWith("AWS")) {
            throw new IllegalArgumentException("Authorization has "
                    + (header.startsWith("OSS ") ? "a signature of version 1" : "an Amazon S3 signature")
                    + ": sign with version 4 of OSS");
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

    /** Decodes a query, and adds it to what is signed. The value of a parameter without {@code =} is empty. */
    private static Map<String, String> parseQuery(@Nullable String rawQuery, UnsignedRequest.Builder signed) {
        Map<String, String> query = new HashMap<>();
        for (String parameter : (rawQuery == null ? "" : rawQuery).split("&", -1)) {
            String[] pair = parameter.split("=", 2);
            String name = decode("name of query parameter", pair[0]);
            String value = pair.length < 2 ? "" : decode("query parameter " + name, pair[1]);
            if (!parameter.isEmpty() && !name.equals(SignatureNames.SIGNATURE)) {
                signed.query(name, value);
            }
            query.put(name, value);
        }
        return query;
    }

    /**
     * Decodes a part of a URL as OSS does: a plus is a space, in the path too. The exception does not show the text,
     * which may be a token.
     */
    private static String decode(String what, String text) {
        String decoded = PercentDecoding.decodeUtf8(text.replace('+', ' '));
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
        return "RecordedRequest{" + lines.line(CanonicalLines.METHOD) + " " + lines.line(CanonicalLines.PATH) + "}";
    }
}
