// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks;

import io.github.ossv4.callback.Callback;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** A request to sign. */
@SuppressWarnings("ImmutableEnumChecker") // The map is unmodifiable.
public enum SampleRequest {
    /** A GET of a key of 16 characters, without headers. */
    SHORT_GET("GET", "docs/readme.html", Map.of()),

    /** A PUT of a key of 27 characters with a content type, metadata and a storage class. */
    TYPICAL_PUT(
            "PUT",
            "photos/2026/11/cat-0001.jpg",
            withHeaders(
                    "Content-Type", "image/jpeg",
                    "x-oss-meta-author", "ada",
                    "x-oss-storage-class", "Standard")),

    /** A PUT with a callback whose two headers have 2 KB in total. */
    CALLBACK_PUT("PUT", "photos/2026/11/cat-0001.jpg", withCallback());

    private final String method;
    private final String key;
    private final Map<String, String> headers;

    SampleRequest(String method, String key, Map<String, String> headers) {
        this.method = method;
        this.key = key;
        this.headers = Collections.unmodifiableMap(headers);
    }

    private static Map<String, String> withHeaders(String... namesAndValues) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            headers.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return headers;
    }

    private static Map<String, String> withCallback() {
        Callback callback = Callback.builder(
                        "https://app.example.com/uploaded?tenant=42&session=" + "0123456789".repeat(20))
                .formBody("bucket=${bucket}&object=${object}&etag=${etag}&size=${size}&mimeType=${mimeType}"
                        + "&crc64=${crc64}&requestId=${reqId}&user=${x:user}&ticket=${x:ticket}")
                .variable("x:user", "ada-1815")
                .variable("x:ticket", "0123456789".repeat(99))
                .build();
        Map<String, String> headers = withHeaders("Content-Type", "image/jpeg");
        headers.put(Callback.HEADER, callback.headerValue());
        headers.put(Callback.VAR_HEADER, callback.varHeaderValue());
        return headers;
    }

    String method() {
        return method;
    }

    String bucket() {
        return "examplebucket";
    }

    String key() {
        return key;
    }

    Map<String, String> headers() {
        return headers;
    }
}
