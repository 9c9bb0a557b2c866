// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.multipart;

import io.github.ossv4.text.PrintableText;
import org.jspecify.annotations.Nullable;

/** The answer to InitiateMultipartUpload. Immutable. */
public final class InitiatedUpload {
    private final String bucket;
    private final String key;
    private final String uploadId;

    private InitiatedUpload(String bucket, String key, String uploadId) {
        this.bucket = bucket;
        this.key = key;
        this.uploadId = uploadId;
    }

    /** Reads an {@code InitiateMultipartUploadResult}; null if it is none, or names no upload. */
    public static @Nullable InitiatedUpload parse(byte[] document) {
        Answer answer = Answer.parse(document, "InitiateMultipartUploadResult");
        String uploadId = answer == null ? null : answer.text("UploadId");
        return answer == null || uploadId == null || uploadId.isEmpty()
                ? null
                : new InitiatedUpload(answer.textOrEmpty("Bucket"), answer.decoded("Key"), uploadId);
    }

    /** The bucket. */
    public String bucket() {
        return bucket;
    }

    /** The key that the object will have. */
    public String key() {
        return key;
    }

    /** Names the upload in all calls that follow. */
    public String uploadId() {
        return uploadId;
    }

    @Override
    public String toString() {
        return PrintableText.escape("InitiatedUpload{" + key + ", uploadId=" + uploadId + "}");
    }
}
