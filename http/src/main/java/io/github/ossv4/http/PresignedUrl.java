// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.internal.text.PrintableText;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;

/**
 * A URL with which anyone can send one request until it expires. Immutable.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/add-signatures-to-urls">V4 signature in a URL</a>
 */
public final class PresignedUrl {
    private final String method;
    private final String url;
    private final Map<String, String> headers;
    private final Instant expires;

    private PresignedUrl(String method, String url, Map<String, String> headers, Instant expires) {
        this.method = Objects.requireNonNull(method, "method");
        this.url = Objects.requireNonNull(url, "url");
        this.headers = headers;
        this.expires = Objects.requireNonNull(expires, "expires");
    }

    /**
     * Returns a URL, also for a test of your code.
     *
     * @param method the HTTP method of the request
     * @param url with the signature in its query
     * @param headers the headers that the sender must send, names in lower case; not copied
     */
    public static PresignedUrl of(String method, String url, Map<String, String> headers, Instant expires) {
        return new PresignedUrl(
                method, url, Collections.unmodifiableMap(Objects.requireNonNull(headers, "headers")), expires);
    }

    /** Returns the HTTP method of the request. */
    public String method() {
        return method;
    }

    /** Returns the URL, with the signature in its query: it gives access. */
    public String url() {
        return url;
    }

    /**
     * Returns the headers that the sender must send unchanged, names in lower case; often none. The sender must not add
     * {@code Content-Type}, {@code Content-MD5} or {@code x-oss-*}: all of these are signed. Browsers add a {@code
     * Content-Type} to a body that has a type, such as a file: sign it by {@link PutOptions.Builder#contentType}, or
     * send a {@code Blob} without a type.
     */
    public Map<String, String> headers() {
        return headers;
    }

    /** Returns the time at which the URL expires. A security token that expires earlier ends it earlier. */
    public Instant expires() {
        return expires;
    }

    /** Omits the query, which gives access. */
    @Override
    public String toString() {
        return PrintableText.escape("PresignedUrl{" + method + " " + url.split("\\?", 2)[0] + ", headers="
                + headers.keySet() + ", expires=" + expires + "}");
    }
}
