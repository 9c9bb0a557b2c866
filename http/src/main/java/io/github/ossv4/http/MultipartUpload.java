// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.multipart.CompleteMultipartUpload;
import io.github.ossv4.multipart.CopiedPart;
import io.github.ossv4.multipart.InitiatedUpload;
import io.github.ossv4.multipart.PartList;
import io.github.ossv4.multipart.PartPlan;
import io.github.ossv4.multipart.UploadedPart;
import io.github.ossv4.text.PrintableText;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A multipart upload. The object exists after {@link #complete}; until then, or until {@link #abort}, OSS keeps the parts and
 * charges for them. Thread-safe: parts may be sent in parallel.
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
 * <p>Every call throws {@link ServiceException} if OSS refuses it, with {@code NoSuchUpload} after the upload was completed
 * or aborted, and {@link IOException} if the network fails.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/multipart-upload-related-operations">Multipart upload</a>
 */
public final class MultipartUpload {
    static final String NO_SUCH_UPLOAD = "NoSuchUpload";

    private static final int MAX_PARTS_LISTED = 1000;

    private final Transport transport;
    private final String key;
    private final String uploadId;
    private final @Nullable Instant initiated;
    private final @Nullable Map<String, String> metadata;

    /** @param metadata that of the user; null if it is not known */
    private MultipartUpload(
            Transport transport,
            String key,
            String uploadId,
            @Nullable Instant initiated,
            @Nullable Map<String, String> metadata) {
        this.transport = transport;
        this.key = key;
        this.uploadId = uploadId;
        this.initiated = initiated;
        this.metadata = metadata;
    }

    static Exchange<MultipartUpload> initiate(Transport transport, String key, MultipartOptions options)
            throws IOException {
        return initiate(transport, key, null, options, initiated -> {});
    }

    /**
     * Returns the call.
     *
     * @param body that the parts make up; null if unknown
     * @param initiated receives the upload first, even if the call was cancelled
     */
    static Exchange<MultipartUpload> initiate(
            Transport transport,
            String key,
            @Nullable Body body,
            MultipartOptions options,
            Consumer<MultipartUpload> initiated)
            throws IOException {
        Operation operation = new Operation("InitiateMultipartUpload", "POST", key)
                .query("uploads", "")
                .query("encoding-type", "url")
                .body(UploadBody.empty());
        options.applyTo(operation);
        Transport paid = transport.paidAs(options.request());
        transport.contentTypes().applyTo(operation, body);
        return new Exchange<>(transport, operation, response -> {
            try (OssResponse received = response) {
                InitiatedUpload upload = ResponseDocument.document(operation, received, InitiatedUpload::parse);
                MultipartUpload multipart = new MultipartUpload(
                        paid,
                        key,
                        upload.uploadId(),
                        ObjectMetadata.instant(received.header("Date")),
                        ExpectedObject.userMetadata(options.headers()));
                initiated.accept(multipart);
                return multipart;
            }
        });
    }

    static MultipartUpload of(Transport transport, String key, String uploadId) {
        return of(transport, key, uploadId, null, null);
    }

    /**
     * Returns an upload that was initiated before.
     *
     * @param initiated when it was initiated, by OSS's clock; null if unknown
     * @param metadata the user metadata; null if unknown
     */
    static MultipartUpload of(
            Transport transport,
            String key,
            String uploadId,
            @Nullable Instant initiated,
            @Nullable Map<String, String> metadata) {
        if (uploadId.isEmpty()) {
            throw new IllegalArgumentException("uploadId must not be empty");
        }
        return new MultipartUpload(transport, key, uploadId, initiated, metadata);
    }

    /**
     * Returns this upload with requests that you pay for, in a bucket of another account that requires requester-pays. An
     * upload that was initiated with {@link MultipartOptions.Builder#requesterPays} is paid by you already.
     */
    public MultipartUpload requesterPays() {
        return new MultipartUpload(transport.requesterPays(), key, uploadId, initiated, metadata);
    }

    /** Returns the key of the object. */
    public String key() {
        return key;
    }

    /** Returns the upload id. Another process can continue the upload with {@link BucketClient#multipartUpload}. */
    public String uploadId() {
        return uploadId;
    }

    /** Returns the user metadata of the upload; null if unknown. */
    @Nullable
    Map<String, String> metadata() {
        return metadata;
    }

    /** Returns the time at which the upload was initiated, by OSS's clock; null if unknown. */
    @Nullable
    Instant initiated() {
        return initiated;
    }

    /** Uploads a part. As {@link #uploadPart(int, Body, PartOptions)} with no options. */
    public UploadedPart uploadPart(int number, Body body) throws IOException {
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
    public UploadedPart uploadPart(int number, Body body, PartOptions options) throws IOException {
        return uploadPartExchange(number, body, options).execute();
    }

    /** As {@link #uploadPart(int, Body)}, asynchronously; see {@link AsyncBucketClient}. */
    public CompletableFuture<UploadedPart> uploadPartAsync(int number, Body body) {
        return uploadPartAsync(number, body, PartOptions.NONE);
    }

    /** As {@link #uploadPart(int, Body, PartOptions)}, asynchronously; see {@link AsyncBucketClient}. */
    public CompletableFuture<UploadedPart> uploadPartAsync(int number, Body body, PartOptions options) {
        return CancellableFuture.start(
                () -> uploadPartExchange(number, body, options).enqueue());
    }

    Exchange<UploadedPart> uploadPartExchange(int number, Body body, PartOptions options) throws IOException {
        Objects.requireNonNull(body, "body");
        Objects.requireNonNull(options, "options");
        UploadBody upload = new UploadBody(body, options.progress());
        Operation operation = part(number, "UploadPart").body(upload).retryOnMismatch();
        options.applyTo(operation);
        return new Exchange<>(transport, operation, response -> {
            try (OssResponse received = response) {
                PutResult result =
                        StoredResponse.of(operation, key, upload, received).withoutCallback();
                return UploadedPart.of(number, etag(operation, result.etag()), upload.length(), upload.sentCrc64());
            }
        });
    }

    /**
     * Copies a range of an object in OSS to a part.
     *
     * @param number as for {@link #uploadPart}
     * @param first the first byte of the source
     * @param length in bytes, 100 KB to 5 GB; the last part may be smaller, but not empty
     * @return the part with the CRC64 that OSS reports; without one if OSS reports none, and then {@link #complete} cannot
     *     compare that of the object
     * @throws IllegalArgumentException if number, first or length is outside of its range
     * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/uploadpartcopy">UploadPartCopy</a>
     */
    public UploadedPart uploadPartCopy(int number, CopySource source, long first, long length) throws IOException {
        return uploadPartCopyExchange(number, source, first, length, operation -> {})
                .execute();
    }

    /** As {@link #uploadPartCopy}, asynchronously; see {@link AsyncBucketClient}. */
    public CompletableFuture<UploadedPart> uploadPartCopyAsync(int number, CopySource source, long first, long length) {
        return CancellableFuture.start(() -> uploadPartCopyExchange(number, source, first, length, operation -> {})
                .enqueue());
    }

    /** @param more adds headers */
    Exchange<UploadedPart> uploadPartCopyExchange(
            int number, CopySource source, long first, long length, Consumer<Operation> more) throws IOException {
        Objects.requireNonNull(source, "source");
        if (first < 0 || length <= 0 || length > PartPlan.MAX_PART_SIZE || first > Long.MAX_VALUE - length) {
            throw new IllegalArgumentException("range must be between 1 and " + PartPlan.MAX_PART_SIZE + " bytes, was "
                    + length + " from " + first);
        }
        Operation operation = part(number, "UploadPartCopy")
                .body(UploadBody.empty())
                .header("x-oss-copy-source", source.header(transport.bucket()))
                .header("x-oss-copy-source-range", "bytes=" + first + "-" + (first + length - 1));
        more.accept(operation);
        return new Exchange<>(transport, operation, response -> {
            try (OssResponse received = response) {
                CopiedPart copied = ResponseDocument.document(operation, received, CopiedPart::parse);
                return UploadedPart.of(number, etag(operation, copied.etag()), length, received.crc64());
            }
        });
    }

    /** Returns a URL with which another program can upload a part. */
    PresignedUrl presignPart(int number, Duration validity) throws IOException {
        return transport.presign(part(number, "UploadPart"), validity);
    }

    private Operation part(int number, String name) {
        if (number < 1 || number > PartPlan.MAX_PARTS) {
            throw new IllegalArgumentException(
                    "part number must be between 1 and " + PartPlan.MAX_PARTS + ", was " + number);
        }
        return new Operation(name, "PUT", key).part(number).query("uploadId", uploadId);
    }

    private static String etag(Operation operation, @Nullable String etag) throws IOException {
        if (etag == null || etag.isEmpty()) {
            throw new IOException(operation + ": the response has no ETag, which completing the upload requires");
        }
        return etag;
    }

    /**
     * Lists up to 1,000 of the parts that OSS has stored, by number.
     *
     * @param partNumberMarker lists the parts after this number; 0 for all
     * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/listparts">ListParts</a>
     */
    public PartList listParts(int partNumberMarker) throws IOException {
        return listPartsExchange(partNumberMarker).execute();
    }

    Exchange<PartList> listPartsExchange(int partNumberMarker) {
        return listPartsExchange(partNumberMarker, MAX_PARTS_LISTED);
    }

    /** Lists one part, which proves that the upload still exists. */
    Exchange<PartList> firstPartExchange() {
        return listPartsExchange(0, 1);
    }

    private Exchange<PartList> listPartsExchange(int partNumberMarker, int maxParts) {
        Operation operation = new Operation("ListParts", "GET", key)
                .query("uploadId", uploadId)
                .query("encoding-type", "url")
                .query("max-parts", Integer.toString(maxParts))
                .query("part-number-marker", partNumberMarker == 0 ? null : Integer.toString(partNumberMarker));
        return ResponseDocument.list(transport, operation, PartList::read, list -> null);
    }

    /** Lists all parts that OSS has stored, by number, in as many requests as needed. */
    public List<UploadedPart> listParts() throws IOException {
        List<UploadedPart> parts = new ArrayList<>();
        PartList list = listParts(0);
        int marker = 0;
        while (true) {
            parts.addAll(list.parts());
            if (!list.isTruncated()) {
                return parts;
            }
            if (list.parts().isEmpty()
                    || list.nextPartNumberMarker() <= marker
                    || list.nextPartNumberMarker() > PartPlan.MAX_PARTS) {
                throw new IOException("ListParts " + PrintableText.escape(key) + ": the list continues after part "
                        + list.nextPartNumberMarker() + ", which it has already listed");
            }
            marker = list.nextPartNumberMarker();
            list = listParts(marker);
        }
    }

    /** Completes the upload. As {@link #complete(List, CompleteOptions)} with no options. */
    public PutResult complete(List<UploadedPart> parts) throws IOException {
        return complete(parts, CompleteOptions.NONE);
    }

    /**
     * Completes the upload: the parts become an object, and other parts of the upload are deleted. The CRC64 of the object is
     * computed from those of the parts, if all are known, and compared with the one that OSS computed. With a callback the
     * read timeout is 5 seconds longer for each of its URLs.
     *
     * <p>If the response is lost, or OSS reports an internal error, ListParts decides: an upload that still exists was not
     * completed, and the request is retried, including its callback. If the upload no longer exists, HeadObject must find an
     * object with the size and CRC64 of the parts that was stored since the upload was initiated, and with its user metadata
     * if this object was returned by {@link BucketClient#initiateMultipartUpload}. With a callback {@link
     * CallbackFailedException} is then thrown, since its response is lost. In all other cases, and if the CRC64 of a part is
     * unknown, {@link OutcomeUnknownException} is thrown.
     *
     * @param parts by number
     * @throws IllegalArgumentException if there are none or more than 10,000, if their numbers do not ascend, or if one
     *     except the last is smaller than 100 KB
     * @throws CallbackFailedException if the object is stored, but its callback failed or was not performed
     * @throws ChecksumMismatchException if the object differs from its parts
     * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/completemultipartupload">CompleteMultipartUpload</a>
     */
    public PutResult complete(List<UploadedPart> parts, CompleteOptions options) throws IOException {
        return completeExchange(parts, options).execute();
    }

    /** As {@link #complete(List)}, asynchronously; see {@link AsyncBucketClient}. */
    public CompletableFuture<PutResult> completeAsync(List<UploadedPart> parts) {
        return completeAsync(parts, CompleteOptions.NONE);
    }

    /** As {@link #complete(List, CompleteOptions)}, asynchronously; see {@link AsyncBucketClient}. */
    public CompletableFuture<PutResult> completeAsync(List<UploadedPart> parts, CompleteOptions options) {
        return CancellableFuture.start(() -> completeExchange(parts, options).enqueue());
    }

    private Exchange<PutResult> completeExchange(List<UploadedPart> parts, CompleteOptions options) throws IOException {
        Objects.requireNonNull(options, "options");
        return completeExchange(parts, options, outcome(parts, options));
    }

    /** As {@link #complete(List, CompleteOptions)}, with {@link #outcome} to decide after a lost response. */
    Exchange<PutResult> completeExchange(List<UploadedPart> parts, CompleteOptions options, CompleteOutcome outcome)
            throws IOException {
        Body document = Body.of(CompleteMultipartUpload.xml(parts));
        Operation operation = complete().body(new UploadBody(document, null)).header("Content-Type", "application/xml");
        return complete(operation, UploadedPart.crc64(parts), options, outcome);
    }

    /** Returns what decides the outcome after a lost response. */
    CompleteOutcome outcome(List<UploadedPart> parts, CompleteOptions options) {
        Long crc64 = UploadedPart.crc64(parts);
        return outcome(ExpectedObject.of(size(parts), crc64).metadata(metadata), crc64, options);
    }

    private CompleteOutcome outcome(ExpectedObject expected, @Nullable Long crc64, CompleteOptions options) {
        return new CompleteOutcome(transport, this, options, expected.stored(initiated, null), crc64);
    }

    private static long size(List<UploadedPart> parts) {
        return parts.stream().mapToLong(UploadedPart::size).sum();
    }

    /** Completes the upload with all its parts. As {@link #completeAll(CompleteOptions)} with no options. */
    public PutResult completeAll() throws IOException {
        return completeAll(CompleteOptions.NONE);
    }

    /**
     * Completes the upload with all parts that OSS has stored. A missing part is not noticed: compare {@link PutResult#crc64}
     * with the checksum of the whole. If the response is lost, the request is retried while the upload exists; if the upload
     * no longer exists, {@link OutcomeUnknownException} is thrown.
     *
     * @throws CallbackFailedException if the object is stored, but its callback failed or was not performed
     */
    public PutResult completeAll(CompleteOptions options) throws IOException {
        return completeAllExchange(options).execute();
    }

    private Exchange<PutResult> completeAllExchange(CompleteOptions options) throws IOException {
        Objects.requireNonNull(options, "options");
        Operation operation = complete().body(UploadBody.empty()).header("x-oss-complete-all", "yes");
        return complete(operation, null, options, outcome(ExpectedObject.ofAnyContent(), null, options));
    }

    /** As {@link #completeAll()}, asynchronously; see {@link AsyncBucketClient}. */
    public CompletableFuture<PutResult> completeAllAsync() {
        return completeAllAsync(CompleteOptions.NONE);
    }

    /** As {@link #completeAll}, asynchronously; see {@link AsyncBucketClient}. */
    public CompletableFuture<PutResult> completeAllAsync(CompleteOptions options) {
        return CancellableFuture.start(() -> completeAllExchange(options).enqueue());
    }

    Operation complete() {
        return new Operation("CompleteMultipartUpload", "POST", key)
                .query("uploadId", uploadId)
                .query("encoding-type", "url");
    }

    private Exchange<PutResult> complete(
            Operation operation, @Nullable Long crc64, CompleteOptions options, CompleteOutcome outcome) {
        options.applyTo(operation);
        Exchange<PutResult> exchange = new Exchange<>(transport, operation, response -> {
            try (OssResponse received = response) {
                StoredResponse stored = StoredResponse.ofParts(operation, key, crc64, received);
                return options.callback() == null ? stored.ofComplete() : stored.ofCompleteWithCallback();
            }
        });
        return exchange.resolvedBy(outcome);
    }

    /**
     * Aborts the upload and deletes its parts. Parts that are being sent meanwhile may remain: abort again after they have
     * completed. An upload that is already completed or aborted causes a {@link ServiceException} with the code {@code
     * NoSuchUpload}; its object is not deleted.
     *
     * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/abortmultipartupload">AbortMultipartUpload</a>
     */
    public void abort() throws IOException {
        Exchange<String> exchange = abortExchange();
        try {
            exchange.execute();
        } catch (ServiceException e) {
            // An attempt with a lost response may have aborted it.
            if (!exchange.isPossiblyExecuted() || !NO_SUCH_UPLOAD.equals(e.code())) {
                throw e;
            }
        }
    }

    /**
     * The request has an empty body: OkHttp itself would retry a request without a body, and its lost response would go
     * unnoticed.
     */
    Exchange<String> abortExchange() throws IOException {
        Operation operation = new Operation("AbortMultipartUpload", "DELETE", key)
                .query("uploadId", uploadId)
                .body(UploadBody.empty());
        return new Exchange<>(transport, operation, response -> {
            try (OssResponse received = response) {
                ResponseDocument.throwUnlessSuccessful(operation, received);
                return uploadId;
            }
        });
    }

    @Override
    public String toString() {
        return PrintableText.escape("MultipartUpload{" + key + ", uploadId=" + uploadId + "}");
    }
}
