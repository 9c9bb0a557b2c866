// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import java.time.Instant;
import java.util.Map;

/**
 * A URL that lets whoever holds it send one request until it expires. Immutable.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/add-signatures-to-urls">V4 signature in a URL</a>
 */
public final class PresignedUrl {
    private final String method;
    private final String url;
    private final Map<String, String> headers;
    private final Instant expires;

    PresignedUrl(String method, String url, Map<String, String> headers, Instant expires) {
        this.method = method;
        this.url = url;
        this.headers = headers;
        this.expires = expires;
    }

    /** The HTTP method that it is good for. */
    public String method() {
        return method;
    }

    /** The URL, with the signature in its query: whoever holds it may send the request. */
    public String url() {
        return url;
    }

    /**
     * The headers that the sender must send exactly as they are, names in lower case; often none. Beside them it may send
     * no {@code Content-Type}, {@code Content-MD5} or {@code x-oss-*}: all of these are signed.
     */
    public Map<String, String> headers() {
        return headers;
    }

    /** When it expires; earlier if it is signed with a security token that does. */
    public Instant expires() {
        return expires;
    }

    /** Leaves out the query, which gives access. */
    @Override
    public String toString() {
        return "PresignedUrl{" + method + " " + url.substring(0, url.indexOf('?')) + ", headers=" + headers.keySet()
                + ", expires=" + expires + "}";
    }
}
