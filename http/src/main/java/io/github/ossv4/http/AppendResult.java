// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.internal.text.PrintableText;
import org.jspecify.annotations.Nullable;

/** The result of an append. Immutable. */
public final class AppendResult {
    private final AppendPosition next;
    private final boolean crcChecked;
    private final @Nullable String etag;
    private final @Nullable String versionId;
    private final @Nullable String requestId;

    private AppendResult(
            AppendPosition next,
            boolean crcChecked,
            @Nullable String etag,
            @Nullable String versionId,
            @Nullable String requestId) {
        this.next = next;
        this.crcChecked = crcChecked;
        this.etag = etag;
        this.versionId = versionId;
        this.requestId = requestId;
    }

    /**
     * Returns a result, also for a test of your code.
     *
     * @param next the position of the next append
     * @param crcChecked whether OSS reported the same CRC64 for the whole object
     * @param etag the ETag of the whole object, without quotes; null if unknown
     * @param versionId the version in a bucket with versioning, otherwise null
     * @param requestId null if unknown
     */
    public static AppendResult of(
            AppendPosition next,
            boolean crcChecked,
            @Nullable String etag,
            @Nullable String versionId,
            @Nullable String requestId) {
        return new AppendResult(next, crcChecked, etag, versionId, requestId);
    }

    /** Returns the position of the next append, with the CRC64 of the whole object. */
    public AppendPosition next() {
        return next;
    }

    /**
     * Returns whether OSS reported the same CRC64 for the whole object. False means that it reported none, or that the
     * CRC64 before the append was unknown; another CRC64 is a {@link ChecksumMismatchException}.
     */
    public boolean isCrcChecked() {
        return crcChecked;
    }

    /** Returns the ETag of the whole object, without its quotes. */
    public @Nullable String etag() {
        return etag;
    }

    /** Returns the object's version in a bucket with versioning, otherwise null. */
    public @Nullable String versionId() {
        return versionId;
    }

    /** Returns the id of the request. */
    public @Nullable String requestId() {
        return requestId;
    }

    @Override
    public String toString() {
        return PrintableText.escape("AppendResult{next=" + next + (crcChecked ? ", checked" : ", unchecked")
                + ", requestId=" + requestId + "}");
    }
}
