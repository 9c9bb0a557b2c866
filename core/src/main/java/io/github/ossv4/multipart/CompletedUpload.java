// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.multipart;

import io.github.ossv4.internal.xml.ResultDocument;
import io.github.ossv4.text.PrintableText;
import org.jspecify.annotations.Nullable;

/** The response to CompleteMultipartUpload, if it is not that of a callback. Immutable. */
public final class CompletedUpload {
    private final String bucket;
    private final String key;
    private final String etag;

    private CompletedUpload(String bucket, String key, String etag) {
        this.bucket = bucket;
        this.key = key;
        this.etag = etag;
    }

    /** Parses a {@code CompleteMultipartUploadResult}; null if it is another document or has no ETag. */
    public static @Nullable CompletedUpload parse(byte[] document) {
        ResultDocument result = ResultDocument.parse(document, "CompleteMultipartUploadResult");
        String etag = result == null ? "" : result.etag();
        return result == null || etag.isEmpty()
                ? null
                : new CompletedUpload(result.textOrEmpty("Bucket"), result.decoded("Key"), etag);
    }

    /** Returns the bucket. */
    public String bucket() {
        return bucket;
    }

    /** Returns the object's key. */
    public String key() {
        return key;
    }

    /** Returns the object's ETag without quotes; it is not an MD5. */
    public String etag() {
        return etag;
    }

    @Override
    public String toString() {
        return PrintableText.escape("CompletedUpload{" + key + ", etag=" + etag + "}");
    }
}
