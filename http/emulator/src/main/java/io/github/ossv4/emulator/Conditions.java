// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import io.netty.handler.codec.DateFormatter;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import org.jspecify.annotations.Nullable;

/**
 * On which state of an object a request depends. Each condition is judged alone, and those that refuse go first. A time
 * that cannot be read is no condition. Immutable.
 */
final class Conditions {
    private final ReceivedRequest request;
    private final String prefix;

    /** @param prefix what precedes the names of the headers: nothing for the object that is asked for */
    Conditions(ReceivedRequest request, String prefix) {
        this.request = request;
        this.prefix = prefix;
    }

    /**
     * Whether the object is still as the client knows it.
     *
     * @throws Refusal if the object is not as the client wants it
     */
    boolean isNotModified(StoredObject object) {
        // Headers tell time to the second.
        Instant modified = object.lastModified().truncatedTo(ChronoUnit.SECONDS);
        String match = etag("if-match");
        if (match != null && !match.equals(object.body().etag())) {
            throw Refusal.preconditionFailed(prefix + "If-Match");
        }
        Instant unmodifiedSince = time("if-unmodified-since");
        if (unmodifiedSince != null && modified.isAfter(unmodifiedSince)) {
            throw Refusal.preconditionFailed(prefix + "If-Unmodified-Since");
        }
        Instant modifiedSince = time("if-modified-since");
        return object.body().etag().equals(etag("if-none-match"))
                || (modifiedSince != null && !modified.isAfter(modifiedSince));
    }

    /** Null where there is no such condition. */
    private @Nullable String etag(String header) {
        String value = request.header(prefix + header);
        if (value == null) {
            return null;
        }
        if (value.equals("*") || value.contains(",")) {
            throw Refusal.notImplemented("any but a single ETag in " + prefix + header);
        }
        return value.replace("\"", "");
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
