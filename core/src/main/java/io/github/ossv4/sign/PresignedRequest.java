// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.sign;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A request that whoever holds its URL may send until it expires, with every step that led to it. Immutable.
 *
 * <p>The URL is the object's own with {@link #query} behind a question mark. It is good only with all of
 * {@link #headers}: give the sender both.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/add-signatures-to-urls">V4 signature in a URL</a>
 */
public final class PresignedRequest {
    private static final String SIGNATURE_PARAMETER = '&' + QueryParameter.SIGNATURE + '=';

    private final String query;
    private final SortedPairs headers;
    private final CanonicalRequest canonicalRequest;
    private final String timestamp;
    private final CredentialScope scope;
    private final String signature;

    PresignedRequest(
            String canonicalQuery,
            SortedPairs headers,
            CanonicalRequest canonicalRequest,
            String timestamp,
            CredentialScope scope,
            String signature) {
        this.query = canonicalQuery.concat(SIGNATURE_PARAMETER).concat(signature);
        this.headers = headers;
        this.canonicalRequest = canonicalRequest;
        this.timestamp = timestamp;
        this.scope = scope;
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
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < headers.size(); i++) {
            map.put(headers.name(i), headers.value(i));
        }
        return Collections.unmodifiableMap(map);
    }

    /** The canonical request. It holds the security token of temporary credentials: do not log it. */
    public String canonicalRequest() {
        return canonicalRequest.toString();
    }

    /** Algorithm, time, scope and the canonical request's SHA-256, on four lines. */
    public String stringToSign() {
        return Hashing.stringToSign(timestamp, scope, Hashing.sha256Hex(canonicalRequest()));
    }

    /** The signature itself: lower-case hex, 64 characters. */
    public String hex() {
        return signature;
    }

    /** Names the headers alone: whoever holds the query may send the request. */
    @Override
    public String toString() {
        return "PresignedRequest{headers=" + headers().keySet() + "}";
    }
}
