// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.text.PrintableText;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** An object that OSS has stored. Immutable. */
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

    /** The result of an upload whose object was found, with the CRC64 that was expected. */
    static PutResult found(ObjectMetadata found, long crc64) {
        return new PutResult(found.key(), found.etag(), found.versionId(), found.requestId(), crc64, true, null);
    }

    /** The object's key. */
    public String key() {
        return key;
    }

    /** The ETag without its quotes: the upper-case hex MD5 after a simple put, something else after an upload in parts. */
    public @Nullable String etag() {
        return etag;
    }

    /**
     * The CRC64 of the bytes that were sent, an unsigned number; see {@link Crc64#toString(long)}. Of parts whose checksums
     * are not known, the one that OSS reports; 0 if it reports none either.
     */
    public long crc64() {
        return crc64 == null ? 0 : crc64;
    }

    /**
     * Whether OSS reported the same CRC64 for what it stored. False means that it reported none: a wrong one is a
     * {@link ChecksumMismatchException}.
     */
    public boolean crcChecked() {
        return crcChecked;
    }

    /** The object's version in a bucket with versioning, otherwise null. */
    public @Nullable String versionId() {
        return versionId;
    }

    /** The id of the request. */
    public @Nullable String requestId() {
        return requestId;
    }

    /** What the application server answered; null if no callback was asked for, or if it failed. */
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
