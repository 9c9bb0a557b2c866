// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.sign;

import io.github.ossv4.internal.canonical.SignatureNames;
import org.jspecify.annotations.Nullable;

/**
 * The canonical request: method, URI, query, headers, names of additional headers and payload, each on its line.
 * Immutable. The text is built on demand.
 *
 * <p>Rule: Canonical request: bucket in the path in any addressing, keys encoded except {@code /}, query sorted by
 * encoded name ({@code SigningVectorsTest}).
 */
final class CanonicalRequest {
    private static final String CONTENT_SHA256_LINE =
            SignatureNames.CONTENT_SHA256 + ':' + SignatureNames.UNSIGNED_PAYLOAD + '\n';
    private static final String DATE_LINE = SignatureNames.DATE + ':';
    private static final String SECURITY_TOKEN_LINE = SignatureNames.SECURITY_TOKEN + ':';

    private final UnsignedRequest request;
    private final SortedPairs query;
    private final SortedPairs headers;
    private final @Nullable String date;
    private final @Nullable String securityToken;

    private CanonicalRequest(
            UnsignedRequest request,
            SortedPairs query,
            SortedPairs headers,
            @Nullable String date,
            @Nullable String securityToken) {
        this.request = request;
        this.query = query;
        this.headers = headers;
        this.date = date;
        this.securityToken = securityToken;
    }

    /** Returns the canonical request of a request whose headers or query already carry the signature. */
    static CanonicalRequest of(UnsignedRequest request, SortedPairs query, SortedPairs headers) {
        return new CanonicalRequest(request, query, headers, null, null);
    }

    /** Returns the canonical request of a request to which the headers of the signature will be added. */
    static CanonicalRequest withHeaders(UnsignedRequest request, String date, @Nullable String securityToken) {
        return new CanonicalRequest(request, request.query(), request.headers(), date, securityToken);
    }

    String additionalHeaders() {
        return request.additionalHeaders();
    }

    void appendTo(Utf8Buffer text) {
        text.appendAscii(request.method()).append('\n');
        request.appendCanonicalUri(text);
        text.append('\n');
        UnsignedRequest.appendCanonicalQuery(text, query);
        text.append('\n');
        String payload = SignatureNames.UNSIGNED_PAYLOAD;
        if (date != null) {
            appendWithHeaders(text, date);
        } else {
            for (int i = 0; i < headers.size(); i++) {
                appendHeader(text, i);
            }
            String hash = headers.get(SignatureNames.CONTENT_SHA256);
            payload = hash == null ? SignatureNames.UNSIGNED_PAYLOAD : hash;
        }
        text.append('\n').appendAscii(request.additionalHeaders()).append('\n').append(payload);
    }

    /**
     * Merges the headers of the signature with the others and skips others of the same names. Copying them into one
     * list first would be slower.
     */
    private void appendWithHeaders(Utf8Buffer text, String timestamp) {
        int next = appendBefore(text, 0, SignatureNames.CONTENT_SHA256);
        text.appendAscii(CONTENT_SHA256_LINE);
        next = appendBefore(text, next, SignatureNames.DATE);
        text.appendAscii(DATE_LINE).appendAscii(timestamp).append('\n');
        next = appendBefore(text, next, SignatureNames.SECURITY_TOKEN);
        if (securityToken != null) {
            text.appendAscii(SECURITY_TOKEN_LINE).append(securityToken).append('\n');
        }
        for (; next < headers.size(); next++) {
            appendHeader(text, next);
        }
    }

    /** Appends the headers before one that the signature sets; returns the index of the first one after it. */
    private int appendBefore(Utf8Buffer text, int from, String limit) {
        for (int i = from; i < headers.size(); i++) {
            int order = headers.name(i).compareTo(limit);
            if (order >= 0) {
                return order == 0 ? i + 1 : i;
            }
            appendHeader(text, i);
        }
        return headers.size();
    }

    private void appendHeader(Utf8Buffer text, int index) {
        text.appendAscii(headers.name(index)).append(':');
        String value = headers.value(index);
        if (request.hasAsciiHeaders()) {
            text.appendAscii(value);
        } else {
            text.append(value);
        }
        text.append('\n');
    }

    @Override
    public String toString() {
        Utf8Buffer text = new Utf8Buffer(512);
        appendTo(text);
        return text.toString();
    }
}
