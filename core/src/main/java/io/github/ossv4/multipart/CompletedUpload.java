// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.multipart;

import io.github.ossv4.text.PrintableText;
import org.jspecify.annotations.Nullable;

/** The answer to CompleteMultipartUpload, where it was not a callback's. Immutable. */
public final class CompletedUpload {
    private final String bucket;
    private final String key;
    private final String etag;

    private CompletedUpload(String bucket, String key, String etag) {
        this.bucket = bucket;
        this.key = key;
        this.etag = etag;
    }

    /** Reads a {@code CompleteMultipartUploadResult}; null if it is another document or has no ETag. */
    public static @Nullable CompletedUpload parse(byte[] document) {
        Answer answer = Answer.parse(document, "CompleteMultipartUploadResult");
        String etag = answer == null ? "" : answer.etag();
        return answer == null || etag.isEmpty()
                ? null
                : new CompletedUpload(answer.textOrEmpty("Bucket"), answer.decoded("Key"), etag);
    }

    /** The bucket. */
    public String bucket() {
        return bucket;
    }

    /** The object's key. */
    public String key() {
        return key;
    }

    /** The object's ETag without its quotes; it is not an MD5. */
    public String etag() {
        return etag;
    }

    @Override
    public String toString() {
        return PrintableText.escape("CompletedUpload{" + key + ", etag=" + etag + "}");
    }
}
