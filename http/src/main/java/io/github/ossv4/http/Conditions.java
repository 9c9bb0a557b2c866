// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.internal.text.PrintableText;
import io.github.ossv4.object.ObjectHeaders;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The conditions of a request. Immutable.
 *
 * <pre>{@code
 * GetOptions ifChanged = GetOptions.builder()
 *         .conditions(Conditions.noneMatch("5B3C1A2E053D763E1B002CC607C5A0FE"))
 *         .build();
 * }</pre>
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-13">RFC 9110 section 13</a>
 */
public final class Conditions {
    /** No conditions. */
    public static final Conditions NONE = new Conditions(null, null, null, null);

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

    /** Requires that the object has this ETag; otherwise the call fails with status 412. */
    public static Conditions match(String etag) {
        return new Conditions(quoted(etag), null, null, null);
    }

    /** Requires that the object has another ETag; otherwise the call throws {@link NotModifiedException}. */
    public static Conditions noneMatch(String etag) {
        return new Conditions(null, quoted(etag), null, null);
    }

    /**
     * Requires that the object is newer than the instant, in whole seconds; otherwise the call throws {@link
     * NotModifiedException}.
     */
    public static Conditions modifiedSince(Instant instant) {
        return new Conditions(null, null, ObjectHeaders.httpDate(instant), null);
    }

    /**
     * Requires that the object is not newer than the instant, in whole seconds; otherwise the call fails with status
     * 412.
     */
    public static Conditions unmodifiedSince(Instant instant) {
        return new Conditions(null, null, null, ObjectHeaders.httpDate(instant));
    }

    /** Returns these conditions and the others; a condition of the others replaces one of the same kind. */
    public Conditions and(Conditions other) {
        Objects.requireNonNull(other, "conditions");
        return new Conditions(
                other.ifMatch == null ? ifMatch : other.ifMatch,
                other.ifNoneMatch == null ? ifNoneMatch : other.ifNoneMatch,
                other.ifModifiedSince == null ? ifModifiedSince : other.ifModifiedSince,
                other.ifUnmodifiedSince == null ? ifUnmodifiedSince : other.ifUnmodifiedSince);
    }

    private static String quoted(String etag) {
        if (Objects.requireNonNull(etag, "etag").isEmpty()) {
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
    public boolean equals(@Nullable Object other) {
        return other instanceof Conditions
                && Objects.equals(ifMatch, ((Conditions) other).ifMatch)
                && Objects.equals(ifNoneMatch, ((Conditions) other).ifNoneMatch)
                && Objects.equals(ifModifiedSince, ((Conditions) other).ifModifiedSince)
                && Objects.equals(ifUnmodifiedSince, ((Conditions) other).ifUnmodifiedSince);
    }

    @Override
    public int hashCode() {
        return Objects.hash(ifMatch, ifNoneMatch, ifModifiedSince, ifUnmodifiedSince);
    }

    @Override
    public String toString() {
        return PrintableText.escape("Conditions{ifMatch=" + ifMatch + ", ifNoneMatch=" + ifNoneMatch
                + ", ifModifiedSince=" + ifModifiedSince + ", ifUnmodifiedSince=" + ifUnmodifiedSince + "}");
    }
}
