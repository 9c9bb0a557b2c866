// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.text.PrintableText;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** An object that an upload stored. Immutable. */
public final class PutResult implements Serializable {
    private static final long serialVersionUID = 1;

    private final String key;
    private final @Nullable String etag;
    private final @Nullable Long crc64;
    private final boolean crcChecked;
    private final @Nullable String versionId;
    private final @Nullable String requestId;
    private final @Nullable CallbackAnswer callbackAnswer;

    PutResult(
            String key,
            @Nullable String etag,
            @Nullable String versionId,
            @Nullable String requestId,
            @Nullable Long crc64,
            boolean crcChecked,
            @Nullable CallbackAnswer callbackAnswer) {
        this.key = key;
        this.etag = etag;
        this.crc64 = crc64;
        this.crcChecked = crcChecked;
        this.versionId = versionId;
        this.requestId = requestId;
        this.callbackAnswer = callbackAnswer;
    }

    /** Returns the result of an upload whose object was found with the expected CRC64. */
    static PutResult found(ObjectMetadata found, long crc64) {
        return new PutResult(found.key(), found.etag(), found.versionId(), found.requestId(), crc64, true, null);
    }

    /** Returns the object's key. */
    public String key() {
        return key;
    }

    /** Returns the ETag without its quotes: the upper-case hex MD5 after PutObject, another value after a multipart upload. */
    public @Nullable String etag() {
        return etag;
    }

    /**
     * Returns the CRC64 of the bytes that were sent, an unsigned number; see {@link Crc64#toString(long)}. If the checksums
     * of the parts are unknown, this is the CRC64 that OSS reports, or 0 if it reports none.
     */
    public long crc64() {
        return crc64 == null ? 0 : crc64;
    }

    /** Returns the CRC64 as {@link #crc64}; null if unknown. */
    @Nullable
    Long knownCrc64() {
        return crc64;
    }

    /**
     * Returns whether OSS reported the same CRC64. False means that it reported none: a different one causes a {@link
     * ChecksumMismatchException}.
     */
    public boolean crcChecked() {
        return crcChecked;
    }

    /** Returns the object's version in a bucket with versioning, otherwise null. */
    public @Nullable String versionId() {
        return versionId;
    }

    /** Returns the id of the request. */
    public @Nullable String requestId() {
        return requestId;
    }

    /** Returns the callback response of the application server; null if no callback was requested, or if it failed. */
    public @Nullable CallbackAnswer callbackAnswer() {
        return callbackAnswer;
    }

    @Override
    public String toString() {
        return PrintableText.escape("PutResult{" + key + ", etag=" + etag + ", crc64="
                + (crc64 == null ? "unknown" : Crc64.toString(crc64))
                + (crcChecked ? " checked" : " unchecked") + (versionId == null ? "" : ", versionId=" + versionId)
                + ", requestId=" + requestId + (callbackAnswer == null ? "" : ", " + callbackAnswer) + "}");
    }
}
