// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import io.netty.handler.codec.DateFormatter;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * On which state of an object a request depends. Each condition is judged alone, and those that refuse go first. A time
 * that cannot be read is no condition. Immutable.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-13.1">RFC 9110 section 13.1</a>
 */
final class RequestConditions {
    /** An ETag of a list, weak or not. OSS takes it without quotes as well. */
    private static final Pattern ETAG = Pattern.compile("(W/)?\"([^\"]*)\"|([^\\s,\"]+)");

    private final ReceivedRequest request;
    private final String prefix;

    /** @param prefix what precedes the names of the headers: nothing for the object that is asked for */
    RequestConditions(ReceivedRequest request, String prefix) {
        this.request = request;
        this.prefix = prefix;
    }

    /**
     * Whether the object is still as the client knows it.
     *
     * @throws OssException if the object is not as the client wants it
     */
    boolean isNotModified(StoredObject object) {
        // Headers tell time to the second.
        Instant modified = object.lastModified().truncatedTo(ChronoUnit.SECONDS);
        if (request.header(prefix + "if-match") != null && !names("if-match", object, false)) {
            throw OssException.preconditionFailed(prefix + "If-Match");
        }
        Instant unmodifiedSince = time("if-unmodified-since");
        if (unmodifiedSince != null && modified.isAfter(unmodifiedSince)) {
            throw OssException.preconditionFailed(prefix + "If-Unmodified-Since");
        }
        Instant modifiedSince = time("if-modified-since");
        return names("if-none-match", object, true) || (modifiedSince != null && !modified.isAfter(modifiedSince));
    }

    /**
     * Whether a header names the object, by its ETag or by an asterisk, which names any.
     *
     * @param weakly whether a weak ETag will do. An object's own is never weak
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
        Date date = DateFormatter.parseHttpDate(value);
        if (date != null || prefix.isEmpty()) {
            return date == null ? null : date.toInstant();
        }
        // OSS documents this form for copies.
        try {
            return Instant.parse(value);
        } catch (DateTimeException e) {
            return null;
        }
    }
}
