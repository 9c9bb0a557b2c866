// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.call;

import io.github.ossv4.checksum.Crc64;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;

/** Reads the headers of a response that have one form in all operations. */
public final class ResponseHeaders {
    private ResponseHeaders() {}

    /** Returns the ETag without its quotes; null for none. */
    public static @Nullable String etag(Headers headers) {
        String etag = headers.get("ETag");
        return etag == null ? null : etag.replace("\"", "");
    }

    /** Returns the CRC64 of the object; null if the header is missing or malformed. */
    public static @Nullable Long crc64(Headers headers) {
        String decimal = headers.get("x-oss-hash-crc64ecma");
        if (decimal == null) {
            return null;
        }
        try {
            return Crc64.parse(decimal);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** Returns the time of an HTTP date; null if it is missing or malformed. */
    public static @Nullable Instant instant(@Nullable String httpDate) {
        try {
            return httpDate == null ? null : Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(httpDate));
        } catch (DateTimeException e) {
            return null;
        }
    }
}
