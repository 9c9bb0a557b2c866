// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import io.github.ossv4.checksum.Crc64;
import io.netty.handler.codec.DateFormatter;
import java.time.Instant;
import java.util.Date;
import org.jspecify.annotations.Nullable;

/**
 * An object as OSS has it.
 *
 * @param lastModified when it was stored, or appended to
 */
record StoredObject(@Nullable String versionId, ObjectBody body, ObjectAttributes attributes, Instant lastModified)
        implements Version {
    /** Adds the headers that every answer about the object has. */
    OssResponse identify(OssResponse answer) {
        answer.header("ETag", '"' + body.etag() + '"').header(OssResponse.CRC64, Crc64.toString(body.crc64()));
        if (versionId != null) {
            answer.header("x-oss-version-id", versionId);
        }
        if (body.appendable()) {
            answer.header("x-oss-next-append-position", Long.toString(body.size()));
        }
        return attributes.settings().describe(answer);
    }

    /** Adds the MD5 of the bytes, which some answers have. */
    OssResponse describeMd5(OssResponse answer) {
        String contentMd5 = body.contentMd5();
        return contentMd5 == null ? answer : answer.header("Content-MD5", contentMd5);
    }

    OssResponse describeAge(OssResponse answer) {
        return answer.header("Last-Modified", DateFormatter.format(Date.from(lastModified)));
    }

    /** Returns the 304 for a client that already has this object. */
    OssResponse notModified() {
        return describeAge(identify(OssResponse.notModified()));
    }

    /** Adds the headers that GetObject and HeadObject describe an object with. */
    OssResponse describe(OssResponse answer) {
        identify(answer);
        describeMd5(answer);
        describeAge(answer);
        attributes.describe(answer);
        return answer.header("Accept-Ranges", "bytes")
                .header("x-oss-object-type", body.type().value());
    }
}
