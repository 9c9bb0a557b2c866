// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import java.time.Instant;

/**
 * A part of a multipart upload.
 *
 * @param number 1 to 10,000
 * @param lastModified when it was uploaded
 */
record StoredPart(int number, ObjectBody body, Instant lastModified) {
    /** The ETag as documents and headers have it, in quotes. */
    String etag() {
        return '"' + body.etag() + '"';
    }
}
