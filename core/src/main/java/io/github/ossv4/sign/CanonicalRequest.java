// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.sign;

import org.jspecify.annotations.Nullable;

/** Writes the canonical request: six parts, each on its own line, the header lines each with a line end of their own. */
final class CanonicalRequest {
    static final String UNSIGNED_PAYLOAD = "UNSIGNED-PAYLOAD";

    private CanonicalRequest() {}

    /**
     * The canonical request of {@code request} with the headers that the signer sets. What the caller gave under those
     * names is left out: a stale token or date would be signed, and then not be what is sent.
     */
    static String signed(UnsignedRequest request, String timestamp, @Nullable String securityToken) {
        StringBuilder text = start(request, request.canonicalQuery());
        int next = 0;
        next = headersBefore(text, request, next, SignedHeader.CONTENT_SHA256);
        header(text, SignedHeader.CONTENT_SHA256, UNSIGNED_PAYLOAD);
        next = headersBefore(text, request, next, SignedHeader.DATE);
        header(text, SignedHeader.DATE, timestamp);
        if (securityToken != null) {
            next = headersBefore(text, request, next, SignedHeader.SECURITY_TOKEN);
            header(text, SignedHeader.SECURITY_TOKEN, securityToken);
        }
        headersBefore(text, request, next, null);
        return end(text, request, UNSIGNED_PAYLOAD);
    }

    /** The canonical request of {@code request} with its headers as they stand. */
    static String of(UnsignedRequest request, String canonicalQuery) {
        StringBuilder text = start(request, canonicalQuery);
        String payload = UNSIGNED_PAYLOAD;
        for (int i = 0; i < request.headerCount(); i++) {
            header(text, request.headerName(i), request.headerValue(i));
            if (request.headerName(i).equals(SignedHeader.CONTENT_SHA256)) {
                payload = request.headerValue(i);
            }
        }
        return end(text, request, payload);
    }

    private static StringBuilder start(UnsignedRequest request, String canonicalQuery) {
        return new StringBuilder(512)
                .append(request.method())
                .append('\n')
                .append(request.canonicalUri())
                .append('\n')
                .append(canonicalQuery)
                .append('\n');
    }

    private static String end(StringBuilder text, UnsignedRequest request, String payload) {
        return text.append('\n')
                .append(request.additionalHeaders())
                .append('\n')
                .append(payload)
                .toString();
    }

    private static int headersBefore(StringBuilder text, UnsignedRequest request, int from, @Nullable String limit) {
        int i = from;
        while (i < request.headerCount()
                && (limit == null || request.headerName(i).compareTo(limit) < 0)) {
            if (!SignedHeader.isSetBySigner(request.headerName(i))) {
                header(text, request.headerName(i), request.headerValue(i));
            }
            i++;
        }
        return i;
    }

    private static void header(StringBuilder text, String name, String value) {
        text.append(name).append(':').append(value).append('\n');
    }
}
