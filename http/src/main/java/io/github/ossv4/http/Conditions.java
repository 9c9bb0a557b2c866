// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.object.ObjectHeaders;
import io.github.ossv4.text.PrintableText;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The preconditions of RFC 9110 section 13, under the header names of each operation. Not thread-safe until copied. */
final class Conditions {
    private @Nullable String match;
    private @Nullable String noneMatch;
    private @Nullable String modifiedSince;
    private @Nullable String unmodifiedSince;

    Conditions copy() {
        Conditions copy = new Conditions();
        copy.match = match;
        copy.noneMatch = noneMatch;
        copy.modifiedSince = modifiedSince;
        copy.unmodifiedSince = unmodifiedSince;
        return copy;
    }

    void match(String etag) {
        match = quoted(etag);
    }

    void noneMatch(String etag) {
        noneMatch = quoted(etag);
    }

    void modifiedSince(Instant instant) {
        modifiedSince = ObjectHeaders.httpDate(instant);
    }

    void unmodifiedSince(Instant instant) {
        unmodifiedSince = ObjectHeaders.httpDate(instant);
    }

    /** @param prefix of the headers, before {@code if-match}: empty, or {@code x-oss-copy-source-} */
    void applyTo(Operation operation, String prefix) {
        operation
                .header(prefix + "if-match", match)
                .header(prefix + "if-none-match", noneMatch)
                .header(prefix + "if-modified-since", modifiedSince)
                .header(prefix + "if-unmodified-since", unmodifiedSince);
    }

    private static String quoted(String etag) {
        if (etag.isEmpty()) {
            throw new IllegalArgumentException("ETag must not be empty");
        }
        if (etag.equals("*") || etag.startsWith("\"") || etag.startsWith("W/\"")) {
            return etag;
        }
        if (etag.indexOf('"') >= 0 || etag.indexOf(' ') >= 0) {
            throw new IllegalArgumentException("malformed ETag: " + PrintableText.escape(etag));
        }
        return "\"" + etag + "\"";
    }
}
