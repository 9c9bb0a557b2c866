// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.sign;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;

/**
 * A request that whoever holds its URL may send until it expires, with every step that led to it. Immutable.
 *
 * <p>The URL is the object's own with {@link #query} behind a question mark. It is good only with all of
 * {@link #headers}: give the sender both.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/add-signatures-to-urls">V4 signature in a URL</a>
 */
public final class PresignedRequest {
    private final String query;
    private final Map<String, String> headers;
    private final String canonicalRequest;
    private final String stringToSign;
    private final String signature;

    PresignedRequest(
            UnsignedRequest request,
            SortedMap<String, String> encodedQuery,
            String canonicalRequest,
            String stringToSign,
            String signature) {
        this.query = UnsignedRequest.canonicalQuery(encodedQuery) + "&" + QueryParameter.SIGNATURE + "=" + signature;
        Map<String, String> signed = new LinkedHashMap<>();
        for (int i = 0; i < request.headerCount(); i++) {
            signed.put(request.headerName(i), request.headerValue(i));
        }
        this.headers = Collections.unmodifiableMap(signed);
        this.canonicalRequest = canonicalRequest;
        this.stringToSign = stringToSign;
        this.signature = signature;
    }

    /** The whole query, percent-encoded, without the question mark. Whoever holds it may send the request. */
    public String query() {
        return query;
    }

    /**
     * The headers that were signed and must be sent as they are, names in lower case: {@code content-type},
     * {@code content-md5}, {@code x-oss-*} and the additional ones that the request had. No other of these may be sent.
     */
    public Map<String, String> headers() {
        return headers;
    }

    /** The canonical request. It holds the security token of temporary credentials: do not log it. */
    public String canonicalRequest() {
        return canonicalRequest;
    }

    /** Algorithm, time, scope and the canonical request's SHA-256, on four lines. */
    public String stringToSign() {
        return stringToSign;
    }

    /** The signature itself: lower-case hex, 64 characters. */
    public String hex() {
        return signature;
    }

    /** Names the headers alone: whoever holds the query may send the request. */
    @Override
    public String toString() {
        return "PresignedRequest{headers=" + headers.keySet() + "}";
    }
}
