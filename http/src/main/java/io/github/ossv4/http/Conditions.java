// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.object.ObjectHeaders;
import io.github.ossv4.text.PrintableText;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The conditions of a request, as the values of its headers. Immutable.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-13">RFC 9110 section 13</a>
 */
public final class Conditions {
    static final Conditions NONE = new Conditions(null, null, null, null);

    private final @Nullable String ifMatch;
    private final @Nullable String ifNoneMatch;
    private final @Nullable String ifModifiedSince;
    private final @Nullable String ifUnmodifiedSince;

    private Conditions(
            @Nullable String ifMatch,
            @Nullable String ifNoneMatch,
            @Nullable String ifModifiedSince,
            @Nullable String ifUnmodifiedSince) {
        this.ifMatch = ifMatch;
        this.ifNoneMatch = ifNoneMatch;
        this.ifModifiedSince = ifModifiedSince;
        this.ifUnmodifiedSince = ifUnmodifiedSince;
    }

    Conditions match(String etag) {
        return new Conditions(quoted(etag), ifNoneMatch, ifModifiedSince, ifUnmodifiedSince);
    }

    Conditions noneMatch(String etag) {
        return new Conditions(ifMatch, quoted(etag), ifModifiedSince, ifUnmodifiedSince);
    }

    Conditions modifiedSince(Instant instant) {
        return new Conditions(ifMatch, ifNoneMatch, ObjectHeaders.httpDate(instant), ifUnmodifiedSince);
    }

    Conditions unmodifiedSince(Instant instant) {
        return new Conditions(ifMatch, ifNoneMatch, ifModifiedSince, ObjectHeaders.httpDate(instant));
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

    /** Returns the ETag that the object must have, in quotes; null for none. */
    public @Nullable String ifMatch() {
        return ifMatch;
    }

    /** Returns the ETag that the object must not have, in quotes; null for none. */
    public @Nullable String ifNoneMatch() {
        return ifNoneMatch;
    }

    /** Returns the HTTP date after which the object must have been stored; null for none. */
    public @Nullable String ifModifiedSince() {
        return ifModifiedSince;
    }

    /** Returns the HTTP date after which the object must not have been stored; null for none. */
    public @Nullable String ifUnmodifiedSince() {
        return ifUnmodifiedSince;
    }

    @Override
    public String toString() {
        return PrintableText.escape("Conditions{ifMatch=" + ifMatch + ", ifNoneMatch=" + ifNoneMatch
                + ", ifModifiedSince=" + ifModifiedSince + ", ifUnmodifiedSince=" + ifUnmodifiedSince + "}");
    }
}
