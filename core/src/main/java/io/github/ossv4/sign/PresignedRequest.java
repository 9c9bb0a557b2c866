// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.sign;

import io.github.ossv4.internal.canonical.SignatureNames;
import io.github.ossv4.internal.digest.Hex;
import io.github.ossv4.internal.text.PrintableText;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A presigned request: anyone who has its URL can send it until it expires. Contains the intermediate results of
 * signing. Immutable.
 *
 * <p>The {@link #url} is valid only together with all {@link #headers}: give the sender both.
 *
 * <p>Rule: URLs are valid 1 s to 7 days; a security token is in the query ({@code PresignTest}).
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/add-signatures-to-urls">V4 signature in a URL</a>
 */
public final class PresignedRequest {
    private final UnsignedRequest request;
    private final String query;
    private final SortedPairs headers;
    private final CanonicalRequest canonicalRequest;
    private final String timestamp;
    private final CredentialScope scope;
    private final String signature;
    private final Instant expires;

    PresignedRequest(
            UnsignedRequest request,
            SortedPairs signedQuery,
            SortedPairs headers,
            CanonicalRequest canonicalRequest,
            String timestamp,
            CredentialScope scope,
            String signature,
            Instant expires) {
        this.request = request;
        this.query = query(signedQuery, signature);
        this.headers = headers;
        this.canonicalRequest = canonicalRequest;
        this.timestamp = timestamp;
        this.scope = scope;
        this.signature = signature;
        this.expires = expires;
    }

    private static String query(SortedPairs signedQuery, String signature) {
        Utf8Buffer text = new Utf8Buffer(320);
        UnsignedRequest.appendCanonicalQuery(text, signedQuery);
        return text.append('&')
                .appendAscii(SignatureNames.SIGNATURE)
                .append('=')
                .appendAscii(signature)
                .toString();
    }

    /** Returns the HTTP method of the request. */
    public String method() {
        return request.method();
    }

    /**
     * Returns the whole URL. Anyone who has it can send the request. If the path names the bucket (path style, as at an
     * IP address), the URL is {@code origin + request.canonicalUri() + "?" + presigned.query()}.
     *
     * @param origin scheme, host and port at which the bucket is addressed, without a path, such as {@code
     *     https://examplebucket.oss-cn-hangzhou.aliyuncs.com} or a domain that is bound to the bucket
     * @throws IllegalArgumentException if the origin does not start with {@code http://} or {@code https://}, or has a
     *     path or a query
     */
    public String url(String origin) {
        int host = origin.indexOf("://") + 3;
        if (!(origin.startsWith("https://") || origin.startsWith("http://"))
                || host == origin.length()
                || origin.indexOf('/', host) >= 0
                || origin.indexOf('?') >= 0) {
            throw new IllegalArgumentException(
                    "origin must be scheme, host and port, such as https://examplebucket.oss-cn-hangzhou.aliyuncs.com, was "
                            + PrintableText.escape(origin));
        }
        return origin + request.path() + '?' + query;
    }

    /** Returns the time at which the URL expires. If the security token expires earlier, the URL expires with it. */
    public Instant expires() {
        return expires;
    }

    CredentialScope scope() {
        return scope;
    }

    /** Returns the whole query, percent-encoded, without the question mark. Anyone who has it can send the request. */
    public String query() {
        return query;
    }

    /**
     * Returns the signed headers, which must be sent unchanged, names in lower case: {@code content-type}, {@code
     * content-md5}, {@code x-oss-*} and the additional ones that the request had. No other headers of these kinds may
     * be sent. A browser adds a {@code Content-Type} to a body that has a type, such as a file: sign that type.
     */
    public Map<String, String> headers() {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < headers.size(); i++) {
            map.put(headers.name(i), headers.value(i));
        }
        return Collections.unmodifiableMap(map);
    }

    /** Returns the canonical request. It contains the security token of temporary credentials: do not log it. */
    public String canonicalRequest() {
        return canonicalRequest.toString();
    }

    /** Returns the string to sign: algorithm, time, scope and the canonical request's SHA-256, on four lines. */
    public String stringToSign() {
        return Hashing.stringToSign(timestamp, scope, Hex.sha256(canonicalRequest()));
    }

    /** Returns the signature: 64 lower-case hex digits. */
    public String hex() {
        return signature;
    }

    /** Returns the names of the headers only, since anyone who has the query can send the request. */
    @Override
    public String toString() {
        return "PresignedRequest{headers=" + headers().keySet() + "}";
    }
}
