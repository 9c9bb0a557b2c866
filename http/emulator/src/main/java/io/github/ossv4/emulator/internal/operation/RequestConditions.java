// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import io.github.ossv4.emulator.internal.object.StoredObject;
import io.github.ossv4.emulator.internal.wire.HttpDate;
import io.github.ossv4.emulator.internal.wire.OssError;
import io.github.ossv4.emulator.internal.wire.OssException;
import io.github.ossv4.emulator.internal.wire.ReceivedRequest;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The conditions of a request on the state of an object. Each is evaluated on its own, those that fail the request
 * first. A malformed time is ignored. Immutable.
 *
 * @param prefix the prefix of the header names: empty for the requested object, {@code x-oss-copy-source-} for a source
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-13.1">RFC 9110 section 13.1</a>
 */
record RequestConditions(ReceivedRequest request, String prefix) {
    /** An ETag in a list, weak or strong. OSS accepts it without quotes too. */
    private static final Pattern ETAG = Pattern.compile("(W/)?\"([^\"]*)\"|([^\\s,\"]+)");

    /**
     * Returns whether the response is 304, because the client has the object already.
     *
     * @throws OssException if a precondition fails
     */
    boolean isNotModified(StoredObject object) {
        Instant modified = object.lastModified();
        if (request.header(prefix + "if-match") != null && !names("if-match", object, false)) {
            throw OssError.PRECONDITION_FAILED.with("Condition", "If-Match");
        }
        Instant unmodifiedSince = time("if-unmodified-since");
        if (unmodifiedSince != null && modified.isAfter(unmodifiedSince)) {
            throw OssError.PRECONDITION_FAILED.with("Condition", "If-Unmodified-Since");
        }
        Instant modifiedSince = time("if-modified-since");
        return names("if-none-match", object, true) || (modifiedSince != null && !modified.isAfter(modifiedSince));
    }

    /**
     * Returns whether a header contains the ETag of the object, or is {@code *}.
     *
     * @param weakly whether a weak ETag matches. The ETags of objects are strong
     */
    private boolean names(String header, StoredObject object, boolean weakly) {
        String value = request.header(prefix + header);
        if (value == null) {
            return false;
        }
        if (value.equals("*")) {
            return true;
        }
        for (Matcher etag = ETAG.matcher(value); etag.find(); ) {
            String opaque = etag.group(2) != null ? etag.group(2) : etag.group(3);
            if (opaque.equals(object.body().etag()) && (weakly || etag.group(1) == null)) {
                return true;
            }
        }
        return false;
    }

    private @Nullable Instant time(String header) {
        String value = request.header(prefix + header);
        if (value == null) {
            return null;
        }
        Instant date = HttpDate.parse(value);
        if (date != null || prefix.isEmpty()) {
            return date;
        }
        // OSS documents this format for copies.
        try {
            return Instant.parse(value);
        } catch (DateTimeException e) {
            return null;
        }
    }
}
