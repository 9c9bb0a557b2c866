// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.text.PrintableText;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** The headers that OSS puts on answers about an object. */
final class ResponseFacts {
    private final Response response;

    ResponseFacts(Response response) {
        this.response = response;
    }

    /** The ETag without its quotes. */
    @Nullable
    String etag() {
        String etag = response.header("ETag");
        return etag == null ? null : etag.replace("\"", "");
    }

    @Nullable
    String versionId() {
        return response.header("x-oss-version-id");
    }

    @Nullable
    String requestId() {
        String id = RefusedAnswer.id(response.header("x-oss-request-id"));
        // It stands in every message.
        return id == null ? null : PrintableText.escape(Redaction.of(response.request(), id));
    }

    /** Where an appendable object ends. */
    @Nullable
    String nextAppendPosition() {
        return response.header("x-oss-next-append-position");
    }

    /** The CRC64 of the object; null if OSS sent none, or something that is no CRC64. */
    @Nullable
    Long crc64() {
        String decimal = response.header("x-oss-hash-crc64ecma");
        if (decimal == null) {
            return null;
        }
        try {
            return Crc64.parse(decimal);
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
