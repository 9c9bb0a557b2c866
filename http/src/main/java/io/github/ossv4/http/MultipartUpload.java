// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.multipart.UploadedPart;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * A multipart upload. The object exists after {@link #complete}; until then, or until {@link #abort}, OSS keeps the
 * parts and charges for them. Thread-safe: parts may be sent in parallel.
 *
 * <pre>{@code
 * MultipartUpload upload = bucket.initiateMultipartUpload("big", MultipartOptions.NONE);
 * PartPlan plan = PartPlan.of(Files.size(file));
 * List<UploadedPart> parts = new ArrayList<>();
 * for (int number = 1; number <= plan.count(); number++) {
 *     Part part = plan.part(number);
 *     parts.add(upload.uploadPart(number, Body.of(file, part.offset(), part.length())));
 * }
 * PutResult result = upload.complete(parts);
 * }</pre>
 *
 * <p>Every call throws {@link ServiceException} if OSS refuses it, with {@code NoSuchUpload} after the upload was
 * completed or aborted, and {@link IOException} if the network fails.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/multipart-upload-related-operations">Multipart upload</a>
 */
public interface MultipartUpload {
    /** Returns the key of the object. */
    String key();

    /** Returns the upload id. Another process can continue the upload with {@link BucketClient#multipartUpload}. */
    String uploadId();

    /** Returns the asynchronous calls on the same upload. */
    AsyncMultipartUpload async();

    /** Uploads a part. Equivalent to {@link #uploadPart(int, Body, PartOptions)} with no options. */
    default UploadedPart uploadPart(int number, Body body) throws IOException {
        return uploadPart(number, body, PartOptions.NONE);
    }

    /**
     * Uploads a part. Replaces a part of the same number. Its CRC64 is compared with the one that OSS computed.
     *
     * @param number 1 to 10,000; the object has the parts in the order of their numbers, which may have gaps
     * @param body 100 KB to 5 GB; the last part may be smaller. OSS refuses other small parts only when the upload is
     *     completed
     * @throws IllegalArgumentException if the number is outside of that range, or the body is larger
     * @throws ChecksumMismatchException if the stored part differs from the bytes that were sent: upload it again
     * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/uploadpart">UploadPart</a>
     */
    UploadedPart uploadPart(int number, Body body, PartOptions options) throws IOException;

    /**
     * Copies a range of an object in OSS to a part. The range must lie within the object. If it extends beyond the end,
     * OSS copies the whole object, and the returned part has a wrong size.
     *
     * @param number as for {@link #uploadPart}
     * @param first the first byte of the source
     * @param length the length in bytes, 100 KB to 5 GB; the last part may be smaller, but not empty
     * @return the part, with its CRC64 if OSS reports one; otherwise {@link #complete} cannot compare the CRC64 of the
     *     object
     * @throws IllegalArgumentException if number, first or length is outside of its range
     * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/uploadpartcopy">UploadPartCopy</a>
     */
    UploadedPart uploadPartCopy(int number, CopySource source, long first, long length) throws IOException;

    /**
     * Lists all parts that OSS has stored, by number, in as many requests as needed.
     *
     * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/listparts">ListParts</a>
     */
    List<UploadedPart> listParts() throws IOException;

    /** Completes the upload. Equivalent to {@link #complete(List, CompleteOptions)} with no options. */
    default PutResult complete(List<UploadedPart> parts) throws IOException {
        return complete(parts, CompleteOptions.NONE);
    }

    /**
     * Completes the upload: the parts become an object, and other parts of the upload are deleted. The CRC64 of the
     * object is computed from the CRC64s of the parts, if all are known, and compared with the one that OSS computed.
     * With a callback the read timeout is 5 seconds longer for each of its URLs.
     *
     * <p>If the response is lost, or OSS reports an internal error, ListParts decides: an upload that still exists was
     * not completed, and the request is retried, including its callback. If the upload no longer exists, HeadObject
     * must find an object with the size and CRC64 of the parts that was stored since the upload was initiated, and with
     * its user metadata if this object was returned by {@link BucketClient#initiateMultipartUpload}. With a callback
     * {@link CallbackFailedException} is then thrown, since its response is lost. In all other cases, and if the CRC64
     * of a part is unknown, {@link OutcomeUnknownException} is thrown.
     *
     * @param parts by number
     * @throws IllegalArgumentException if there are none or more than 10,000, if their numbers do not ascend, or if one
     *     except the last is smaller than 100 KB
     * @throws CallbackFailedException if the object is stored, but its callback failed or was not performed
     * @throws ChecksumMismatchException if the object differs from its parts
     * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/completemultipartupload">CompleteMultipartUpload</a>
     */
    PutResult complete(List<UploadedPart> parts, CompleteOptions options) throws IOException;

    /** Completes the upload with all its parts. Equivalent to {@link #completeAll(CompleteOptions)} with no options. */
    default PutResult completeAll() throws IOException {
        return completeAll(CompleteOptions.NONE);
    }

    /**
     * Completes the upload with all parts that OSS has stored. A missing part is not noticed: compare
     * {@link PutResult#crc64} with the checksum of the whole. If the response is lost, the request is retried while the
     * upload exists; if the upload no longer exists, {@link OutcomeUnknownException} is thrown.
     *
     * @throws CallbackFailedException if the object is stored, but its callback failed or was not performed
     */
    PutResult completeAll(CompleteOptions options) throws IOException;

    /**
     * Aborts the upload and deletes its parts. Parts that are being sent meanwhile may remain: abort again after they
     * have completed. An upload that is already completed or aborted causes a {@link ServiceException} with the code
     * {@code NoSuchUpload}; its object is not deleted.
     *
     * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/abortmultipartupload">AbortMultipartUpload</a>
     */
    void abort() throws IOException;

    /**
     * Returns a URL with which another program can upload a part until it expires. Nothing is sent. {@link
     * PresignedUpload} also compares the parts that were uploaded.
     *
     * @param number 1 to 10,000
     * @param validity 1 second to 7 days, 12 hours with temporary credentials, and at most until these expire
     * @throws IllegalArgumentException if the number or {@code validity} is outside of that range
     * @throws IllegalStateException if the client is anonymous
     * @throws IOException if the credentials source fails
     */
    PresignedUrl presignPart(int number, Duration validity) throws IOException;
}
