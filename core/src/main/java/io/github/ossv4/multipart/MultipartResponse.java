// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.multipart;

import io.github.ossv4.internal.xml.ResultDocument;
import org.jspecify.annotations.Nullable;

/** The responses to requests of a multipart upload, each of which has one value. */
public final class MultipartResponse {
    private MultipartResponse() {}

    /**
     * Returns the id of the upload, which all following requests require; null if the document is not an {@code
     * InitiateMultipartUploadResult} or has none.
     *
     * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/initiatemultipartupload">
     *     InitiateMultipartUpload</a>
     */
    public static @Nullable String uploadId(byte[] document) {
        ResultDocument result = ResultDocument.parse(document, "InitiateMultipartUploadResult");
        String uploadId = result == null ? null : result.text("UploadId");
        return uploadId == null || uploadId.isEmpty() ? null : uploadId;
    }

    /**
     * Returns the ETag of a copied part, without quotes; null if the document is not a {@code CopyPartResult} or has
     * none.
     *
     * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/uploadpartcopy">UploadPartCopy</a>
     */
    public static @Nullable String partEtag(byte[] document) {
        return etag(document, "CopyPartResult");
    }

    /**
     * Returns the ETag of the completed object, without quotes; it is not an MD5. Null if the document is not a {@code
     * CompleteMultipartUploadResult}, as if it is the response of a callback, or has none.
     *
     * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/completemultipartupload">
     *     CompleteMultipartUpload</a>
     */
    public static @Nullable String objectEtag(byte[] document) {
        return etag(document, "CompleteMultipartUploadResult");
    }

    private static @Nullable String etag(byte[] document, String name) {
        ResultDocument result = ResultDocument.parse(document, name);
        String etag = result == null ? "" : result.etag();
        return etag.isEmpty() ? null : etag;
    }
}
