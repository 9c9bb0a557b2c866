// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.multipart;

import io.github.ossv4.internal.xml.ResultDocument;
import io.github.ossv4.text.PrintableText;
import org.jspecify.annotations.Nullable;

/** The response to InitiateMultipartUpload. Immutable. */
public final class InitiatedUpload {
    private final String bucket;
    private final String key;
    private final String uploadId;

    private InitiatedUpload(String bucket, String key, String uploadId) {
        this.bucket = bucket;
        this.key = key;
        this.uploadId = uploadId;
    }

    /** Parses an {@code InitiateMultipartUploadResult}; null if it is another document or has no upload id. */
    public static @Nullable InitiatedUpload parse(byte[] document) {
        ResultDocument result = ResultDocument.parse(document, "InitiateMultipartUploadResult");
        String uploadId = result == null ? null : result.text("UploadId");
        return result == null || uploadId == null || uploadId.isEmpty()
                ? null
                : new InitiatedUpload(result.textOrEmpty("Bucket"), result.decoded("Key"), uploadId);
    }

    /** Returns the bucket. */
    public String bucket() {
        return bucket;
    }

    /** Returns the key of the object. */
    public String key() {
        return key;
    }

    /** Returns the id of the upload, which all following calls require. */
    public String uploadId() {
        return uploadId;
    }

    @Override
    public String toString() {
        return PrintableText.escape("InitiatedUpload{" + key + ", uploadId=" + uploadId + "}");
    }
}
