// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.text.PrintableText;
import io.github.ossv4.xml.XmlElement;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A copy that OSS has made. Immutable. */
public final class CopyResult {
    private final String key;
    private final @Nullable String etag;
    private final @Nullable Instant lastModified;
    private final @Nullable Long crc64;
    private final @Nullable String versionId;
    private final @Nullable String sourceVersionId;
    private final @Nullable String requestId;

    CopyResult(String key, OssResponse response, @Nullable String sourceVersionId, XmlElement copyObjectResult) {
        this.key = key;
        String quoted = copyObjectResult.text("ETag");
        this.etag = quoted == null ? response.etag() : quoted.replace("\"", "");
        this.lastModified = instant(copyObjectResult.text("LastModified"));
        this.crc64 = response.crc64();
        this.versionId = response.versionId();
        this.sourceVersionId = sourceVersionId;
        this.requestId = response.requestId();
    }

    private static @Nullable Instant instant(@Nullable String iso) {
        try {
            return iso == null ? null : Instant.parse(iso);
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** The key of the copy. */
    public String key() {
        return key;
    }

    /** The ETag of the copy, without its quotes. */
    public @Nullable String etag() {
        return etag;
    }

    /** When the copy was made. */
    public @Nullable Instant lastModified() {
        return lastModified;
    }

    /** The CRC64 of the copy, an unsigned number; null if OSS sent none. */
    public @Nullable Long crc64() {
        return crc64;
    }

    /** The copy's version in a bucket with versioning, otherwise null. */
    public @Nullable String versionId() {
        return versionId;
    }

    /** The version of the source that was copied, in a bucket with versioning; otherwise null. */
    public @Nullable String sourceVersionId() {
        return sourceVersionId;
    }

    /** The id of the request. */
    public @Nullable String requestId() {
        return requestId;
    }

    @Override
    public String toString() {
        return PrintableText.escape(
                "CopyResult{" + key + ", etag=" + etag + ", crc64=" + (crc64 == null ? "none" : Crc64.toString(crc64))
                        + (versionId == null ? "" : ", versionId=" + versionId) + ", requestId=" + requestId + "}");
    }
}
