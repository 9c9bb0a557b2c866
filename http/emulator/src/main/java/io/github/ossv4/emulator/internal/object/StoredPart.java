// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.object;

import io.github.ossv4.emulator.internal.body.ObjectBody;
import java.time.Instant;

/**
 * A part of a multipart upload.
 *
 * @param number 1 to 10,000
 * @param lastModified the time at which it was uploaded
 */
public record StoredPart(int number, ObjectBody body, Instant lastModified) {
    /** Returns the ETag in quotes, as in documents and headers. */
    public String etag() {
        return '"' + body.etag() + '"';
    }
}
