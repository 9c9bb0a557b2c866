// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.sign;

/**
 * The canonical request: method, URI, query, headers, names of additional headers and payload, each on its line.
 * Immutable; the text is written when somebody wants to see it.
 */
final class CanonicalRequest {
    /** The payload: OSS never has the body hashed. */
    static final String UNSIGNED_PAYLOAD = "UNSIGNED-PAYLOAD";

    private final UnsignedRequest request;
    private final String query;
    private final SortedPairs headers;

    private CanonicalRequest(UnsignedRequest request, String query, SortedPairs headers) {
        this.request = request;
        this.query = query;
        this.headers = headers;
    }

    /** Of a request with the query and the headers that it is sent with; they must not change any more. */
    static CanonicalRequest of(UnsignedRequest request, String query, SortedPairs headers) {
        return new CanonicalRequest(request, query, headers);
    }

    String additionalHeaders() {
        return request.additionalHeaders();
    }

    void appendTo(StringBuilder text) {
        text.append(request.method()).append('\n');
        text.append(request.canonicalUri()).append('\n');
        text.append(query).append('\n');
        String payload = UNSIGNED_PAYLOAD;
        for (int i = 0; i < headers.size(); i++) {
            String name = headers.name(i);
            text.append(name).append(':').append(headers.value(i)).append('\n');
            if (name.equals(SignedHeader.CONTENT_SHA256)) {
                payload = headers.value(i);
            }
        }
        text.append('\n').append(request.additionalHeaders()).append('\n').append(payload);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(512);
        appendTo(text);
        return text.toString();
    }
}
