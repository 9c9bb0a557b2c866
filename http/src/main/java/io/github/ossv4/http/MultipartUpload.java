// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.multipart.CompleteMultipartUpload;
import io.github.ossv4.multipart.CopiedPart;
import io.github.ossv4.multipart.InitiatedUpload;
import io.github.ossv4.multipart.PartList;
import io.github.ossv4.multipart.PartPlan;
import io.github.ossv4.multipart.UploadedPart;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * An object that is uploaded in parts. It exists once {@link #complete} has succeeded; until then, or until {@link #abort},
 * OSS keeps the parts and charges for them. Thread-safe: parts may be sent at the same time.
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
 * <p>Every call throws {@link ServiceException} if OSS refuses it, with {@code NoSuchUpload} once the upload is completed or
 * aborted, and {@link IOException} if the network fails.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/multipart-upload-related-operations">Multipart upload</a>
 */
public final class MultipartUpload {
    private static final int MAX_PARTS_LISTED = 1000;

    private final Transport transport;
    private final String key;
    private final String uploadId;

    private MultipartUpload(Transport transport, String key, String uploadId) {
        this.transport = transport;
        this.key = key;
        this.uploadId = uploadId;
    }

    static MultipartUpload initiate(Transport transport, String key, MultipartOptions options) throws IOException {
        Operation operation = new Operation("InitiateMultipartUpload", "POST", key)
                .query("uploads", "")
                .query("encoding-type", "url")
                .body(nothing());
        options.applyTo(operation);
        try (Response response = transport.send(operation)) {
            RefusedAnswer.throwUnlessSuccessful(operation, response);
            byte[] body = RefusedAnswer.document(response);
            InitiatedUpload upload = InitiatedUpload.parse(body);
            if (upload == null) {
                throw RefusedAnswer.of(operation, response, body);
            }
            return new MultipartUpload(transport, key, upload.uploadId());
        }
    }

    static MultipartUpload of(Transport transport, String key, String uploadId) {
        if (uploadId.isEmpty()) {
            throw new IllegalArgumentException("uploadId is empty");
        }
        return new MultipartUpload(transport, key, uploadId);
    }

    /** Sent once: a second time it would begin another upload, or find this one completed. */
    private static UploadBody nothing() throws IOException {
        return new UploadBody(Body.of(new byte[0]), true, null);
    }

    /** The key that the object will have. */
    public String key() {
        return key;
    }

    /** What OSS calls this upload. With it another process can go on: {@link BucketClient#multipartUpload}. */
    public String uploadId() {
        return uploadId;
    }

    /** Sends a part. As {@link #uploadPart(int, Body, PartOptions)} with no options. */
    public UploadedPart uploadPart(int number, Body body) throws IOException {
        return uploadPart(number, body, PartOptions.NONE);
    }

    /**
     * Sends a part, replacing one of the same number. Its CRC64 is compared with the one that OSS computed.
     *
     * @param number 1 to 10,000; parts stand in the object in the order of their numbers, which may leave gaps
     * @param body 100 KB to 5 GB; the last part may be smaller
     * @throws IllegalArgumentException if the number is something else, or the body is larger
     * @throws ChecksumMismatchException if what OSS stored is not what was sent: send it again
     */
    public UploadedPart uploadPart(int number, Body body, PartOptions options) throws IOException {
        Objects.requireNonNull(body, "body");
        Objects.requireNonNull(options, "options");
        UploadBody upload = new UploadBody(body, false, options.progress());
        Operation operation = part(number, "UploadPart").body(upload);
        options.applyTo(operation);
        try (Response response = transport.send(operation)) {
            PutResult result = StoredAnswer.of(operation, key, upload, response).withoutCallback();
            return UploadedPart.of(number, etag(operation, result.etag()), upload.contentLength(), upload.sentCrc64());
        }
    }

    /**
     * Makes a part of a range of an object that OSS has; no bytes pass through here.
     *
     * @param number as for {@link #uploadPart}
     * @param first the first byte of the source
     * @param length how many bytes, 100 KB to 5 GB; for the last part it may be less, but not 0
     * @return the part, whose CRC64 is not known
     * @throws IllegalArgumentException if number, first or length is something else
     */
    public UploadedPart uploadPartCopy(int number, CopySource source, long first, long length) throws IOException {
        Objects.requireNonNull(source, "source");
        if (first < 0 || length <= 0 || length > PartPlan.MAX_PART_SIZE || first > Long.MAX_VALUE - length) {
            throw new IllegalArgumentException(
                    "not a range of 1 to " + PartPlan.MAX_PART_SIZE + " bytes: " + length + " from " + first);
        }
        Operation operation = part(number, "UploadPartCopy")
                .body(new UploadBody(Body.of(new byte[0]), false, null))
                .header("x-oss-copy-source", source.header(transport.bucket()))
                .header("x-oss-copy-source-range", "bytes=" + first + "-" + (first + length - 1));
        try (Response response = transport.send(operation)) {
            RefusedAnswer.throwUnlessSuccessful(operation, response);
            byte[] body = RefusedAnswer.document(response);
            CopiedPart copied = CopiedPart.parse(body);
            if (copied == null) {
                // A copy takes its time, and what fails after the status is told in the body.
                throw RefusedAnswer.of(operation, response, body);
            }
            return UploadedPart.of(number, etag(operation, copied.etag()), length, new ResponseFacts(response).crc64());
        }
    }

    private Operation part(int number, String name) {
        if (number < 1 || number > PartPlan.MAX_PARTS) {
            throw new IllegalArgumentException(
                    "part number is " + number + ", 1 to " + PartPlan.MAX_PARTS + " are allowed");
        }
        return new Operation(name, "PUT", key)
                .query("partNumber", Integer.toString(number))
                .query("uploadId", uploadId);
    }

    private static String etag(Operation operation, @Nullable String etag) throws IOException {
        if (etag == null || etag.isEmpty()) {
            throw new IOException(operation + ": OSS answered without an ETag, which completing the upload needs");
        }
        return etag;
    }

    /**
     * Up to 1,000 of the parts that OSS has.
     *
     * @param partNumberMarker the number behind which the list begins; 0 for all
     */
    public PartList listParts(int partNumberMarker) throws IOException {
        Operation operation = new Operation("ListParts", "GET", key)
                .query("uploadId", uploadId)
                .query("encoding-type", "url")
                .query("max-parts", Integer.toString(MAX_PARTS_LISTED))
                .query("part-number-marker", partNumberMarker == 0 ? null : Integer.toString(partNumberMarker));
        try (Response response = transport.send(operation)) {
            RefusedAnswer.throwUnlessSuccessful(operation, response);
            byte[] body = RefusedAnswer.document(response);
            PartList list = PartList.parse(body);
            if (list == null) {
                throw RefusedAnswer.of(operation, response, body);
            }
            return list;
        }
    }

    /** All parts that OSS has, by number, in as many calls as it takes. */
    public List<UploadedPart> listParts() throws IOException {
        List<UploadedPart> parts = new ArrayList<>();
        PartList list = listParts(0);
        int marker = 0;
        while (true) {
            parts.addAll(list.parts());
            if (!list.isTruncated()) {
                return parts;
            }
            if (list.nextPartNumberMarker() <= marker) {
                throw new IOException("ListParts " + key + ": OSS says that there are more parts behind "
                        + list.nextPartNumberMarker() + ", and has listed them already");
            }
            marker = list.nextPartNumberMarker();
            list = listParts(marker);
        }
    }

    /** Makes an object of parts. As {@link #complete(List, CompleteOptions)} with no options. */
    public PutResult complete(List<UploadedPart> parts) throws IOException {
        return complete(parts, CompleteOptions.NONE);
    }

    /**
     * Makes an object of parts; others of this upload are dropped. The CRC64 of the whole, made of those of the parts where
     * all are known, is compared with the one that OSS computed. It is sent once only, and waits 5 seconds longer for each
     * URL of a callback.
     *
     * <p>If the network fails, the object may be there all the same: ask with {@link BucketClient#head} before the upload is
     * called a failure.
     *
     * @param parts by number
     * @throws IllegalArgumentException if there are none or more than 10,000, their numbers do not ascend, or one but the last
     *     is smaller than 100 KB
     * @throws CallbackFailedException if the object is there but its callback failed, or was not performed
     * @throws ChecksumMismatchException if the object is not what the parts were
     */
    public PutResult complete(List<UploadedPart> parts, CompleteOptions options) throws IOException {
        Objects.requireNonNull(options, "options");
        Body document = Body.of(CompleteMultipartUpload.xml(parts));
        Operation operation =
                complete().body(new UploadBody(document, true, null)).header("Content-Type", "application/xml");
        return complete(operation, UploadedPart.crc64(parts), options);
    }

    /**
     * Makes an object of all parts that OSS has. It cannot notice that one is missing: compare {@link PutResult#crc64} with
     * the checksum of what the object should be.
     *
     * @throws CallbackFailedException if the object is there but its callback failed, or was not performed
     */
    public PutResult completeAll(CompleteOptions options) throws IOException {
        Objects.requireNonNull(options, "options");
        Operation operation = complete().body(nothing()).header("x-oss-complete-all", "yes");
        return complete(operation, null, options);
    }

    private Operation complete() {
        return new Operation("CompleteMultipartUpload", "POST", key)
                .query("uploadId", uploadId)
                .query("encoding-type", "url");
    }

    private PutResult complete(Operation operation, @Nullable Long crc64, CompleteOptions options) throws IOException {
        options.applyTo(operation);
        try (Response response = transport.send(operation)) {
            StoredAnswer answer = StoredAnswer.ofParts(operation, key, crc64, response);
            return options.callback() == null ? answer.ofComplete() : answer.ofCompleteWithCallback();
        }
    }

    /** Drops the parts. Parts that are being sent meanwhile may stay: abort again when they have ended. */
    public void abort() throws IOException {
        Operation operation = new Operation("AbortMultipartUpload", "DELETE", key).query("uploadId", uploadId);
        try (Response response = transport.send(operation)) {
            RefusedAnswer.throwUnlessSuccessful(operation, response);
        }
    }

    @Override
    public String toString() {
        return "MultipartUpload{" + key + ", uploadId=" + uploadId + "}";
    }
}
