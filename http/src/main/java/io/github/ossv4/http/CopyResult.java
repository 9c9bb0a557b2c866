// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.text.PrintableText;
import io.github.ossv4.xml.XmlElement;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An object that a copy stored. Immutable. */
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

    /** @param stored by CompleteMultipartUpload, which returns no time */
    CopyResult(PutResult stored, @Nullable String sourceVersionId) {
        this.key = stored.key();
        this.etag = stored.etag();
        this.lastModified = null;
        this.crc64 = stored.knownCrc64();
        this.versionId = stored.versionId();
        this.sourceVersionId = sourceVersionId;
        this.requestId = stored.requestId();
    }

    private static @Nullable Instant instant(@Nullable String iso) {
        try {
            return iso == null ? null : Instant.parse(iso);
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** Returns the key of the copy. */
    public String key() {
        return key;
    }

    /** Returns the ETag of the copy, without its quotes. */
    public @Nullable String etag() {
        return etag;
    }

    /** Returns the time at which the copy was stored; null for a copy in parts. */
    public @Nullable Instant lastModified() {
        return lastModified;
    }

    /** Returns the CRC64 of the copy, an unsigned number; null if OSS reports none. */
    public @Nullable Long crc64() {
        return crc64;
    }

    /** Returns the copy's version in a bucket with versioning, otherwise null. */
    public @Nullable String versionId() {
        return versionId;
    }

    /** Returns the version of the source that was copied, in a bucket with versioning; otherwise null. */
    public @Nullable String sourceVersionId() {
        return sourceVersionId;
    }

    /** Returns the id of the request. */
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
